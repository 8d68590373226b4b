"""Runs over a built sample, and sums made without the engine to hold against them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path

from aggregator import period as periods
from aggregator.model import CARRIED, Form, Judgement, Key, Method, Number, Result, Submission
from aggregator.pipeline import outputs
from aggregator.pipeline.aggregate import Options, aggregate


def run(folder: Path, period: str) -> Result:
    """`aggregate` over the folder of a period, its files written where the next run looks.

    A report period is read from the folder that holds the periods.
    """
    received = folder / "nhan-ve" / (period if periods.is_basic(period) else "")
    result = aggregate(received, Options(jobs=1, period=period))
    outputs.write(result, received, received / "tong-hop")
    return result


def fates(result: Result) -> dict[str, tuple[str, str]]:
    """Path -> (status, reason)."""
    return {file.path: (file.status, file.reason) for file in result.files}


def judged(result: Result, unit: str) -> dict[str, Judgement]:
    """The rows of one unit by quota."""
    return {j.quota: j for j in result.judgements if j.unit == unit}


def summed(form: Form, typed: Collection[Submission]) -> Mapping[tuple[Key, str], Number]:
    """A plain sum of every number that adds as it is typed.

    A unit that doesn't tell the year's opening stock tells that of the period, where others do.
    """
    totals: dict[tuple[Key, str], Number] = {}
    for at, fact in enumerate(form.facts):
        if fact.method in (Method.UNIT_COUNT, Method.FLAG):
            continue
        numbers = [own.values[at] for own in typed]
        is_opening = fact.method is Method.OPENING and fact.key.column == CARRIED
        if is_opening and any(number is not None for number in numbers):
            now = form.position[Key(fact.key.indicator, "ky"), fact.part]
            numbers = [own.values[now if own.values[at] is None else at] for own in typed]
        totals[fact.key, fact.part] = sum(number or 0 for number in numbers)
    return totals


def found(form: Form, total: Submission) -> Mapping[tuple[Key, str], Number]:
    """The same numbers of a total, blank as 0."""
    return {
        (fact.key, fact.part): value or 0
        for fact, value in zip(form.facts, total.values, strict=True)
        if fact.method not in (Method.UNIT_COUNT, Method.FLAG)
    }


def since_january(form: Form, own: Submission, code: str) -> int:
    """A flow of one unit from 1 January: what was carried in and what came on top."""
    parts = (own.values[form.position[Key(code, c), "value"]] for c in ("ky", CARRIED))
    return int(sum(part or 0 for part in parts))


def digests(folder: Path) -> dict[str, str]:
    """The bytes of every file of a sample, without what runs left there."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {".ketnap", "tong-hop"} & set(path.relative_to(folder).parts)
    }
