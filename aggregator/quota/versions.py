"""Which version of a quota or of an allocation counts: the latest that exists for its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from aggregator.model import Allocation, Plan, Quota

_FIRST = "ban đầu"
_Versioned = TypeVar("_Versioned", Quota, Allocation)


def rank(version: str) -> tuple[int, ...]:
    """How late a version is, by the numbers in its name: `điều chỉnh lần 2` -> (2,).

    No name, no number and `ban đầu` come first; a date dd/mm/yyyy ranks by its year.
    """
    if is_first(version):
        return ()
    turned = re.sub(r"(\d{1,2})/(\d{1,2})/(\d{4})", r"\3/\2/\1", version)
    return tuple(int(digits) for digits in re.findall(r"[0-9]+", turned))


def is_first(version: str) -> bool:
    """Whether a version is by its name the one before any adjustment."""
    name = version.strip().casefold()
    return not name or name.startswith(_FIRST)


def latest(rows: Iterable[_Versioned]) -> list[_Versioned]:
    """The row that counts for each quota and unit, in the order of the plan.

    Of two versions of one rank the lower row counts: offices add below what they change.
    """
    found: dict[tuple[str, str], _Versioned] = {}
    for row in rows:
        name = _name(row)
        if name not in found or rank(row.version) >= rank(found[name].version):
            found[name] = row
    return list(found.values())


def _name(row: Quota | Allocation) -> tuple[str, str]:
    return (row.code if isinstance(row, Quota) else row.quota), row.unit


def in_year(plan: Plan, year: int) -> list[Quota]:
    """The quotas valid in a year, each in its latest version; an open end is the plan's."""
    return latest(quota for quota in plan.quotas if _valid(quota, plan, year))


def _valid(quota: Quota, plan: Plan, year: int) -> bool:
    first = plan.year_from if quota.year_from is None else quota.year_from
    last = plan.year_to if quota.year_to is None else quota.year_to
    return (first is None or first <= year) and (last is None or year <= last)
