"""What a run takes over of the outputs written last is what it would write itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import atomic
from aggregator.model import Quota, UnitResult
from aggregator.pipeline import aggregate, memory, outputs
from aggregator.pipeline.aggregate import Options
from aggregator.report import hyperlinks, piece, rows
from aggregator.report.kept import Kept, Place
from aggregator.report.piece import Piece, digest
from aggregator.report.row_cells import Printer
from aggregator.report.unit_entry import UnitPrinter
from tests.offices import admitted, fill, office, small_plan, templates

UNITS = ("A.1", "A.2", "B.1.1", "B.2", "C")
RETURNS = [(unit, count) for unit in UNITS for count in (1, 2)]
TEXTS = [f"entry {number}" for number in range(200)]


def made_for(place: Place, texts: list[str]) -> list[str]:
    """What had to be made for an output with these entries, which is right in any case."""
    made: list[str] = []

    def entry(text: str) -> Piece:
        def make() -> bytes:
            made.append(text)
            return text.encode()

        return Piece(lambda: digest(text.encode()), make)

    def pieces(entries: Iterator[bytes]) -> Iterator[bytes]:
        yield b"start"
        for entry in entries:
            yield b","
            yield entry
        yield b"end"

    kept = Kept(place)
    entries = kept.as_they_are(map(entry, texts))
    output = b"".join(kept.noted(pieces(entries)))
    assert output == f"start{''.join(f',{text}' for text in texts)}end".encode()
    place.output.write_bytes(output)
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "out", tmp_path / "index", "context")


def test_only_new_entries_are_made(place: Place) -> None:
    assert made_for(place, TEXTS) == TEXTS
    assert made_for(place, TEXTS) == []
    changed = [*TEXTS[:50], "new", *TEXTS[51:100], "more", *TEXTS[100:150], *TEXTS[160:]]
    assert made_for(place, changed) == ["new", "more"]
    assert made_for(place, changed) == []


@given(st.lists(st.lists(st.sampled_from(TEXTS[:8])), min_size=2, max_size=5))
def test_in_whatever_order_they_come_they_are_right(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[str]]
) -> None:
    home = tmp_path_factory.mktemp("kept")
    for texts in runs:
        made_for(Place(home / "out", home / "index", "context"), texts)


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def changed(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])


def gone(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [torn, changed, gone, a_folder])
def test_with_a_harmed_index_all_is_made(place: Place, harm: Callable[[Path], None]) -> None:
    made_for(place, TEXTS)
    harm(place.index_file)
    assert made_for(place, TEXTS) == TEXTS


@pytest.mark.parametrize("harm", [torn, changed, gone])
def test_of_a_harmed_output_nothing_harmed_is_taken(
    place: Place, harm: Callable[[Path], None]
) -> None:
    made_for(place, TEXTS)
    harm(place.output)
    assert made_for(place, TEXTS)
    assert made_for(place, TEXTS) == []


def test_what_everything_rests_on_counts(place: Place) -> None:
    made_for(place, TEXTS)
    assert made_for(place._replace(context="other"), TEXTS) == TEXTS


def test_a_link_is_not_followed(place: Place, tmp_path: Path) -> None:
    elsewhere, here = tmp_path / "elsewhere", tmp_path / "here"
    elsewhere.mkdir()
    here.symlink_to(elsewhere)
    made_for(place._replace(index_file=here / "index"), TEXTS)
    assert not list(elsewhere.iterdir())


def test_what_a_killed_run_left_beside_the_index_is_swept(place: Place) -> None:
    leftover = place.index_file.with_name(f"{atomic.PREFIX}84ce130a4c308672")
    leftover.touch()
    made_for(place, TEXTS)
    assert not leftover.exists()


@cache
def returns() -> dict[tuple[str, int], bytes]:
    blank = templates(small_plan(), Path())
    return {(unit, count): fill(blank[unit], admitted(count)) for unit, count in RETURNS}


def content(output: bytes) -> object:
    """What an output holds, which is promised to be the same; how it is packed is not."""
    if not is_zipfile(BytesIO(output)):
        return output
    with ZipFile(BytesIO(output)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def run(folder: Path, out: Path, cache: bool) -> dict[str, object]:
    """The outputs."""
    result, known = aggregate.run(folder, Options(out=out, cache=cache, jobs=1))
    outputs.write(result, folder, out, jobs=1, memory=known)
    return {path.name: content(path.read_bytes()) for path in out.rglob("*.*")}


def in_small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the tables of a small office were large."""
    monkeypatch.setattr(rows, "MANY", 0)
    monkeypatch.setattr(piece, "ROWS_A_BLOCK", 2)
    monkeypatch.setattr(hyperlinks, "_ROWS_AT_ONCE", 3)
    monkeypatch.setattr(piece, "FILES_TOGETHER", 2)
    monkeypatch.setattr(piece, "UNITS_TOGETHER", 2)


