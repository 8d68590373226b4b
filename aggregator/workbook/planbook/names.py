"""The defined names that the formulas of the plan workbook are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook import live
from aggregator.workbook.planbook.columns import ALLOCATIONS, QUOTAS, UNITS, Table

_LEVELS = 8
"""So many units without a share may lie between a share and the one it is a part of."""

_COLUMNS: Mapping[str, tuple[Table, str]] = {
    "dv_ma": (UNITS, "A:A"),
    "dv_cay": (UNITS, "A:C"),
    "dv_bang": (UNITS, "A:K"),
    "dv_cap_tren": (UNITS, "C:C"),
    "ct_nhan": (QUOTAS, "E:E"),
    "ct_so": (QUOTAS, "G:G"),
    "ct_loi": (QUOTAS, "R:R"),
    "ct_moi_khoa": (QUOTAS, "S:S"),
    "ct_thu_tu": (QUOTAS, "T:T"),
    "ct_khoa": (QUOTAS, "U:U"),
    "ct_ma": (QUOTAS, "V:V"),
    "pb_don_vi": (ALLOCATIONS, "B:B"),
    "pb_so": (ALLOCATIONS, "C:C"),
    "pb_ten_don_vi": (ALLOCATIONS, "E:E"),
    "pb_giao_duoi": (ALLOCATIONS, "F:F"),
    "pb_loi": (ALLOCATIONS, "G:G"),
    "pb_moi_khoa": (ALLOCATIONS, "H:H"),
    "pb_lap": (ALLOCATIONS, "I:I"),
    "pb_thu_tu": (ALLOCATIONS, "J:J"),
    "pb_khoa": (ALLOCATIONS, "K:K"),
    "pb_tren": (ALLOCATIONS, "L:L"),
}


def names() -> Iterator[tuple[str, str]]:
    """Each name with what it stands for.

    Columns begin at their label, so that a row put in above the first one is in them too.
    """
    for name, (table, letters) in _COLUMNS.items():
        first, last = letters.split(":")
        area = f"${first}${columns.LABEL_ROW}:${last}${live.LAST_ROW}"
        yield name, f"='{table.title}'!{area}"
    for table, beside in live.OF.items():
        for each in beside:
            if each.meaning:
                yield each.formula.removeprefix("="), _of_row(table, each.meaning)
    yield "pb_lan", _of_row(ALLOCATIONS, live.rank("@D"))
    yield "ct_lan", _of_row(QUOTAS, live.rank("@P"))
    yield from _superiors()


def _of_row(table: Table, meaning: str) -> str:
    """A formula of the row in which its name is used: names are told as if used in row 1."""
    here = f"'{table.title}'!$"
    return "=" + re.sub(r"@([A-Z])", lambda found: f"{here}{found[1]}1", meaning)


def _superiors() -> Iterator[tuple[str, str]]:
    """`pb_bac_n`: the unit n levels above that of a share; `pb_cap_tren`: whose part it is."""
    found = '""'
    for level in range(_LEVELS, 0, -1):
        key = f'@A&"|"&pb_bac_{level}'
        found = f"IF(COUNT(MATCH({key},pb_khoa,0),MATCH({key},ct_khoa,0))>0,{key},{found})"
        lower = f"pb_bac_{level - 1}" if level > 1 else "@B"
        yield f"pb_bac_{level}", _of_row(ALLOCATIONS, f'VLOOKUP({lower},dv_cay,3,FALSE)&""')
    yield "pb_cap_tren", _of_row(ALLOCATIONS, found)
