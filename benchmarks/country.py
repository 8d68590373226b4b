"""`python -m benchmarks country [PROVINCES [CELLS]]`: a country, whose provinces send summaries.

The workbooks of the cells are left out: what a province makes of them is made of their numbers.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from aggregator.model import Plan, Quota, Unit
from aggregator.report.summary import book as summary
from aggregator.workbook.planbook import write as plan_write
from benchmarks import corpus, writing
from benchmarks.apart import apart
from benchmarks.clock import cpu

PROVINCES = 34
CELLS = 8_824
"""Of each province: 300.000 in all."""


def plan(provinces: int, cells: int) -> Plan:
    """A country whose provinces are all like the city of the other measures."""
    city = corpus.plan(cells)
    top = Unit("TW", "Trung ương", "", "trung_uong")
    units = [top, *(u for at in range(provinces) for u in _province(city, f"T{at + 1:02}"))]
    admitted = Quota("KN", "K3", "giao", "B2.I", "TW", minimum=provinces * cells // 8)
    return replace(
        city,
        units={unit.code: unit for unit in units},
        quotas=(admitted, *(replace(quota, unit="TW") for quota in city.quotas[1:])),
    )


def _province(city: Plan, code: str) -> Iterator[Unit]:
    yield Unit(code, f"Đảng bộ tỉnh {code}", "TW", "cap_tren_truc_tiep")
    for unit in city.units.values():
        if unit.parent:
            above = code if unit.parent == city.root else f"{code}.{unit.parent}"
            yield unit._replace(code=f"{code}.{unit.code}", parent=above)


def build(home: Path, whole: Plan) -> Path:
    """The plan of a country and the summaries of its provinces; the folder to aggregate."""
    folder = home / "nhan-ve" / corpus.PERIOD
    folder.mkdir(parents=True)
    (home / "ke-hoach.xlsx").write_bytes(plan_write.write(whole))
    for code in whole.children[whole.root]:
        data = summary.write(writing.result_of(whole, code))
        (folder / f"tong-hop_{code}.xlsx").write_bytes(data)
    return folder


def show(provinces: int = PROVINCES, cells: int = CELLS) -> None:
    """Print what the plan, the summaries and the run at the top cost, in seconds of CPU."""
    with tempfile.TemporaryDirectory() as top:
        start = cpu()
        folder = build(Path(top), plan(provinces, cells))
        made = cpu() - start
        cold, warm = apart(folder), apart(folder)
        sys.stdout.write(
            f"{provinces} provinces of {cells:,} cells: made in {made:,.0f} s\n"
            f"at the top: {cold.seconds:,.1f} s, {cold.peak / 1024:,.0f} MB at the peak; "
            f"again: {warm.seconds:,.1f} s, {warm.peak / 1024:,.0f} MB\n"
        )