CHANGES = st.one_of(
    st.tuples(st.just("send"), st.sampled_from(RETURNS)),
    st.tuples(st.just("remove"), st.sampled_from(UNITS)),
    st.tuples(st.just("rename"), st.sampled_from(UNITS)),
    st.tuples(st.just("plan"), st.integers(1, 3)),
    st.tuples(st.just("version"), st.sampled_from(["1", "2"])),
)


def apply(folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str, what: object) -> None:
    if kind == "plan":
        quota = Quota("Q1", "K3", "giao", "B2.I", "TP", minimum=what)
        office(folder.parent.parent, {}, small_plan(quotas=(quota,)))
    elif kind == "version":
        monkeypatch.setattr(outputs, "__version__", what)
        monkeypatch.setattr("aggregator.pipeline.installation.__version__", what)
    elif kind == "send":
        (folder / f"{what[0]}.xlsx").write_bytes(returns()[what])
    else:
        for path in folder.glob(f"*{what}.xlsx"):
            path.unlink() if kind == "remove" else path.rename(path.with_name(f"x{path.name}"))


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(CHANGES, max_size=2), min_size=1, max_size=4))
def test_a_run_after_others_writes_what_a_first_run_would(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, object]]]
) -> None:
    home = tmp_path_factory.mktemp("home")
    every = {f"{unit}.xlsx": returns()[unit, 1] for unit in UNITS}
    folder = office(home, every)
    with pytest.MonkeyPatch.context() as monkeypatch:
        in_small_blocks(monkeypatch)
        for changes in [[], *steps]:
            for kind, what in changes:
                apply(folder, monkeypatch, kind, what)
            assert run(folder, home / "a", cache=True) == run(folder, home / "b", cache=False)
            shutil.rmtree(home / "b")


def units_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of which units an entry is made."""
    made: list[str] = []
    entry = UnitPrinter.entry

    def spied(printer: UnitPrinter, result: UnitResult) -> bytes:
        made.append(result.unit.code)
        return entry(printer, result)

    monkeypatch.setattr(UnitPrinter, "entry", spied)
    return made


def test_a_second_run_makes_only_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piece, "UNITS_TOGETHER", 1)
    folder = office(tmp_path, {f"{unit}.xlsx": returns()[unit, 1] for unit in UNITS})
    made = units_made(monkeypatch)
    run(folder, tmp_path / "a", cache=True)
    assert len(made) == len(small_plan().units)
    (folder / "A.1.xlsx").write_bytes(returns()["A.1", 2])
    made.clear()
    run(folder, tmp_path / "a", cache=True)
    assert made == ["TP", "A", "A.1"]
    assert (tmp_path / ".ketnap" / memory.INDEX.format("ket-qua")).is_file()


def rows_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes of the rows that are printed."""
    made: list[str] = []
    printed = Printer.rows

    def spied(printer: Printer, number: int, some: list[list[str]], *rest: object) -> bytes:
        made.extend(row[0] for row in some)
        return printed(printer, number, some, *rest)

    monkeypatch.setattr(Printer, "rows", spied)
    return made


def test_a_second_run_makes_only_the_rows_beside_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_blocks(monkeypatch)
    for name in ("ROWS_A_BLOCK", "FILES_TOGETHER", "UNITS_TOGETHER"):
        monkeypatch.setattr(piece, name, 1)
    folder = office(tmp_path, {f"{unit}.xlsx": returns()[unit, 1] for unit in UNITS})
    run(folder, tmp_path / "a", cache=True)
    (folder / "A.1.xlsx").write_bytes(returns()["A.1", 2])
    made = rows_made(monkeypatch)
    run(folder, tmp_path / "a", cache=True)
    assert sorted({*made}) == ["A", "A.1", "A.1.xlsx", "Q1", "TP"]
    made.clear()
    run(folder, tmp_path / "a", cache=True)
    assert made == []
