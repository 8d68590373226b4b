"""What the cells of a workbook rest on, in one row of values, and which of them each row rests on.

A row is worked out from its own values alone: where they come again, it is the same row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, islice
from operator import itemgetter
from typing import Any, NamedTuple

from aggregator.derivation import rests_on
from aggregator.model import Form, Key
from aggregator.rules.grassroots import ADMITTING, ALL
from aggregator.workbook.known import Known
from aggregator.workbook.template import lines
from aggregator.workbook.template.content import Numbers
from aggregator.workbook.template.row_cells import spots
from aggregator.workbook.template.shown import Shown, opens_year
from aggregator.workbook.template.soundness import says_nobody_admits
from aggregator.workbook.template.verdicts import ERROR, NO, WARNING, YES, Inputs, State

Values = tuple[Any, ...]
_MOST = 2048


class Reach(NamedTuple):
    """Places of facts, keys that may be known, rows that may be doubtful, codes of identities."""

    facts: tuple[int, ...]
    keys: tuple[Key, ...] = ()
    codes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class Basis:
    """The values of all workbooks of a form that have the same inputs.

    They are row by row the facts and whether each key is known; then whether each row is doubtful,
    the verdicts of the identities, whether the cover is ticked, whether all is locked, the gaps.
    """

    def __init__(self, form: Form, inputs: Inputs) -> None:
        self.form, self.inputs = form, inputs
        every = (spot for row in spots(form, inputs).values() for spot in row)
        self.whole = Reach(
            tuple(range(len(form.facts))),
            tuple(spot.key for spot in every if spot.typed != spot.known),
            tuple(form.indicators),
            tuple(identity.code for identity in form.identities),
        )
        order = self._order()
        self._by_row, self._size = itemgetter(*order), len(order)
        self._places = self._numbered(order)
        self.period = Reach(self._facts(form.indicators, "ky"))
        self._of_period = itemgetter(*self.period.facts)
        self._concluded = Known(self._conclude, _MOST)
        self._known = Known(self._is_known, _MOST)

    def _order(self) -> Sequence[int]:
        """Where the facts and keys of each row stand, if all facts stand before all keys."""
        facts = (self.form.facts[at].key.indicator for at in self.whole.facts)
        whose = [*facts, *(key.indicator for key in self.whole.keys)]
        rows = {code: at for at, code in enumerate(self.whole.codes)}
        return sorted(range(len(whose)), key=lambda at: rows[whose[at]])

    def _numbered(self, order: Sequence[int]) -> Sequence[Mapping[Any, int]]:
        """Where each part of a reach stands among the values."""
        standing = {old: new for new, old in enumerate(order)}
        found: list[dict[Any, int]] = []
        at = 0
        for part in self.whole:
            found.append({each: standing.get(at + n, at + n) for n, each in enumerate(part)})
            at += len(part)
        return found

    def values(self, numbers: Numbers) -> Values:
        """Everything the cells rest on, but for what stands on the cover alone.

        Raises ValueError for numbers that go with other inputs.
        """
        if Inputs(opens_year(self.form, numbers.submission), numbers.typed_counts) != self.inputs:
            raise ValueError("the filling is of another kind than the stamper")
        last = (numbers.nothing == YES, numbers.locked, numbers.gaps)
        return (
            *self._by_row((*numbers.values, *self._known[numbers.known])),
            *self._concluded[(*self._of_period(numbers.values), *last)],
            *last,
        )

    def row(self, code: str) -> Reach:
        """What the row of an indicator rests on."""
        form, indicator = self.form, self.form.indicators[code]
        below = rests_on(form, code, *filter(None, (indicator.weight,)))
        facts = self._facts(below)
        if says_nobody_admits(code, self.inputs):
            facts += self._facts(rests_on(form, *ADMITTING, *ALL, form.admissions), "ky")
        said = (*lines.said_at(form, code, ERROR), *lines.said_at(form, code, WARNING))
        return Reach(
            facts,
            tuple(key for key in self.whole.keys if key.indicator == code),
            (code, *(term.code for term in indicator.expression)),
            tuple(identity.code for identity in said),
        )

    def _facts(self, codes: Iterable[str], only: str = "") -> tuple[int, ...]:
        keys = [fact.key for fact in self.form.facts]
        return tuple(
            at for at, key in enumerate(keys) if key.indicator in codes and only in ("", key.column)
        )

    def rests_on(self, codes: Iterable[str]) -> Reach:
        """What the numbers of some indicators rest on."""
        return Reach(self._facts(rests_on(self.form, *codes)))

    def said(self, values: Values) -> Values:
        """What is concluded of a workbook and holds for all of it: but for numbers and keys."""
        return values[self._size :]

    def verdicts(self, said: Values) -> Values:
        """Of the identities, in their order."""
        return said[-3 - len(self.whole.lines) : -3]

    def places(self, reach: Reach) -> tuple[int, ...]:
        """The same, and last where stands what everything rests on."""
        size = sum(map(len, self.whole))
        return (*self.within(reach), *range(size, size + 3))

    def within(self, reach: Reach) -> Sequence[int]:
        """Where what is within reach stands among the values."""
        found = zip(reach, self._places, strict=True)
        return [standing[each] for part, standing in found for each in part]

    def back(self, reach: Reach, values: Values) -> tuple[Numbers, State]:
        """The numbers and their state as far as the values within reach tell; else blank."""
        each = iter(values)
        facts: list[Any] = [None] * len(self.form.facts)
        for at in reach.facts:
            facts[at] = next(each)
        known = frozenset(compress(reach.keys, islice(each, len(reach.keys))))
        doubtful = frozenset(compress(reach.codes, islice(each, len(reach.codes))))
        verdicts = dict(zip(reach.lines, islice(each, len(reach.lines)), strict=True))
        ticked, locked, gaps = each
        typed, nothing = self.inputs.typed_counts, YES if ticked else NO
        numbers = Numbers("", tuple(facts), known, typed, locked, nothing, 1, gaps)
        shown = Shown(self.form, numbers.submission, self.inputs.opens_year)
        return numbers, State(shown, ticked, self.inputs, doubtful, verdicts)

    def _is_known(self, known: frozenset[Key]) -> Values:
        return tuple(map(known.__contains__, self.whole.keys))

    def _conclude(self, values: Values) -> Values:
        _, state = self.back(self.period, values)
        state = lines.concluded(self.form, state)
        doubtful = (code in state.doubtful for code in self.whole.codes)
        return (*doubtful, *map(state.lines.__getitem__, self.whole.lines))
