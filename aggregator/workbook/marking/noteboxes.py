"""The boxes that notes are shown in: the legacy drawing (VML) of a sheet.

Patched as text: real drawings of this kind are often not well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from aggregator.workbook.marking.cellmarks import LAST_COLUMN, LAST_ROW, Place
from aggregator.workbook.package.splice import Edit, splice
from aggregator.workbook.package.zipparts import UnsafeError

_VML_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY_DRAWING = (
    f'<xml {_VML_SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    "</o:shapelayout></xml>"
)
_SHAPE_TYPE_ID = b'"_x0000_t202"'
_SHAPE_TYPE = (
    f'<v:shapetype {_VML_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    f'<v:shape {_VML_SPACES} id="_x0000_s{{id}}" type="#_x0000_t202"'
    ' style="position:absolute;margin-left:80pt;margin-top:5pt;width:260pt;height:90pt;'
    'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_SHAPE_TAG = re.compile(rb"<(/?)(?:\w+:)?shape[\s>]")
_NOTE_ROW = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)\s*</")
_NOTE_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d+)\s*</")
_SHAPE_ID = re.compile(rb"_x0000_s(\d{1,9})\b")
_BEFORE_FIRST_ID = 1024
_LINE_CHARACTERS = 50
_BOX_COLUMNS = 5


def empty_drawing() -> bytes:
    """A drawing without a shape."""
    return _EMPTY_DRAWING.encode()


def is_empty(data: bytes) -> bool:
    """Whether the drawing has no shape."""
    return _SHAPE_TAG.search(data) is None


def without_boxes(data: bytes, places: Collection[Place]) -> bytes:
    """The drawing without the boxes of the notes at these places."""
    return splice(
        data,
        [
            Edit(start, end, b"")
            for start, end in _shapes(data)
            if _place_of_note(data[start:end]) in places
        ],
    )


def _shapes(data: bytes) -> Iterator[tuple[int, int]]:
    start = None
    for tag in _SHAPE_TAG.finditer(data):
        if not tag[1]:
            start = tag.start()
        elif start is not None:
            yield start, tag.end()
            start = None


def _place_of_note(shape: bytes) -> Place | None:
    row, column = _NOTE_ROW.search(shape), _NOTE_COLUMN.search(shape)
    if not row or not column or b'"Note"' not in shape:
        return None
    return Place(int(row[1]) + 1, int(column[1]) + 1)


def with_boxes(data: bytes, notes: Mapping[Place, str]) -> bytes:
    """The drawing with a box for each note, large enough for its text."""
    end = data.rfind(b"</")
    if end < 0 or b"<" not in data[:end]:
        raise UnsafeError("a drawing without an end")
    ids = [_BEFORE_FIRST_ID, *(int(number) for number in _SHAPE_ID.findall(data))]
    shapes = "" if _SHAPE_TYPE_ID in data else _SHAPE_TYPE
    for number, (at, text) in enumerate(sorted(notes.items()), max(ids) + 1):
        shapes += _SHAPE.format(
            id=number, anchor=_anchor(at, text), row=at.row - 1, column=at.column - 1
        )
    return data[:end] + shapes.encode() + data[end:]


def _anchor(at: Place, text: str) -> str:
    """Left and top, then right and bottom: each a column or row from 0 and pixels into it."""
    lines = sum(1 + len(line) // _LINE_CHARACTERS for line in text.splitlines())
    left = min(at.column, LAST_COLUMN - _BOX_COLUMNS - 1)
    top = min(max(at.row - 2, 0), LAST_ROW - lines - 2)
    return f"{left}, 15, {top}, 10, {left + _BOX_COLUMNS}, 15, {top + lines + 1}, 4"
