"""Formats other than .xlsx through python-calamine, which may abort: only inside a worker.

Errors (`#REF!`) and formulas without a result come as '' there, so they read as blank cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import python_calamine

from aggregator.workbook.cells.book import LAST_COLUMN, LAST_ROW, Book, Cell, Grid, State
from aggregator.workbook.cells.onestring import unescaped
from aggregator.workbook.cells.opendocument import Carriers, Merged, carriers
from aggregator.workbook.cells.values import exact, serial, stored_error
from aggregator.workbook.package import refusal
from aggregator.workbook.package.refusal import Caps, Refused

Stored = float | str | bool | date | time | timedelta
Wanted = Callable[[str], bool]

_HIDDEN = {"Hidden": "hidden", "VeryHidden": "veryHidden"}
_LARGEST_AREA = 20_000_000
_ZERO_DAY = date(1899, 12, 30)


def read_other(data: bytes, kind: str, wanted: Wanted, caps: Caps) -> Book:
    """An .xlsb, .ods or .xls workbook; addresses are those of the sheet. Raises Refused.

    Names and properties are read of .ods only; signs never, merged areas of .xlsb neither.
    """
    carried = carriers(data, caps) if kind == "ods" else Carriers({}, {}, {})
    with _refusing():
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = workbook.sheets_metadata
        if len(sheets) > caps.sheets:
            raise refusal.suspicious("có quá nhiều sheet")
        grids = []
        room = caps.cells
        for at, sheet in enumerate(sheets):
            hidden = _HIDDEN.get(str(sheet.visible).rpartition(".")[2], "")
            worksheet = str(sheet.typ).endswith("WorkSheet") and wanted(sheet.name)
            if not worksheet:
                grids.append(Grid(sheet.name, hidden))
                continue
            found = workbook.get_sheet_by_index(at)
            cells = _cells(found, room, caps)
            room -= len(cells)
            merged = carried.merged.get(sheet.name) or _merged(found, caps.merges)
            grids.append(Grid(sheet.name, hidden, cells, merged))
    return Book(tuple(grids), carried.names, carried.properties)


def _merged(sheet: python_calamine.CalamineSheet, most: int) -> Merged:
    """The merged areas of an .xls; the library does not tell those of an .xlsb."""
    areas = sorted(sheet.merged_cell_ranges or ())[:most]
    return tuple((r + 1, c + 1, last_r + 1, last_c + 1) for (r, c), (last_r, last_c) in areas)


@contextmanager
def _refusing() -> Iterator[None]:
    """Everything the library raises, its panics included, as a refusal."""
    try:
        yield
    except python_calamine.PasswordError as error:
        raise Refused("R103", "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.") from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise refusal.damaged("không đọc được nội dung") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise refusal.damaged("không đọc được nội dung") from error


def _cells(
    sheet: python_calamine.CalamineSheet, room: int, caps: Caps
) -> dict[tuple[int, int], Cell]:
    if sheet.start is None:
        return {}
    first_row, first_column = sheet.start[0] + 1, sheet.start[1] + 1
    if first_row + sheet.height - 1 > LAST_ROW or first_column + sheet.width - 1 > LAST_COLUMN:
        raise refusal.suspicious("có ô nằm ngoài bảng tính")
    if sheet.height * sheet.width > _LARGEST_AREA:
        raise refusal.suspicious("vùng dữ liệu quá rộng")
    cells: dict[tuple[int, int], Cell] = {}
    for row, values in enumerate(sheet.iter_rows(), 1):  # gives empty rows above, no columns
        for column, value in enumerate(values, first_column):
            cell = _cell(value, caps.text)
            if cell is not None:
                cells[row, column] = cell
        if len(cells) > room:
            raise refusal.suspicious("có quá nhiều ô")
    return cells


def _cell(value: Stored, longest: int) -> Cell | None:
    if isinstance(value, str):
        text = unescaped(value, longest)
        return Cell(State.TEXT, text) if text else None
    if isinstance(value, bool):
        return Cell(State.BOOL, value)
    if isinstance(value, int | float):
        number = exact(repr(value))
        return stored_error(repr(value), False) if number is None else Cell(State.NUMBER, number)
    return Cell(State.DATE, _serial(value))


def _serial(value: date | time | timedelta) -> int | Decimal:
    if isinstance(value, timedelta):
        return serial(datetime.combine(_ZERO_DAY, time()) + value)
    if isinstance(value, time):
        return serial(datetime.combine(_ZERO_DAY, value))
    return serial(value if isinstance(value, datetime) else datetime.combine(value, time()))
