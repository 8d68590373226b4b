"""The anchors of a book nobody rebuilt, which most are: found once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from aggregator import layout
from aggregator.model import Form
from aggregator.workbook.cells.reader import Book, Cell, Grid, State
from aggregator.workbook.returned.anchors import labels_of, search
from aggregator.workbook.returned.found import Anchored, Found


def anchor(book: Book, form: Form) -> Anchored:
    """Find every sheet of the form in the book."""
    texts = _texts(book, form)
    few = sum(len(shown) for _, _, shown in texts) <= _MOST_TEXTS
    printed = _as_printed(form, texts) if few else None
    if printed is None:
        return search(book, form)
    found = {
        title: replace(located, grid=grid)
        for title, located in printed.items()
        if (grid := book.grid(title)) is not None
    }
    return Anchored(found, labels=labels_of(form))


_MOST_TEXTS = 2_000
_Texts = tuple[tuple[str, str, tuple[tuple[tuple[int, int], object], ...]], ...]
"""Of each sheet its title, whether it is hidden, and what texts of the form it shows where."""


def _texts(book: Book, form: Form) -> _Texts:
    known = _printed_texts(form)
    return tuple(
        (
            grid.title,
            grid.hidden,
            tuple(
                [
                    (place, cell.value)
                    for place, cell in grid.cells.items()
                    if cell.value in known and cell.state is State.TEXT
                ]
            ),
        )
        for grid in book.grids
    )


@lru_cache(maxsize=16)
def _printed_texts(form: Form) -> frozenset[str]:
    labels = {indicator.label for indicator in form.indicators.values()}
    return frozenset({*form.indicators, *labels, *layout.COLUMN_OF, *labels_of(form).values()})


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
