"""Ranges of the engine: values as Excel takes and gives them, and what they look like."""

from __future__ import annotations


class Range:
    def __init__(self, sheet, area: tuple[int, int, int, int]) -> None:
        self.sheet, self.area, self.api = sheet, area, True
        self.max_cells_per_read = self.max_cells_per_write = None

    def ask(self, name: str, *arguments):
        return self.sheet.book.ask(name, self.sheet.name, self.area, *arguments)

    def __call__(self, row, column) -> Range:
        top, left = self.area[0] + row - 1, self.area[1] + column - 1
        return Range(self.sheet, (top, left, top, left))

    @property
    def shape(self):
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    @property
    def raw_value(self):
        return self.ask("values")

    @raw_value.setter
    def raw_value(self, value):
        rows, columns = self.shape
        scalar = not isinstance(value, list)
        self.ask("put", [[value] * columns] * rows if scalar else value)

    def _set(name: str, *before):  # noqa: N805
        return property(None, lambda self, value: self.ask(name, *before, value))

    number_format = _set("number_format")
    wrap_text = _set("set", "IsTextWrapped")
    column_width = _set("width")

    @property
    def color(self):
        return None

    @color.setter
    def color(self, value):
        red, green, blue = value
        self.ask("set", "CellBackColor", red << 16 | green << 8 | blue)

    @property
    def font(self) -> Font:
        return Font(self)

    def add_hyperlink(self, address, text, _tip) -> None:
        self.ask("link", address, text)


class Font:
    def __init__(self, cells: Range) -> None:
        self.cells = cells

    @property
    def bold(self):
        return None

    @bold.setter
    def bold(self, value):
        self.cells.ask("set", "CharWeight", 150.0 if value else 100.0)

    @property
    def size(self):
        return None

    @size.setter
    def size(self, value):
        self.cells.ask("set", "CharHeight", float(value))
