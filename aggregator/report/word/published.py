"""What a published report tells of units inside a TCCSĐ: printed counts, and nothing beyond them.

A sentence that counts or picks units by a number which the table keeps back would give it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aggregator.model import Judgement, Number
from aggregator.report.targets import OF_UNITS
from aggregator.report.word import small_cells
from aggregator.report.word.account import Account

_OF_EACH = (*OF_UNITS, "K5")
"""Kinds that look at every unit apart, not at a sum."""


def kept_back(account: Account, measure: str) -> Mapping[str, str]:
    """What stands instead of the numbers of a measure that aren't shown, by unit."""
    return _marks(account, _values(account, measure))


def dark(account: Account) -> frozenset[str]:
    """The units of which neither the period's admissions nor last year's are shown.

    Who is shown to have admitted nobody since January admitted nobody in the period either.
    """
    code = account.admissions
    hidden = kept_back(account, code)
    none = {c for c, row in account.rows.items() if row.values.get(code) == 0 and c not in hidden}
    now = {c: None if c in none else row.current.get(code) for c, row in account.rows.items()}
    before = {c: row.last_year.get(code) for c, row in account.rows.items()}
    return account.sheltered.union(hidden, _marks(account, now), _marks(account, before))


def hides_rows(account: Account, measures: Iterable[str]) -> bool:
    """Whether units inside a TCCSĐ can't be listed at all: one of them alone makes a total."""
    return any(
        small_cells.in_vain(
            _direct(account), account.children, _values(account, measure), account.sheltered
        )
        for measure in measures
    )


def is_open(account: Account, judgement: Judgement) -> bool:
    """Whether a judgement of the unit as a whole may be told: it sums up all, or hides nothing."""
    asked = account.quotas.get(judgement.quota)
    if asked is not None and judgement.kind not in _OF_EACH and not asked.scope.strip():
        return True
    return not account.sheltered or (asked is not None and not _is_small(account, asked.measure))


def _is_small(account: Account, measure: str) -> bool:
    values = _values(account, measure)
    return None in values.values() or bool(kept_back(account, measure))


def _marks(account: Account, values: Mapping[str, Number | None]) -> Mapping[str, str]:
    return small_cells.marks(_direct(account), account.children, values, account.sheltered)


def _direct(account: Account) -> list[tuple[str, ...]]:
    return [account.children.get(account.unit, ())]


def _values(account: Account, measure: str) -> dict[str, Number | None]:
    return {row.code: row.values.get(measure) for row in account.rows.values()}
