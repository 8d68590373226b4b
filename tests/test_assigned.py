"""What the cover says is asked of a unit: people where they are counted, units where those are."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from aggregator import forms, layout
from aggregator.model import Key, Quota
from aggregator.report.assigned import assigned
from aggregator.report.summary import book as summary
from aggregator.workbook.template.targets import Target, progress
from aggregator.workbook.template.verdicts import Inputs, State
from tests.made_result import made_plan, made_result

FORM = forms.load()
EACH = Quota("E", "K4", "giao", "B2.I", "UB", "kind=thon,khu_pho", Decimal(2))
SHARE = Quota(
    "S", "K6", "phan_dau", "B2.I", "UB", "kind=kttn", rate_min=Decimal("0.5"), evaluate_at="co_so"
)
LEAF_DIRECT = Quota("D", "K4", "giao", "N.boiduong", "UB", "parent=UB.02", Decimal(5))


def asked(*quotas: Quota) -> dict[str, str]:
    found = assigned(replace(made_plan(), quotas=quotas), "2024-Q2", FORM)
    return {unit: told.text for unit, told in found.items()}


def test_the_node_of_a_floor_for_each_unit_is_asked_for_units_and_they_for_people():
    told = asked(EACH)
    assert told["UB"] == "Số đơn vị thôn, khu phố có từ 2 đảng viên mới kết nạp: từ 9 (giao)"
    assert told["UB.01.01"] == "Đảng viên mới kết nạp: từ 2 (giao)"
    assert told["UB.05.04"] == "Đảng viên mới kết nạp: được miễn"


def test_a_share_of_units_is_asked_in_units_where_it_is_judged():
    told = asked(SHARE)
    assert told["UB.01"] == (
        "Số đơn vị kinh tế tư nhân có từ 1 đảng viên mới kết nạp: từ 1 (phấn đấu)"
    )
    assert "UB" not in told


def test_a_scope_by_superior_names_it():
    assert asked(LEAF_DIRECT)["UB"] == (
        "Số đơn vị trực thuộc Đảng bộ phường Số 2 có từ 5 quần chúng học lớp bồi dưỡng nhận thức "
        "về Đảng: từ 4 (giao)"
    )


def test_a_quota_has_a_line_and_the_cover_of_the_summary_shows_them_all():
    plan = made_plan()
    many = tuple(replace(EACH, code=f"E{n}", minimum=Decimal(n)) for n in range(1, 10))
    result = made_result(plan=replace(plan, quotas=many))
    with ZipFile(BytesIO(summary.write(result))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    slot = layout.cover_slots()["quota"]
    height = re.search(rf'<row r="{slot.row}"[^>]* ht="([0-9.]+)"', sheet)
    assert height
    assert float(height[1]) >= 9 * 2 * 15


def test_what_part_of_the_units_must_bring_together_names_the_part():
    told = asked(Quota("A", "K5", "giao", "B2.I", "UB", "kind=thon,khu_pho", Decimal(1)))
    assert told["UB"] == "Đảng viên mới kết nạp ở đơn vị thôn, khu phố: từ 9 (giao)"


def test_a_workbook_counts_what_is_missing_where_its_own_numbers_decide():
    found = assigned(replace(made_plan(), quotas=(EACH, SHARE)), "2024-Q2", FORM)
    assert found["UB"].targets == (None,)
    assert found["UB.01.01"].targets == (Target("B2.I", 2),)
    assert found["UB.05.04"].targets == (None,)
    assert found["UB.01"].targets == (None,)
    inputs = Inputs(opens_year=False, typed_counts=False)
    state = State({Key("B2.I", "luy_ke"): 1, Key("B2.I", "_truoc"): 0}, False, inputs)
    told = progress(FORM, (Target("B2.I", 2), None, Target("B2.I", 1)), inputs, state)
    assert told == "Từ đầu năm 1/2: còn thiếu 1\n\nTừ đầu năm 1/1: đã đạt"
    unknown = State({Key("B2.I", "luy_ke"): 1, Key("B2.I", "_truoc"): None}, False, inputs)
    assert progress(FORM, (Target("B2.I", 2),), inputs, unknown) == "Chưa có lũy kế kỳ trước"
