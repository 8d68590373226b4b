"""The anchors of a book nobody rebuilt, which most are: found once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from aggregator.model import Form
from aggregator.workbook.cells.book import Book, Cell, Grid, State
from aggregator.workbook.known import Known
from aggregator.workbook.returned.anchors import labels_of, search
from aggregator.workbook.returned.found import Anchored, Found
from aggregator.workbook.returned.noticed import Noticed, noticed, printed_texts

_MOST_TEXTS = 2_000
_Seen = tuple[tuple[str, str, Noticed], ...]
"""Of each sheet its title, whether it is hidden, and what it shows of the form."""
_Texts = tuple[tuple[str, str, tuple[tuple[tuple[int, int], object], ...]], ...]
"""The same, with the texts of the form and their places."""


def anchor(book: Book, form: Form) -> Anchored:
    """Find every sheet of the form in the book."""
    seen = zip(book.grids, noticed(book), strict=True)
    printed = _sheets(form)[tuple([(grid.title, grid.hidden, each) for grid, each in seen])]
    if printed is None:
        return search(book, form)
    found = {
        title: located.on(grid)
        for title, located in printed.items()
        if (grid := book.grid(title)) is not None
    }
    return Anchored(found, labels=labels_of(form), as_printed=True)


@lru_cache(maxsize=16)
def _sheets(form: Form) -> Known[_Seen, Mapping[str, Found] | None]:
    """Where the sheets are in books that show the same of the form; None where that isn't said."""

    def found(seen: _Seen) -> Mapping[str, Found] | None:
        texts = tuple((title, hidden, _texts(each, form)) for title, hidden, each in seen)
        few = sum(len(shown) for _, _, shown in texts) <= _MOST_TEXTS
        return _as_printed(form, texts) if few else None

    return Known(found, 64, lambda seen: all(each.is_few() for _, _, each in seen))


def _texts(seen: Noticed, form: Form) -> tuple[tuple[tuple[int, int], object], ...]:
    known = printed_texts(form)
    return tuple(
        (place, cell.value)
        for place, cell in seen.cells()
        if cell.value in known and cell.state is State.TEXT
    )


@lru_cache(maxsize=64)
def _as_printed(form: Form, texts: _Texts) -> Mapping[str, Found] | None:
    """Where the sheets are in a book nobody rebuilt; None where there is anything to be said.

    With every code and every label in place, no other text of the book has a say in it.
    """
    grids = (
        Grid(title, hidden, {place: Cell(State.TEXT, str(text)) for place, text in cells})
        for title, hidden, cells in texts
    )
    anchored = search(Book(tuple(grids)), form)
    if anchored.faults or anchored.repairs:
        return None
    headed = all(_headed(found, anchored.labels) for found in anchored.sheets.values())
    return anchored.sheets if headed else None


def _headed(found: Found, labels: Mapping[str, str]) -> bool:
    """Whether each column shows its own label above its numbers."""
    above = range(1, min(found.rows.values(), default=0))
    cells = found.grid.cells
    return all(
        any((row, at) in cells and cells[row, at].value == labels[code] for row in above)
        for code, at in found.columns.items()
    )
