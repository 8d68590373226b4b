"""A new workbook: text stays text, results travel along; no author, no path, no clock in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

from aggregator.workbook.palette import ACCENTS, FACE, FONT, HEADER_FILL, INK, ROW_PIXELS
from aggregator.workbook.theme import theme

CREATED = datetime(2021, 12, 13)
"""A fixed date keeps the bytes the same; it is the day of the form's guide."""
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "default_row_height": ROW_PIXELS,
    "default_format_properties": FACE,
}


_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


class _Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter is untyped
    """A sheet of a workbook for Excel 2010: no function in it is too new to go without a prefix.

    XlsxWriter has no option that leaves out its search for such functions, a third of the time of
    a small summary, nor one for a result that is an empty text, and it makes up each cell of parts
    that it looks through one by one: these methods are its own.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        del expand_future_functions
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:  # noqa: ANN401
        """Write the cells that have a look and nothing unusual in them."""
        kind, look = type(cell).__name__, cell.format
        is_usual = kind in ("Blank", "String", "Number", "Formula")
        if look is None or not is_usual or (kind == "Formula" and isinstance(cell.value, bool)):
            super()._write_cell(row, col, cell)
            return
        start = f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{look._get_xf_index()}"'
        if kind == "Blank":
            self.fh.write(f"{start}/>")
        elif kind == "String":
            self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')
        elif kind == "Number":
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
        else:
            self.fh.write(f"{start}{self._formula(cell.formula, cell.value)}</c>")

    def _xml_formula_element(
        self, formula: str, result: object, attributes: Sequence[tuple[str, object]] = ()
    ) -> None:
        """An empty result is stored as the empty text that it is, not as a missing one."""
        kind = [("t", "str")] if result == "" else []
        super()._xml_formula_element(formula, result, [*attributes, *kind])

    def _formula(self, formula: str, result: object) -> str:
        """What of a cell follows its look."""
        kind = ""
        if isinstance(result, str):
            kind = ' t="e"' if result in _ERRORS else ' t="str"'
        shown = self._escape_data(result)
        return f"{kind}><f>{self._escape_data(formula)}</f><v>{shown}</v>"


class _Packager(Packager):  # type: ignore[misc]  # XlsxWriter is untyped
    """Keeps the parts for who packs them himself."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        super().__init__()
        self._parts = parts

    def _create_package(self) -> list[object]:
        for content, name, is_binary in super()._create_package():
            data = content.getvalue()
            self._parts[name] = data if is_binary else data.encode()
        return []


class Unpacked(Workbook):  # type: ignore[misc]  # XlsxWriter is untyped
    """A new workbook that, once it is closed, is its `parts`, in the order of an archive."""

    def __init__(self) -> None:
        super().__init__(BytesIO(), _OPTIONS)
        self.parts: dict[str, bytes] = {}
        _prepare(self)

    def _get_packager(self) -> _Packager:
        return _Packager(self.parts)


def new_workbook(target: BytesIO) -> Workbook:
    """A workbook that stores text as text and carries no author, no path, no clock."""
    workbook = Workbook(target, _OPTIONS)
    _prepare(workbook)
    return workbook


def _prepare(workbook: Workbook) -> None:
    workbook.worksheet_class = _Sheet
    workbook.use_custom_theme(StringIO(theme(FONT, INK, HEADER_FILL, ACCENTS)))
    workbook.set_properties({"author": "", "created": CREATED})
