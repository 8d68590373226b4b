"""What the reader learnt of rows is told to later runs, and changes nothing but their speed."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from aggregator.workbook.cells import learning, plainsheet
from aggregator.workbook.cells.learning import Learnt
from aggregator.workbook.cells.rowshape import cut, shape_of
from aggregator.workbook.cells.sheet import SheetReader
from aggregator.workbook.cells.styles import Styles
from tests.offices import admitted, aggregate, fates, fill, office, small_plan, templates
from tests.test_row_memory import rewritten

NAME = "Nguyễn Thị Bông Bưởi"
ROOT = b"<worksheet>"
ROW = b'<row r="3"><c r="A3" s="1" t="s"><v>0</v></c><c r="B3" s="2"><f>SUM(A1)</f><v>7</v></c>'


class Exactly(list[bytes]):
    """What the exact reader was given."""

    @property
    def rows(self) -> int:
        return sum(len(re.findall(rb"<row[ >]", each)) for each in self)


@pytest.fixture(autouse=True)
def exactly(monkeypatch: pytest.MonkeyPatch) -> Iterator[Exactly]:
    """What the exact reader is given in a process that has learnt nothing yet."""
    seen, read = Exactly(), SheetReader.read

    def spied(reader: SheetReader, xml: bytes) -> None:
        seen.append(xml)
        read(reader, xml)

    monkeypatch.setattr(SheetReader, "read", spied)
    forget(monkeypatch)
    yield seen
    plainsheet._rows.cache_clear()


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process that has just begun."""
    plainsheet._rows.cache_clear()
    for module in (plainsheet, learning):
        monkeypatch.setattr(module, "LEARNT", Learnt())
    monkeypatch.setattr("aggregator.pipeline.remembered.LEARNT", plainsheet.LEARNT)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    blank = templates(small_plan(), tmp_path_factory.mktemp("mau"))
    return {code: fill(blank[code], admitted(2 + at)) for at, code in enumerate(sorted(blank))}


def shape(styles: Styles):
    return shape_of(cut(ROW), styles)


def test_a_shape_is_told_as_it_was_learnt() -> None:
    first, later = Learnt(), Learnt()
    first.add(ROOT, cut(ROW), shape(Styles()))
    later.take(first.news())
    assert later.find(ROOT, cut(ROW), Styles()) == shape(Styles()) is not None
    assert later.find(b"<worksheet x='1'>", cut(ROW), Styles()) is None
    assert later.find(ROOT, cut(ROW.replace(b"SUM", b"MAX")), Styles()) is None
    assert first.news() == later.news() == b""


def test_where_a_style_has_an_old_font_no_shape_of_its_strings_is_sure() -> None:
    known, old = Learnt(), Styles(fonts={"1": ".VnTime"})
    known.add(ROOT, cut(ROW), shape(Styles()))
    assert shape(old) is None
    assert known.find(ROOT, cut(ROW), old) is None


def test_only_so_many_shapes_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "_MOST", 3)
    known = Learnt()
    for at in range(1, 9):
        row = cut(ROW.replace(b"3", b"%d" % at))
        known.add(ROOT, row, shape_of(row, Styles()))
    assert len(json.loads(known.news())) == 3


def test_a_later_run_learns_no_row_anew(
    tmp_path: Path, made: dict[str, bytes], exactly: Exactly, monkeypatch: pytest.MonkeyPatch
) -> None:
    *first, last = made
    folder = office(tmp_path, {f"{code}.xlsx": made[code] for code in first})
    aggregate(folder, "--jobs", 1)
    assert (learnt := exactly.rows) > 100
    exactly.clear()
    forget(monkeypatch)
    (folder / f"{last}.xlsx").write_bytes(made[last])
    again = aggregate(folder, "--jobs", 1)
    assert exactly.rows < learnt / 20
    forget(monkeypatch)
    anew = aggregate(folder, "--jobs", 1, "--no-cache")
    assert fates(again) == fates(anew)
    assert again == anew


def test_no_word_of_a_workbook_is_kept(
    tmp_path: Path, made: dict[str, bytes], exactly: Exactly
) -> None:
    cell = f' t="str"><f>"{NAME}"</f><v>{NAME}</v></c>'
    folder = office(tmp_path, {"A.1.xlsx": rewritten(made["A.1"], cell)})
    aggregate(folder, "--jobs", 1)
    assert any(NAME.encode() in each for each in exactly)
    kept = rows_kept(folder)
    assert len(json.loads(kept)) > 100
    assert not re.search(rb"[^\x00-\x7f]|\\u|Bong|SUM", kept)


@pytest.mark.parametrize("harm", [b"", b"[]", b'{"x": 1}', b'{"x": [1, 2, [[3]]]}', b"\xff"])
def test_what_is_no_record_of_rows_is_passed_over(
    tmp_path: Path, made: dict[str, bytes], harm: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    *first, last = made
    folder = office(tmp_path, {f"{code}.xlsx": made[code] for code in first})
    aggregate(folder, "--jobs", 1)
    with sqlite3.connect(register(folder)) as database:
        change = "UPDATE records SET record = ?, checksum = ? WHERE key LIKE 'rows%'"
        assert database.execute(change, (harm, crc32(harm))).rowcount == 1
    forget(monkeypatch)
    (folder / f"{last}.xlsx").write_bytes(made[last])
    again = aggregate(folder, "--jobs", 1)
    assert again == aggregate(folder, "--jobs", 1, "--no-cache")
    assert len(json.loads(rows_kept(folder))) > 100


def register(folder: Path) -> Path:
    return folder.parent.parent / ".ketnap" / "so.sqlite"


def rows_kept(folder: Path) -> bytes:
    with sqlite3.connect(register(folder)) as database:
        query = "SELECT record FROM records WHERE key LIKE 'rows%'"
        ((record,),) = database.execute(query).fetchall()
    return record
