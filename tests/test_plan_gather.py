"""What is wrong with thousands of rows of a plan is told in a few lines, and none is forgotten."""

from __future__ import annotations

import pytest

from aggregator.model import Finding, Plan, Ref, Severity, Unit
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.package.refusal import Refused
from aggregator.workbook.planbook import gather, readrows
from aggregator.workbook.planbook.read import is_read, read
from aggregator.workbook.planbook.write import write


def told(number: int, code: str = "P724") -> list[Finding]:
    places = (Ref("ke-hoach.xlsx", "Đơn vị", f"C{at + 5}") for at in range(number))
    return [
        Finding(code, Severity.ERROR, f"Đơn vị {place.cell} sai.", "", "", place)
        for place in places
    ]


@pytest.mark.parametrize("more", [0, 1, 500])
def test_of_a_kind_so_many_are_told_and_the_others_counted(more: int) -> None:
    found = list(gather.gathered(told(gather.MOST_TOLD + more) + told(2, "P722")))
    assert len(found) == gather.MOST_TOLD + 2
    last = found[gather.MOST_TOLD - 1].message
    assert last.endswith(f"và {more} chỗ khác cùng mã lỗi ở cột này.") if more else "và" not in last
    assert [finding.code for finding in found[-2:]] == ["P722", "P722"]


def test_a_plan_of_more_units_than_any_country_has_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    units = [Unit("A", "Đảng bộ A"), *(Unit(f"A.{at}", "Chi bộ", "A") for at in range(5))]
    book = read_book(write(Plan("KH", units={unit.code: unit for unit in units})), is_read)
    assert len(read(book)[0].units) == 6
    monkeypatch.setattr(readrows, "PLAN_UNITS", 5)
    with pytest.raises(Refused, match="5 đơn vị"):
        read(book)
