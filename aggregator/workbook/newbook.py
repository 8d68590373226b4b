"""A new workbook: text stays text, results travel along; no author, no path, no clock in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator.workbook.palette import ACCENTS, FACE, FONT, HEADER_FILL, INK, ROW_PIXELS
from aggregator.workbook.theme import theme

CREATED = datetime(2021, 12, 13)
"""A fixed date keeps the bytes the same; it is the day of the form's guide."""


class _Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter is untyped
    """A sheet of a workbook for Excel 2010: no function in it is too new to go without a prefix.

    XlsxWriter has no option that leaves out its search for such functions, a third of the time of
    a small summary, nor one for a result that is an empty text: both methods are its own.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        del expand_future_functions
        return formula.removeprefix("=")

    def _xml_formula_element(
        self, formula: str, result: object, attributes: Sequence[tuple[str, object]] = ()
    ) -> None:
        """An empty result is stored as the empty text that it is, not as a missing one."""
        kind = [("t", "str")] if result == "" else []
        super()._xml_formula_element(formula, result, [*attributes, *kind])


def new_workbook(target: BytesIO) -> Workbook:
    """A workbook that stores text as text and carries no author, no path, no clock."""
    workbook = Workbook(
        target,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
            "default_row_height": ROW_PIXELS,
            "default_format_properties": FACE,
        },
    )
    workbook.worksheet_class = _Sheet
    workbook.use_custom_theme(StringIO(theme(FONT, INK, HEADER_FILL, ACCENTS)))
    workbook.set_properties({"author": "", "created": CREATED})
    return workbook
