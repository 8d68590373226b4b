"""Whether every text of a workbook can be read at 100 %: measured with the font it is shown in."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from PIL import ImageFont

FONTS = Path("/usr/share/fonts/truetype/liberation")
"""Liberation Serif is as wide, letter by letter, as Times New Roman."""

_PIXELS_OF_A_POINT = 96 / 72
_PADDING = 3
_INDENT = 9
_LINE = 1.15
_STANDARD_WIDTH = 8.43
_SIDES = {"right": (-1,), "center": (-1, 1), "centerContinuous": (-1, 1)}
"""To which sides a text may run into empty cells, by its alignment."""


_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
"""To be copied and compared, not to be read."""


class Cut(NamedTuple):
    """A cell whose text doesn't fit: what it needs and has, in pixels."""

    sheet: str
    cell: str
    text: str
    needs: int
    has: int


def cuts(path: Path) -> list[Cut]:
    """Every visible text or number of a workbook that is cut off, or runs under its neighbour."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".* is not supported and will be removed")
        book = openpyxl.load_workbook(path, data_only=True)
    digit = _font(book._fonts[0]).getlength("0")
    return [
        cut
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
        for cut in _Page(sheet, digit).cuts()
    ]


class _Page:
    """One sheet with the widths of its columns."""

    def __init__(self, sheet: Worksheet, digit: float) -> None:
        self.sheet = sheet
        self.digit = digit
        self.joined = {
            cell: area for area in sheet.merged_cells.ranges for row in area.rows for cell in row
        }
        self.widths: dict[int, int] = {}
        for shape in sheet.column_dimensions.values():
            for at in range(shape.min or 0, (shape.max or 0) + 1):
                self.widths[at] = 0 if shape.hidden else self._pixels(shape.width)

    def cuts(self) -> Iterator[Cut]:
        for row in self.sheet.iter_rows():
            if row and not self.sheet.row_dimensions[row[0].row].hidden:
                for cell in row:
                    if isinstance(cell, Cell) and cell.value is not None and self._width(cell):
                        yield from self._cut(cell)

    def _cut(self, cell: Cell) -> Iterator[Cut]:
        text, has = _shown(cell), self._room(cell)
        if _FINGERPRINT.fullmatch(text):
            return
        font = _font(cell.font)
        lines = text.split("\n")
        needs = max(font.getlength(line) for line in lines) + 2 * _PADDING
        needs += _INDENT * int(cell.alignment.indent or 0)
        if cell.alignment.wrap_text:
            high = self._height(cell)
            tall = _wrapped(font, text, has - 2 * _PADDING) * _points(cell.font) * _LINE
            if high is not None and tall > high + 1:
                yield Cut(self.sheet.title, cell.coordinate, text, round(tall), round(high))
            needs = max((font.getlength(word) for word in text.split()), default=0) + 2 * _PADDING
        if needs > has + 1 and not cell.alignment.shrink_to_fit:
            yield Cut(self.sheet.title, cell.coordinate, text, round(needs), has)

    def _room(self, cell: Cell) -> int:
        """Its own column, and for a text what is empty beside it."""
        at = (cell.row, cell.column)
        if area := self.joined.get(at):
            return sum(self._of(column) for column in range(area.min_col, area.max_col + 1))
        room = self._width(cell)
        if not isinstance(cell.value, str) or cell.alignment.wrap_text:
            return room
        way = cell.alignment.horizontal
        steps = {"right": (-1,), "center": (-1, 1), "centerContinuous": (-1, 1)}.get(
            way or "", (1,)
        )
        for step in steps:
            room += self._empty_beside(cell.row, cell.column, step)
        return room

    def _empty_beside(self, row: int, column: int, step: int) -> int:
        room, last = 0, max(self.sheet.max_column, max(self.widths, default=0))
        column += step
        while 1 <= column <= last and self.sheet.cell(row, column).value is None:
            room += self._of(column)
            column += step
        return room

    def _width(self, cell: Cell) -> int:
        return self._of(cell.column)

    def _of(self, column: int) -> int:
        return self.widths.get(column, self._pixels(_STANDARD_WIDTH))

    def _pixels(self, characters: float) -> int:
        return int(characters * self.digit + 5)

    def _height(self, cell: Cell) -> float | None:
        """In points; None where the program fits the row to its text."""
        return self.sheet.row_dimensions[cell.row].height


def _shown(cell: Cell) -> str:
    if isinstance(cell.value, str):
        return cell.value
    if isinstance(cell.value, bool | int | float) and "%" in cell.number_format:
        return "100,00%"
    if isinstance(cell.value, int | float):
        return f"{cell.value:,}"
    return "31/12/2025"


def _points(font: Font) -> float:
    return float(font.sz or 11)


def _font(font: Font) -> ImageFont.FreeTypeFont:
    style = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic"}
    return _loaded(style.get((bool(font.b), bool(font.i)), "BoldItalic"), _points(font))


@cache
def _loaded(style: str, points: float) -> ImageFont.FreeTypeFont:
    file = FONTS / f"LiberationSerif-{style}.ttf"
    return ImageFont.truetype(str(file), points * _PIXELS_OF_A_POINT)


def _wrapped(font: ImageFont.FreeTypeFont, text: str, width: float) -> int:
    """How many lines a text takes."""
    lines = 0
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and font.getlength(longer) > width:
                lines, line = lines + 1, word
            else:
                line = longer
        lines += 1
    return lines
