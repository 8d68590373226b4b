"""Who is missing is told once: leaf by leaf, or at the head of a branch that answers as one."""

from __future__ import annotations

import pytest

from aggregator.model import Unit
from tests.offices import admitted, aggregate, fill, office, small_plan, templates, unit


def missing(tmp_path, numbers) -> dict[str, str]:
    plan = small_plan()
    units = dict(plan.units) | {
        "D": Unit("D", "Đảng bộ xã D", "TP", "co_so", "xa"),
        "D.1": Unit("D.1", "Chi bộ thôn 1", "D", "chi_bo", "thon"),
        "D.2": Unit("D.2", "Chi bộ thôn 2", "D", "chi_bo", "thon"),
    }
    plan = small_plan(units=units)
    blank = templates(plan, tmp_path)
    returns = {f"{code}.xlsx": fill(blank[code], own) for code, own in numbers.items()}
    outcome = aggregate(office(tmp_path, returns, plan))
    assert unit(outcome, "D.1")["status"] == "missing"
    return {f["unit"]: f["message"] for f in outcome["findings"] if f["code"] == "C601"}


def test_each_leaf_where_leaves_are_asked(tmp_path) -> None:
    told = missing(tmp_path, {"A.1": admitted(1), "A.2": admitted(1), "C": admitted(1)})
    assert set(told) == {"B.1.1", "B.2", "D.1", "D.2"}


def test_the_head_where_its_like_answer_for_their_branch(tmp_path) -> None:
    told = missing(tmp_path, {"A": admitted(3, 50), "B.2": admitted(1), "C": admitted(1)})
    assert set(told) == {"B.1.1", "D"}
    assert told["D"].endswith("chưa nộp báo cáo chung của cả nhánh (2 đơn vị bên dưới)")


@pytest.mark.parametrize("below", [{}, {"D.2": {**admitted(1), "B1.C1": -1}}])
def test_a_branch_whose_head_was_rejected_is_not_told_twice(tmp_path, below) -> None:
    numbers = {"D": {**admitted(2, 40), "B1.C1": -1}, "C": admitted(1), **below}
    assert set(missing(tmp_path, numbers)) == {"A.1", "A.2", "B.1.1", "B.2"}
