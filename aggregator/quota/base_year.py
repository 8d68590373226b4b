"""Members in a plan for several years: of its first year until somebody renews them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aggregator import period as periods
from aggregator.model import Fault, Quota
from aggregator.quota.laws import whole
from aggregator.quota.standing import MEMBERS_START, Standing
from aggregator.quota.versions import in_year
from aggregator.wording import number

_COLUMNS = {"members_start": "Đảng viên đầu năm", "members_previous": "Đảng viên cuối năm trước"}
_MOST_TOLD = 3


class _Outdated(NamedTuple):
    unit: str
    planned: int
    reported: int


def is_of_earlier_year(standing: Standing, quota: Quota) -> bool:
    """Whether a quota rests on headcounts of the plan in a year after the plan's first."""
    first = standing.plan.year_from
    later = first is not None and periods.year(standing.period) > first
    return later and quota.base in _COLUMNS


def outdated(standing: Standing) -> Iterator[Fault]:
    """A fault for each node whose quotas rest on other headcounts than those that were reported."""
    plan, here = standing.plan, frozenset(standing.plan.below(standing.unit))
    said: set[tuple[str, tuple[_Outdated, ...]]] = set()
    for quota in in_year(plan, periods.year(standing.period)):
        if quota.unit not in plan.units or not is_of_earlier_year(standing, quota):
            continue
        units = [unit for unit in standing.evaluated(quota) if unit in here]
        found = tuple(_differing(standing, quota, units))
        if found and (quota.base, found) not in said:
            said.add((quota.base, found))
            node = quota.unit if quota.unit in here else standing.unit
            yield Fault("X407", _message(standing, quota, found), unit=node)


def _differing(standing: Standing, quota: Quota, units: Iterable[str]) -> Iterator[_Outdated]:
    for unit in units:
        if not _lasted(standing, unit):
            continue
        counted = whole(standing, quota, unit).units
        planned = standing.headcount(counted, quota.base).value
        reported = standing.total(counted, MEMBERS_START)
        known = reported.value is not None and not reported.missing
        if known and planned is not None and reported.value != planned:
            yield _Outdated(unit, planned, reported.value or 0)


def _lasted(standing: Standing, unit: str) -> bool:
    """Whether nothing below the unit began or ended in the year: else the two count others."""
    new_year = standing.day.replace(month=1, day=1)
    below = [standing.plan.units[code] for code in standing.plan.below(unit)]
    begun = any(each.start is not None and each.start > new_year for each in below)
    return not begun and not any(each.end is not None and each.end >= new_year for each in below)


def _message(standing: Standing, quota: Quota, found: tuple[_Outdated, ...]) -> str:
    names = standing.plan.units
    told = [
        f"“{names[each.unit].name}” kế hoạch ghi {number(each.planned)}, báo cáo đầu năm là "
        f"{number(each.reported)}"
        for each in found[:_MOST_TOLD]
    ]
    more = len(found) - len(told)
    rest = f"; và {number(more)} đơn vị khác" if more else ""
    year = periods.year(standing.period)
    column = _COLUMNS[quota.base]
    return f"Cột “{column}” chưa theo năm {year}: {'; '.join(told)}{rest}"
