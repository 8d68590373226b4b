"""The few cells of a sheet that matter, found without a look at all the others.

Of a row that was read before it is known which of its cells these are, and of the strings that
the sheets share each is looked at once. What follows from them is worked out once for all the
sheets where they are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple
from weakref import ref

from aggregator import forms, layout
from aggregator.model import Form
from aggregator.workbook.cells.book import Book, Cell, Cells
from aggregator.workbook.cells.byrow import ByRow, Place, Row, Strings, is_of_a_form
from aggregator.workbook.known import Known
from aggregator.workbook.returned.anchors import labels_of
from aggregator.workbook.returned.signs import bears_a_sign

Placed = tuple[Place, Cell]
_Shared = tuple[tuple[Place, int], ...]

_MOST_KNOWN, _LONGEST_KNOWN = 20_000, 200
_MOST_TABLES = 64
_FEW = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What rows show that look alike: their own cells that matter, their shared strings."""

    own: tuple[Placed, ...]
    shared: _Shared


@dataclass(frozen=True, slots=True, eq=False)
class Noted:
    """Of the shared strings of a book those that matter, by number."""

    strings: tuple[tuple[int, Cell], ...]


class Noticed(NamedTuple):
    """What matters in a sheet."""

    looks: tuple[Look, ...]
    noted: Noted

    def cells(self) -> list[Placed]:
        """The cells that matter, row by row."""
        strings = dict(self.noted.strings)
        found: list[Placed] = []
        for look in self.looks:
            found += look.own
            found += [(place, strings[at]) for place, at in look.shared if at in strings]
        return found

    def is_few(self) -> bool:
        """Whether it is little enough to be remembered."""
        return sum(len(look.own) + len(look.shared) for look in self.looks) <= _FEW


class _Eye:
    """Sees the cells that matter."""

    def __init__(self) -> None:
        self._matters = Known(_matters, _MOST_KNOWN, _is_short)
        self._looks = Known(self._look, _MOST_KNOWN, is_of_a_form)
        self._alike: Known[tuple[tuple[Placed, ...], _Shared], Look] = Known(
            lambda shown: Look(*shown), _MOST_KNOWN, _are_few
        )
        self._same: Known[tuple[tuple[int, Cell], ...], Noted] = Known(Noted, _MOST_TABLES)
        self._seen: tuple[Callable[[], Book | None], tuple[Noticed, ...]] = (lambda: None), ()
        self._last: tuple[Sequence[Cell], Noted] = (), self._same[()]

    def see(self, book: Book) -> tuple[Noticed, ...]:
        """What matters in each sheet of a book; it is asked about more than once."""
        last, seen = self._seen
        if last() is not book:
            rows = (grid.cells.strings for grid in book.grids if isinstance(grid.cells, ByRow))
            strings = self._strings(next(rows, ()))
            seen = tuple([self._noticed(grid.cells, strings) for grid in book.grids])
            self._seen = ref(book), seen
        return seen

    def _strings(self, table: Sequence[Cell]) -> Noted:
        """What matters in a table of shared strings; most differ in a few from one before."""
        if not isinstance(table, Strings):
            return self._asked(table)
        base, noted = self._last
        if table.base is not base:
            base, noted = self._last = table.base, self._asked(table.base)
        changed = [each[at].value for at in table.changed for each in (base, table)]
        return self._asked(table) if any(map(self._matters.__getitem__, changed)) else noted

    def _asked(self, table: Sequence[Cell]) -> Noted:
        matters = self._matters
        return self._same[tuple([pair for pair in enumerate(table) if matters[pair[1].value]])]

    def _noticed(self, cells: Cells, strings: Noted) -> Noticed:
        if isinstance(cells, ByRow):
            return Noticed(tuple(map(self._looks.__getitem__, cells.rows)), strings)
        return Noticed((Look(self._own(cells), ()),), self._same[()])

    def _look(self, row: Row) -> Look:
        return self._alike[self._own(row.cells), row.shared]

    def _own(self, cells: Cells) -> tuple[Placed, ...]:
        matters = self._matters
        return tuple([(place, cell) for place, cell in cells.items() if matters[cell.value]])


def _matters(value: object) -> bool:
    return value in _printed() or bears_a_sign(str(value))


@cache
def _printed() -> frozenset[str]:
    return frozenset().union(*(printed_texts(forms.load(code)) for code in forms.known()))


@lru_cache(maxsize=16)
def printed_texts(form: Form) -> frozenset[str]:
    """The codes and labels by which rows and columns of the form are found."""
    labels = {indicator.label for indicator in form.indicators.values()}
    return frozenset({*form.indicators, *labels, *layout.COLUMN_OF, *labels_of(form).values()})


def _are_few(shown: tuple[tuple[Placed, ...], _Shared]) -> bool:
    return len(shown[0]) + len(shown[1]) <= _LONGEST_KNOWN


def _is_short(value: object) -> bool:
    return not isinstance(value, str) or len(value) <= _LONGEST_KNOWN


_EYE = _Eye()


def noticed(book: Book) -> tuple[Noticed, ...]:
    """What matters in each sheet of a book: signs of persons, what is printed on a form."""
    return _EYE.see(book)
