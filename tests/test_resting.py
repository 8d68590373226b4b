"""What rows are said to rest on is all they rest on: change any of it, and they are made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aggregator.model import FileStatus, Result, UnitStatus, Verdict
from aggregator.report import outcome
from aggregator.report.control import book as control
from aggregator.report.digest import Digest
from aggregator.report.kept import Kept, Place
from aggregator.report.links import Relative
from aggregator.report.summary import book as summary
from tests.made_result import made_result
from tests.test_kept import content, in_small_blocks

Change = Callable[[Any], dict[str, object]]
LEAF, HALL, TOLD = 7, 1, 8
"""Units of the result: one with numbers of its own, one above others, one only told of."""


def one(field: str, at: int, change: Change) -> Callable[[Result], Result]:
    """The result with one of its units, files … changed in that."""

    def changed(result: Result) -> Result:
        every: list[Any] = [*getattr(result, field)]
        every[at] = given(every[at], change(every[at]))
        return replace(result, **{field: tuple(every)})

    return changed


def given(record: Any, fields: Mapping[str, object]) -> Any:
    """The record, of whichever kind, with these fields."""
    is_tuple = hasattr(record, "_replace")
    return record._replace(**fields) if is_tuple else replace(record, **fields)


def other(number: int | None) -> int:
    return 3 if number != 3 else 4


def of_unit(**fields: object) -> Change:
    return lambda result: {"unit": given(result.unit, fields)}


def of_numbers(**fields: Callable[[Any], object]) -> Change:
    def change(held: Any) -> dict[str, object]:
        new = {name: made(getattr(held.submission, name)) for name, made in fields.items()}
        return {"submission": given(held.submission, new)}

    return change


def first_other(values: Sequence[Any]) -> tuple[Any, ...]:
    return (other(values[0]), *values[1:])


def every_other(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(map(other, values))


NUMBERS: dict[str, Change] = {
    "a number": of_numbers(values=first_other),
    "all numbers": of_numbers(values=every_other),
    "a blank": of_numbers(values=lambda values: (None,) * len(values)),
    "blanks": of_numbers(blanks=every_other),
    "gaps": of_numbers(gaps=lambda _: (("B2.I", 1),)),
    "the period of the numbers": of_numbers(period=lambda _: "2024-Q1"),
}
UNIT: dict[str, Change] = NUMBERS | {
    "status": lambda _: {"status": UnitStatus.PARTIAL},
    "rolled up": lambda _: {"status": UnitStatus.ROLLED_UP},
    "silence": lambda _: {"submission": None},
    "what is known": lambda _: {"submission": None, "known": {"B2.I": 3}, "known_uncarried": 1},
    "missing": lambda _: {"missing_below": 3},
    "name": of_unit(name="Tên khác"),
    "level": of_unit(level="co_so"),
    "kind": of_unit(kind="xa"),
    "parent": of_unit(parent="UB"),
    "members": of_unit(members_start=1),
}
FROM_ABOVE: dict[str, Change] = {
    "known": lambda _: {"known": {"B2.I": 4}},
    "uncarried": lambda _: {"known_uncarried": 1},
}
JUDGEMENT: dict[str, Change] = {
    "required": lambda each: {"required": other(each.required)},
    "actual": lambda each: {"actual": other(each.actual)},
    "verdict": lambda _: {"verdict": Verdict.NO_DATA},
    "detail": lambda _: {"detail": "khác"},
    "strength": lambda _: {"strength": "khac"},
    "the kind of quota": lambda _: {"kind": "K9"},
    "quota": lambda _: {"quota": "Q9"},
    "the unit judged": lambda _: {"unit": "UB.02.02"},
}
PART: dict[str, Change] = NUMBERS | {
    "file": lambda part: {"source": part.source._replace(file="khác.xlsx")},
    "digest": lambda part: {"source": part.source._replace(sha256="f" * 64)},
    "the unit that sent": lambda part: {"source": part.source._replace(unit="UB.03.03")},
}
FILE: dict[str, Change] = {
    "path": lambda _: {"path": "khác.xlsx"},
    "sha256": lambda _: {"sha256": "f" * 64},
    "fate": lambda _: {"status": FileStatus.REJECTED},
    "sender": lambda _: {"unit": "UB.02.02"},
    "period": lambda _: {"period": "2024-Q1"},
    "reason": lambda _: {"reason": "S212"},
    "day": lambda _: {"received": datetime(2024, 6, 20)},
    "zone": lambda each: {"received": each.received.replace(hour=23, tzinfo=UTC)},
    "no day": lambda _: {"received": None},
}
FINDING: dict[str, Change] = {
    "code": lambda _: {"code": "C603"},
    "message": lambda _: {"message": "khác"},
    "unit late": lambda _: {"unit": "UB.02.01"},
}
WHOLE: dict[str, Callable[[Result], Result]] = {
    "order of files": lambda result: replace(result, files=result.files[::-1]),
    "order of judgements": lambda result: replace(result, judgements=result.judgements[::-1]),
    "a unit more": lambda result: replace(result, units=(*result.units, result.units[LEAF])),
    "a unit less": lambda result: replace(result, units=result.units[:-1]),
    "a return less": lambda result: replace(result, parts=result.parts[1:]),
    "a second period": lambda result: replace(
        result,
        parts=(
            *result.parts,
            one("parts", 1, of_numbers(period=lambda _: "2024-Q3"))(result).parts[1],
        ),
    ),
    "no plan": lambda result: replace(result, plan_known=False),
    "the period": lambda result: replace(result, period="2024-H1"),
    "the unit": lambda result: replace(result, unit="UB.01"),
}


def cases() -> Iterator[tuple[str, Callable[[Result], Result]]]:
    yield from WHOLE.items()
    for field, at, changes in (
        ("units", LEAF, UNIT),
        ("units", HALL, UNIT),
        ("units", TOLD, FROM_ABOVE),
        ("judgements", 0, JUDGEMENT),
        ("judgements", 9, JUDGEMENT),
        ("parts", 2, PART),
        ("files", 2, FILE),
        ("findings", 0, FINDING),
    ):
        for name, change in changes.items():
            yield f"{name} of {field} {at}", one(field, at, change)


def made() -> Result:
    result = one("units", TOLD, lambda _: {"submission": None, "known": {"B2.I": 3}})(made_result())
    return one("units", HALL, of_numbers(blanks=every_other))(result)


def outside(path: str) -> str:
    return f"../{path}"


def written(result: Result, home: Path, relative: Relative = str) -> list[object]:
    """All outputs as a run writes them that may take over what stands in the folder."""
    every = []
    for name, made in outputs(relative).items():
        place = Place(home / name, home / f"{name}.idx", "context")
        data = b"".join(made(result, Kept(place)))
        place.output.write_bytes(data)
        every.append(content(data))
    return every


def anew(result: Result, relative: Relative = str) -> list[object]:
    return [content(b"".join(made(result, None))) for made in outputs(relative).values()]


def outputs(relative: Relative) -> Mapping[str, Callable[[Result, Kept | None], Iterator[bytes]]]:
    return {
        "summary": lambda result, kept: summary.pieces(Digest(result), relative, kept),
        "control": lambda result, kept: control.pieces(Digest(result), relative, kept),
        "outcome": lambda result, kept: outcome.pieces(Digest(result), "1", kept),
    }


@pytest.mark.parametrize(("change"), [pytest.param(c, id=name) for name, c in cases()])
def test_after_any_change_the_outputs_are_what_a_first_run_writes(
    change: Callable[[Result], Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_blocks(monkeypatch)
    before = made()
    written(before, tmp_path)
    after = change(before)
    assert written(after, tmp_path) == anew(after)


def test_what_is_taken_over_is_what_a_first_run_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_blocks(monkeypatch)
    result = made_result()
    assert written(result, tmp_path) == written(result, tmp_path) == anew(result)


def test_seen_from_elsewhere_the_files_are_led_to_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_blocks(monkeypatch)
    result = made_result()
    written(result, tmp_path)
    assert written(result, tmp_path, outside) == anew(result, outside)
