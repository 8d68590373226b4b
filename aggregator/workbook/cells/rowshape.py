"""Rows as Excel, LibreOffice, openpyxl and XlsxWriter write them, with their texts cut out.

A row written so says what its shape says: only the attributes and elements listed here stand in
it, so the type of a cell alone decides how its text is read, whatever text that is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from aggregator.workbook.cells.addresses import column_number
from aggregator.workbook.cells.styles import Styles

CUT = b"\0"
_TEXT = re.compile(rb'<([vt])(?: xml:space="preserve")?>([^<]+)</\1>')
IN_ROW = (
    rb"(?: (?:spans|s|customFormat|ht|hidden|customHeight|outlineLevel|collapsed|thickTop|thickBot"
    rb'|ph|x14ac:dyDescent)="[^"<>&]*")* ?'
)
IN_FORMULA = rb'(?: (?:t|ref|si|ca|aca|bx|dt2D|dtr|r1|r2|del1|del2|xml:space)="[^"<>&]*")*'
"""The attributes of a row behind its number, of a formula."""
_ROW = rb'<row r="([1-9][0-9]{0,6})"' + IN_ROW
_FORMULA = rb"(<f" + IN_FORMULA + rb"(?: ?/>|>[^<]*</f>))?"
_CELL = (
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?'
    rb'(?:(?: t="(n|s|str|b|e)")? ?(?:/>|>' + _FORMULA + rb"(?:(\0)|(<v></v>|<v ?/>))?</c>)"
    rb'| t="(inlineStr)" ?(?:/>|>' + _FORMULA + rb"(?:<is>(\0)</is>)?</c>))"
)
_CELLS = re.compile(_CELL)
_UNNAMED = re.compile(rb"\((?!\?)")
_WHOLE = re.compile(
    rb"\s*(?:" + _ROW + rb"/>\s*)*" + _ROW + b">(?:" + _UNNAMED.sub(b"(?:", _CELL) + b")*+"
)
_FIRST = re.compile(_ROW)

Look = tuple[str, str, bool]
"""Type, style and whether there is a formula."""


class Cut(NamedTuple):
    """A row whose texts were cut out: what is left, `v` or `t` for each text, the texts."""

    statics: bytes
    tags: bytes
    texts: Sequence[bytes]


class Slot(NamedTuple):
    """A cell of a shape; the number of the text in it.

    `text` is None where there never is one; then `bare` is the value as it stands, `` or absent.
    """

    place: tuple[int, int]
    look: Look
    text: int | None
    bare: str | None


class Shape(NamedTuple):
    """What all rows that are left the same by `cut` have in common: row numbers, cells."""

    first: int
    last: int
    slots: tuple[Slot, ...]


def cut(piece: bytes) -> Cut:
    """A row, without its end tag, cut at its texts."""
    pieces = _TEXT.split(piece)
    return Cut(CUT.join(pieces[::3]), b"".join(pieces[1::3]), pieces[2::3])


def shape_of(row: Cut, styles: Styles) -> Shape | None:
    """The shape of a row; None where it isn't written in one of the ways known here."""
    statics, tags, _ = row
    whole = _WHOLE.fullmatch(statics)
    first = _FIRST.match(statics.lstrip())
    if whole is None or first is None or statics.count(CUT) != len(tags):
        return None
    slots: list[Slot] = []
    at = 0
    for letters, digits, style, plain, formula, value, empty, inline, again, text in _CELLS.findall(
        statics
    ):
        column = column_number(letters.decode())
        look = ((plain or inline or b"n").decode(), style.decode() or "0", bool(formula or again))
        if column is None or digits != whole[2] or not is_sure(look, styles):
            return None
        if (value or text) and tags[at : at + 1] != (b"v" if value else b"t"):
            return None
        filled = bool(value or text)
        if filled or look[2] or empty:
            slots.append(
                Slot((int(digits), column), look, at if filled else None, "" if empty else None)
            )
        at += filled
    return Shape(int(first[1]), int(whole[2]), tuple(slots))


def is_sure(look: Look, styles: Styles) -> bool:
    """A shared string is the same cell wherever it stands but as a result or in an old font."""
    kind, style, formula = look
    return kind != "s" or not (formula or style in styles.fonts)
