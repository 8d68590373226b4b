"""What a workbook says of itself is repeated in many outputs: never what may name a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from aggregator.workbook.cells.book import Book
from aggregator.workbook.known import Known
from aggregator.workbook.typed.quoting import NOT_REPEATED, may_name, withheld

_MOST = 1_000
_may_name = Known(may_name, _MOST)
_withheld = Known(withheld, _MOST)


def titled_without_names(book: Book) -> Book:
    """The same, a sheet whose title may be a person's data called after its place alone."""
    titles = [grid.title for grid in book.grids]
    if not any(_withheld[title] for title in titles):
        return book
    called = zip(book.grids, unnamed_titles(titles), strict=True)
    return replace(book, grids=tuple(replace(grid, title=title) for grid, title in called))


def unnamed_titles(titles: Iterable[str]) -> list[str]:
    """What the sheets of a workbook are called in everything that is told of it."""
    return [
        f"sheet thứ {number} ({_withheld[title]})" if _withheld[title] else title
        for number, title in enumerate(titles, 1)
    ]


def unnamed(text: str) -> str:
    """A code as it is; in place of what may name a person that it isn't repeated."""
    return NOT_REPEATED if _may_name[text] else text
