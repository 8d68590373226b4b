"""The add-ins, built from the text in this package: the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator

from xl_addin.build import oxt, xlam


def files() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every add-in."""
    yield xlam.FILE_NAME, xlam.build(xlam.sources())
    yield oxt.FILE_NAME, oxt.build()
