"""What an earlier run left is read the same however it is laid out: as ours at little cost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from aggregator import earlier
from aggregator.earlier import Archived
from aggregator.model import Key
from aggregator.report.digest import Digest
from aggregator.report.outcome import pieces
from aggregator.told import Told, Wanted, wanted_of
from tests.made_result import made_result
from tests.offices import admitted, aggregate, fill, office, small_plan, templates

OURS = b"".join(pieces(Digest(made_result(absent=("UB.01.02",))), "1.2.3")).decode()
DATA = json.loads(OURS)
WHOLE = [unit for unit in DATA["units"] if not unit["missing_below"] and unit["values"]]


def loaded(folder: Path, text: str) -> Archived:
    path = folder / earlier.OUTCOME
    path.write_text(text, encoding="utf-8")
    return earlier.load(path)


def held(archived: Archived) -> Mapping[str, object]:
    """Numbers with their types, in their order."""
    return {
        code: [(key, number, type(number)) for key, number in unit.items()]
        for code, unit in archived.units.items()
    }


@pytest.mark.parametrize("indent", [None, 1, 2])
def test_other_layouts_say_the_same(tmp_path: Path, indent: int | None) -> None:
    ours = loaded(tmp_path, OURS)
    assert any(isinstance(unit, Told) for unit in ours.units.values())
    other = loaded(tmp_path, json.dumps(DATA, ensure_ascii=False, indent=indent))
    assert held(ours) == held(other)
    assert (ours.period, ours.corrected, ours.parents) == (
        other.period, other.corrected, other.parents,
    )  # fmt: skip


def test_what_was_added_up_over_blanks_is_not_known(tmp_path: Path) -> None:
    unit = WHOLE[0]
    name = next(name for name in unit["values"] if name.endswith("/luy_ke"))
    text = json.dumps(unit, ensure_ascii=False, separators=(",", ":"))
    changed = json.loads(text) | {"blanks": {name: 1}}
    assert text in OURS
    blank = OURS.replace(text, json.dumps(changed, ensure_ascii=False, separators=(",", ":")))
    before, after = (loaded(tmp_path, each).units[unit["unit"]] for each in (OURS, blank))
    assert {*before} - {*after} == {Key.parse(name)}


def test_a_unit_with_other_rows_is_read_by_itself(tmp_path: Path) -> None:
    first, second = (unit["unit"] for unit in WHOLE[:2])
    head, own, tail = OURS.partition(f'{{"unit":"{first}","name":')
    changed = head + own + tail.replace('"B1.A/ky":', '"B1.A/other":', 1)
    known = loaded(tmp_path, changed).units
    assert Key("B1.A", "other") in known[first]
    assert Key("B1.A", "ky") in known[second]


@pytest.mark.parametrize("torn", [OURS[: len(OURS) // 2], OURS[:-3], OURS.replace("{", "[", 9)])
def test_what_is_torn_is_refused(tmp_path: Path, torn: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        loaded(tmp_path, torn)


def test_wanted_numbers_are_those_of_their_keys(tmp_path: Path) -> None:
    wanted = Wanted((Key("B1.A", "ky"), Key("B2.2.tb", "luy_ke"), Key("nothing", "ky")))
    for unit in loaded(tmp_path, OURS).units.values():
        assert list(wanted_of(unit, wanted)) == [unit.get(key) for key in wanted.keys]
        assert len(unit) == len(dict(unit))


def test_an_outcome_of_another_period_is_none_of_the_one_before(tmp_path: Path) -> None:
    path = earlier.outcome_of(tmp_path, DATA["period"])
    path.parent.mkdir(parents=True)
    path.write_text(OURS, encoding="utf-8")
    assert earlier.left_by(tmp_path, DATA["period"]).units
    other = earlier.outcome_of(tmp_path, "2023-Q4")
    other.parent.mkdir(parents=True)
    other.write_text(OURS, encoding="utf-8")
    assert earlier.left_by(tmp_path, "2023-Q4") is earlier.NOTHING


def test_a_later_return_among_those_of_a_period_is_not_held_against_itself(tmp_path: Path) -> None:
    plan = small_plan()
    first, then = (templates(plan, tmp_path, period)["A.1"] for period in ("2024-Q1", "2024-Q2"))
    folder = office(tmp_path, {"quy-1.xlsx": fill(first, admitted(3))}, plan, "2024-Q1")
    (folder / "quy-2.xlsx").write_bytes(fill(then, admitted(2, 50)))
    seen = [
        (aggregate(folder), (folder / "tong-hop" / earlier.OUTCOME).read_bytes())[1] for _ in "123"
    ]
    assert seen == seen[:1] * 3
