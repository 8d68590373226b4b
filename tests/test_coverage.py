"""A quota on coverage seen from above: the places that reach their share, and all together."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aggregator.model import Judgement, Quota, Verdict
from aggregator.report.coverage import pooled
from aggregator.workbook.cells.reader import read_book
from tests.offices import PERIOD, admitted, aggregate, fill, office, small_plan, templates


def at(unit: str, required: int | None, actual: int | None, verdict: Verdict, quota="Q"):
    return Judgement(quota, unit, "K6", "giao", required, actual, verdict)


MET = at("A", 2, 3, Verdict.MET)
SHORT = at("B", 4, 1, Verdict.NOT_MET)
BLANK = at("C", 5, None, Verdict.NO_DATA)
FREE = at("D", 0, 0, Verdict.EXEMPT)


@pytest.mark.parametrize(
    ("judgements", "told", "required", "actual"),
    [
        ([MET, SHORT], "1/2 nơi được xét đã đạt", 6, 4),
        ([MET, SHORT, BLANK, FREE], "1/3 nơi được xét đã đạt, 1 nơi thiếu số liệu", 11, 4),
        ([BLANK], "0/1 nơi được xét đã đạt, 1 nơi thiếu số liệu", 5, None),
    ],
)
def test_places_are_counted_and_their_units_added(judgements, told, required, actual):
    (share,) = pooled(judgements, "TINH")
    assert (share.told, share.required, share.actual) == (told, required, actual)


def test_a_quota_judged_at_the_unit_itself_or_nowhere_is_not_pooled():
    assert pooled([at("TINH", 2, 3, Verdict.MET), FREE], "TINH") == []


def test_the_overview_shows_the_places_together_and_the_outcome_each_of_them(tmp_path):
    quota = Quota(
        "DP", "K6", "giao", "B2.I", "TP", "kind=thon,khu_pho", rate_min=Decimal("0.5"),
        evaluate_at="co_so",
    )  # fmt: skip
    plan = small_plan(quotas=(quota,))
    blank = templates(plan, tmp_path)
    counts = {"A.1": 2, "A.2": 0, "B.1.1": 0, "B.2": 0, "C": 4}
    returns = {f"{code}.xlsx": fill(blank[code], admitted(n)) for code, n in counts.items()}
    folder = office(tmp_path, returns, plan)
    outcome = aggregate(folder)
    assert [(q["unit"], q["required"], q["actual"]) for q in outcome["quotas"]] == [
        ("A", 1, 1),
        ("B", 1, 0),
    ]
    summary = read_book((folder / f"tong-hop/tong-hop_TP_{PERIOD}.xlsx").read_bytes())
    cells = summary.grid("Tổng quan").cells
    (told,) = [row for (row, _), c in cells.items() if c.value == "1/2 nơi được xét đã đạt"]
    shown = {cell.value for (row, _), cell in cells.items() if row == told}
    assert {2, 1, 50, "xét ở cấp dưới"} <= shown
