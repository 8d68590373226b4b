"""Rows of a long sheet with their numbers and all that fills their cells cut out.

What is left is a shape. Its grammar has in each place of a cell its address, style, type and
perhaps formula, and one of three fillings: none, `<v>` or `<is><t>`. A number that is also a style
or a height is cut out there too, and then the shape is of no use: it fits no address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from aggregator.workbook.cells.addresses import column_number
from aggregator.workbook.cells.rowshape import IN_FORMULA, IN_ROW, Look, is_sure
from aggregator.workbook.cells.styles import Styles
from aggregator.workbook.package.plain import said_once

NUMBER, FILLING = b"\1", b"\0"
"""What stands in a shape for what was cut out; neither may stand in XML."""
_NUMBER = re.compile(rb'<row r="([1-9][0-9]{0,6})"')
_FILLING = re.compile(
    rb'/>|>(<v>[^<]*(?=</v>)|<is><t(?: xml:space="preserve")?>[^<]+(?=</t>))</(?:v|t></is)></c>'
)
_FORMULA = re.compile(
    rb"(<f" + IN_FORMULA + rb">)(?:[ -%'-;=?-{}~]|&(?:lt|gt|amp|quot|apos);)++(?=</f>)"
)
"""A formula that starts no program and that any parser takes: only that there is one is read."""
_TAG = itemgetter(1)
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})\x01"(?: s="([0-9]{1,6})")?(?: t="(n|s|str|b|e|inlineStr)")?'
    rb"(>(?:<f" + IN_FORMULA + rb">[^<]*</f))? ?\x00"
)
_ROW = re.compile(rb'<row r="\x01"' + IN_ROW + rb">((?:" + _CELL.pattern + rb")*+)")
_VALUE, _INLINE = (b"<v>",), (b"<is><t>", b'<is><t xml:space="preserve">')


class Cut(NamedTuple):
    """A row: its number, 0 where it is oddly written; what is left; a filling for each cell."""

    number: int
    shape: bytes
    fillings: Sequence[bytes | None]


class Place(NamedTuple):
    """A cell of a shape."""

    column: int
    look: Look


def cut(row: bytes) -> Cut:
    """A row without its end tag."""
    if b"<f" in row:
        row = _FORMULA.sub(_TAG, row)
    pieces = _FILLING.split(row)
    shape, number = FILLING.join(pieces[::2]), _NUMBER.match(row)
    if number is None:
        return Cut(0, shape, ())
    return Cut(int(number[1]), shape.replace(number[1] + b'"', NUMBER + b'"'), pieces[1::2])


def places_in(shape: bytes, styles: Styles) -> tuple[Place, ...] | None:
    """The cells of a shape; None where it isn't sure what may stand in them."""
    row = _ROW.fullmatch(shape)
    if row is None:
        return None
    found = []
    for letters, style, kind, formula in _CELL.findall(row[1]):
        column = column_number(letters.decode())
        look = (kind or b"n").decode(), style.decode() or "0", bool(formula)
        if column is None or not is_sure(look, styles):
            return None
        found.append(Place(column, look))
    return tuple(found) if len(found) == shape.count(FILLING) else None


def text_of(filling: bytes, look: Look) -> str | None:
    """The text that fills a cell; None where only a parser can tell."""
    openings = _INLINE if look[0] == "inlineStr" else _VALUE
    opening = next(filter(filling.startswith, openings), None)
    return None if opening is None else said_once(filling[len(opening) :])
