"""Plain returns kept as one come back as they were, and a run that takes them says the same."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import recorded, stored_returns, unchanged
from aggregator.examined import Examined
from aggregator.model import Carried, Repair, Submission
from aggregator.model.basics import Ref
from aggregator.pipeline import aggregate as pipeline
from aggregator.pipeline import pieces as kept
from aggregator.pipeline.aggregate import Options
from aggregator.report import outcome
from aggregator.report.digest import Digest
from aggregator.stored import Found
from tests.offices import admitted, fill, office, small_plan, templates

WHEN = datetime(2024, 4, 1, 7, tzinfo=UTC)
LATER = datetime(2024, 4, 2, 7, tzinfo=UTC)
texts = st.text(max_size=4)
numbers = st.none() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False)


@st.composite
def returns(draw: st.DrawFn) -> Examined:
    who = draw(st.builds(Carried, *[texts] * len(Carried._fields)))
    values = draw(st.lists(numbers, max_size=4).map(tuple))
    blanks = draw(st.lists(st.integers(0, 300), max_size=4).map(tuple))
    submission = Submission(who.unit, who.period, values, blanks)
    reason, revision = draw(texts), draw(st.integers(0, 99))
    return Examined("a", "f0", WHEN, None, reason, who, (), revision, submission)


@settings(max_examples=60, deadline=None)
@given(st.lists(returns(), max_size=5))
def test_plain_returns_come_back_as_they_were(kept: list[Examined]) -> None:
    by_key = {f"key {at}": each for at, each in enumerate(kept)}
    wanted = {key: Found(f"{key} a", f"sha {key}", LATER) for key in list(by_key)[1:]}
    back = stored_returns.from_bytes(
        stored_returns.to_bytes(by_key), {**wanted, "unknown": Found("c", "f1", WHEN)}
    )
    asked = {
        key: by_key[key]._replace(path=found.path, sha256=found.sha256, modified=found.modified)
        for key, found in wanted.items()
    }
    assert back == asked
    assert repr(back) == repr(asked)


@settings(max_examples=20, deadline=None)
@given(returns())
def test_a_return_with_more_than_numbers_is_not_plain(record: Examined) -> None:
    found = Found("a", "f0", WHEN)
    assert stored_returns.is_plain(record, found)
    assert record.submission
    for other in (
        record._replace(submission=None),
        record._replace(submission=replace(record.submission, missing=1)),
        record._replace(submission=replace(record.submission, period="other period")),
        record._replace(repairs=(Repair("T101", Ref("a"), "", ""),)),
        record._replace(mailed=WHEN),
        record._replace(way_up=(("unit", "A"),)),
        record._replace(path="a/b"),
    ):
        assert not stored_returns.is_plain(other, found)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As if its returns had lain there for some time."""
    monkeypatch.setattr(unchanged, "WINDOW_NS", -(10**18))
    blank = templates(small_plan(), tmp_path / "mau")
    cells = [code for code in blank if "." in code]
    plain = {f"{code}.xlsx": fill(blank[code], admitted(n)) for n, code in enumerate(cells)}
    one = next(iter(plain.values()))
    return office(tmp_path, {**plain, "sao/chép.xlsx": one, "khác.txt": b"no workbook"})


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the entries whose records were looked up by themselves."""
    seen: list[str] = []
    believed = recorded.believed

    def spied(kept: bytes, found: Found) -> list[Examined] | None:
        seen.append(found.path)
        return believed(kept, found)

    monkeypatch.setattr(recorded, "believed", spied)
    return seen


def run(folder: Path, cache: bool = True) -> str:
    result = pipeline.aggregate(folder, Options(jobs=1, cache=cache))
    return b"".join(outcome.pieces(Digest(result), "1")).decode()


def test_the_second_run_takes_them_at_once(folder: Path, one_by_one: list[str]) -> None:
    first = run(folder)
    assert run(folder) == first
    alike = {"A.1.xlsx", "sao/chép.xlsx"}
    assert len(alike & set(one_by_one)) == 1
    assert set(one_by_one) - alike == {"khác.txt"}


def test_more_returns_than_a_piece_holds_are_in_several(
    folder: Path, one_by_one: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_A_PIECE", 2)
    first = run(folder)
    assert run(folder) == first
    assert len(one_by_one) == 2


def test_what_changed_since_is_looked_up_by_itself(
    folder: Path, one_by_one: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(folder)
    monkeypatch.setattr(kept, "_MANY", 1)
    (folder / "sao/chép.xlsx").unlink()
    changed = folder / "A.1.xlsx"
    changed.write_bytes(changed.read_bytes()[:-2] + b"\x01\x00 ")
    os.utime(changed, (1_712_000_000, 1_712_000_000))
    (folder / "B.2.xlsx").unlink()
    run(folder)
    one_by_one.clear()
    assert run(folder) == run(folder, cache=False)
    assert sorted(one_by_one) == ["A.1.xlsx", "khác.txt"]


def test_a_piece_that_is_none_costs_only_time(folder: Path) -> None:
    first = run(folder)
    for piece in (b"", b"{}\n", b"[[],[],[[],[],[],[],[],[],[1]]]\n", b"\xff"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stored_returns, "to_bytes", lambda _, piece=piece: piece)
            assert run(folder) == first
        assert run(folder) == first
