"""What Excel lets an officer type into the plan workbook: drop-downs, bounds, hints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from aggregator.workbook.planbook.columns import Field, Type

_FIRST_DAY, _LAST_DAY = date(1930, 1, 1), date(2100, 12, 31)

_CHOICES: Mapping[str, str] = {
    "unit": "dm_don_vi",
    "quota": "dm_chi_tieu",
    "measure": "dm_chi_so",
    "form": "dm_bieu_mau",
}
"""What a column may point at -> the defined name that lists it."""


def validation(field: Field) -> dict[str, Any]:
    """The options of the data validation of a column; empty where anything goes unexplained.

    A value outside a list is only warned of, since a code is as good as its label.
    """
    rule = _rule(field)
    if field.note:
        rule |= {"input_title": field.label[:32], "input_message": field.note}
    return {"validate": "any", **rule} if rule else {}


def _rule(field: Field) -> dict[str, Any]:
    listed = f"dm_{field.vocabulary}" if field.vocabulary else _CHOICES.get(field.choices, "")
    if listed:
        return {
            "validate": "list",
            "source": f"={listed}",
            "error_type": "warning",
            "error_title": "Không có trong danh mục",
            "error_message": "Giá trị này không có trong danh sách của ô. Vẫn dùng?",
        }
    match field.type:
        case Type.DATE:
            wanted = "Gõ ngày/tháng/năm, ví dụ 05/03/2024."
            return _between("date", _FIRST_DAY, _LAST_DAY, wanted)
        case Type.YEAR:
            return _between("integer", 1930, 2100, "Gõ năm, ví dụ 2024.")
        case Type.COUNT:
            return _between("integer", 0, 100_000_000, "Gõ số nguyên từ 0 trở lên.")
        case Type.AMOUNT:
            return _between("decimal", 0, 100_000_000, "Gõ số từ 0 trở lên.")
        case Type.RATE:
            return _between("decimal", 0, 1, "Gõ tỷ lệ có dấu phần trăm, ví dụ 3,5%.")
        case _:
            return {}


def _between(kind: str, low: object, high: object, wanted: str) -> dict[str, Any]:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_title": "Giá trị không hợp lệ",
        "error_message": wanted,
    }
