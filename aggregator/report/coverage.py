"""Quotas on coverage seen from above the units they are judged at: how many reach their share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from aggregator import wording
from aggregator.model import Judgement, Verdict

KIND = "K6"


class Pooled(NamedTuple):
    """One quota over all the places it is judged at; `first` is the judgement of one of them.

    `required` and `actual` are sums over the places: units that must and that do have a result.
    """

    first: Judgement
    places: int
    reached: int
    unknown: int
    required: int | None
    actual: int | None

    @property
    def told(self) -> str:
        """`9/13 nơi được xét đã đạt`, and how many are not known."""
        share = f"{wording.number(self.reached)}/{wording.number(self.places)}"
        unknown = f", {wording.number(self.unknown)} nơi thiếu số liệu" if self.unknown else ""
        return f"{share} nơi được xét đã đạt{unknown}"


def pooled(judgements: Iterable[Judgement], unit: str) -> list[Pooled]:
    """Each quota on coverage that is judged below `unit` and not at it, in the plan's order."""
    owed: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        elsewhere = judgement.kind == KIND and judgement.unit != unit
        if elsewhere and judgement.verdict is not Verdict.EXEMPT:
            owed.setdefault(judgement.quota, []).append(judgement)
    return [_pooled(places) for places in owed.values()]


def _pooled(places: list[Judgement]) -> Pooled:
    verdicts = [judgement.verdict for judgement in places]
    return Pooled(
        places[0],
        len(places),
        verdicts.count(Verdict.MET),
        verdicts.count(Verdict.NO_DATA),
        _sum(judgement.required for judgement in places),
        _sum(judgement.actual for judgement in places),
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
