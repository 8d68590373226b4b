"""Shapes of rows that the exact reader took in an earlier run: what needn't be learnt anew.

A shape is kept under a digest of what it is the shape of, so no word of a workbook is kept. It
holds under any styles in which each of its cells is sure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from aggregator.workbook.cells.rowshape import CUT, Cut, Shape, Slot, is_sure
from aggregator.workbook.cells.styles import Styles

_Said = tuple[list[int], list[str | bool], int | None, str | None]

_MOST = 2_000
"""Shapes, of which a form and one program that writes it have some 400."""


class Learnt:
    """The shapes learnt in this process or told to it."""

    def __init__(self) -> None:
        self._shapes: dict[str, Shape] = {}
        self._is_news = False

    def find(self, root: bytes, row: Cut, styles: Styles) -> Shape | None:
        """The shape of a row below such a root, if it is known and sure under the styles."""
        shape = self._shapes.get(_key(root, row)) if self._shapes else None
        if shape is None or not all(is_sure(slot.look, styles) for slot in shape.slots):
            return None
        return shape

    def add(self, root: bytes, row: Cut, shape: Shape) -> None:
        """Keep the shape of a row that was read exactly, but not any number of them."""
        if len(self._shapes) < _MOST and self._shapes.setdefault(_key(root, row), shape) is shape:
            self._is_news = True

    def news(self) -> bytes:
        """All that is known, for later runs; empty where they would hear nothing new."""
        if not self._is_news:
            return b""
        self._is_news = False
        return json.dumps(self._shapes, separators=(",", ":")).encode()

    def take(self, kept: bytes) -> None:
        """Know what an earlier run knew. Raises ValueError or TypeError for anything else."""
        known = {key: _shape(*said) for key, said in json.loads(kept).items()}
        self._shapes = {**known, **self._shapes}
        self._is_news = len(self._shapes) > len(known)


def _key(root: bytes, row: Cut) -> str:
    return sha256(CUT.join((root, row.tags, row.statics))).hexdigest()


def _shape(first: int, last: int, slots: Iterable[_Said]) -> Shape:
    said = ((tuple(place), tuple(look), text, bare) for place, look, text, bare in slots)
    return Shape(first, last, tuple(map(Slot._make, said)))


LEARNT = Learnt()
"""Of this process, whichever files it reads."""
