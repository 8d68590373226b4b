"""Who owes what by when: lateness by the plan's own rule, and the reminders of the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from email.message import EmailMessage

import pytest

from aggregator import deadlines
from aggregator.model import Deadline
from tests.offices import admitted, aggregate, fill, office, small_plan, templates
from tests.test_control import column

DUE = date(2024, 4, 5)
ROWS = (
    Deadline("Q1-CB", "Báo cáo quý I", "2024-Q1", DUE, "chi_bo", "Đảng ủy cơ sở"),
    Deadline("Q1", "Báo cáo quý I", "2024-Q1", date(2024, 4, 10), "", "Ban Tổ chức Thành ủy"),
    Deadline("Q2", "Báo cáo quý II", "2024-Q2", date(2024, 7, 10), "co_so"),
    Deadline("LE", "Lễ trao quyết định kết nạp", "", date(2024, 11, 7), "co_so"),
    Deadline("HS", "Gửi hồ sơ để thẩm tra", "", date(2024, 3, 5), "chi_bo_co_so"),
    Deadline("Q4-TRUOC", "Báo cáo quý IV năm trước", "2023-Q4", date(2024, 1, 10)),
    Deadline("SAU", "Tổng kết nhiệm kỳ", "", date(2025, 3, 1)),
)
PLAN = small_plan(deadlines=ROWS)


@pytest.mark.parametrize(
    ("policy", "sent", "days"),
    [
        ("den_het_ngay", DUE, 0),
        ("den_het_ngay", DUE + timedelta(1), 1),
        ("", DUE, 0),
        ("", DUE + timedelta(3), 3),
        ("truoc_ngay", DUE - timedelta(1), 0),
        ("truoc_ngay", DUE, 1),
        ("truoc_ngay", DUE + timedelta(1), 2),
        ("khong_xet", DUE + timedelta(100), 0),
    ],
)
def test_the_plan_says_whether_the_named_day_is_in_time(policy, sent, days) -> None:
    assert deadlines.days_late(replace(PLAN, late_policy=policy), DUE, sent) == days


def test_without_a_deadline_nobody_is_late() -> None:
    assert deadlines.days_late(PLAN, None, date(2030, 1, 1)) == 0


@pytest.mark.parametrize(
    ("unit", "period", "due"),
    [
        ("A.1", "2024-Q1", DUE),
        ("C", "2024-Q1", date(2024, 4, 10)),
        ("A", "2024-Q2", date(2024, 7, 10)),
        ("C", "2024-Q2", None),
        ("A", "2024-H1", None),
    ],
)
def test_the_deadline_of_the_level_goes_before_that_for_all(unit, period, due) -> None:
    assert deadlines.due_day(PLAN, unit, period) == due


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 4, 5, 16, 59, tzinfo=UTC), DUE),
        (datetime(2024, 4, 5, 17, 1, tzinfo=UTC), date(2024, 4, 6)),
        (datetime(2024, 4, 5, 23, 59, tzinfo=timezone(timedelta(hours=7))), DUE),
        (datetime(2024, 4, 5, 23, 59), DUE),
    ],
)
def test_days_are_those_of_viet_nam(moment, day) -> None:
    assert deadlines.day_of(moment) == day


def letter(name: str, data: bytes, sent: str) -> bytes:
    message = EmailMessage()
    message["Date"] = sent
    message.set_content("Kính gửi")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.fixture(scope="module")
def returns(tmp_path_factory):
    blank = templates(PLAN, tmp_path_factory.mktemp("mau"))
    filled = {code: fill(blank[code], admitted(1, 20)) for code in ("A.1", "A.2", "C")}
    return {
        "A.1.eml": letter("A.1.xlsx", filled["A.1"], "Fri, 05 Apr 2024 17:30:00 +0000"),
        "A.2.xlsx": filled["A.2"],
        "C.eml": letter("C.xlsx", filled["C"], "Fri, 05 Apr 2024 08:00:00 +0700"),
    }


def late(outcome: dict) -> dict[str, str]:
    return {f["unit"]: f["message"] for f in outcome["findings"] if f["code"] == "C602"}


@pytest.mark.parametrize(
    ("policy", "days"), [("den_het_ngay", 1), ("truoc_ngay", 2), ("khong_xet", 0)]
)
def test_only_a_mail_that_came_late_is_said(tmp_path, returns, policy, days) -> None:
    plan = replace(PLAN, late_policy=policy)
    folder = office(tmp_path, returns, plan)
    said = late(aggregate(folder))
    expected = {"A.1": f"gửi ngày 06/04/2024, hạn 05/04/2024, muộn {days} ngày"}
    assert said == (expected if days else {})
    data = (folder / "tong-hop" / "kiem-tra_TP_2024-Q1.xlsx").read_bytes()
    shown = dict(
        zip(column("Tình hình nộp", "unit", data), column("Tình hình nộp", "late", data),
            strict=True)
    )  # fmt: skip
    assert shown["A.1"] == (days or None)
    assert shown["A.2"] is None


def test_the_year_ahead_is_on_a_sheet_of_reminders(tmp_path, returns) -> None:
    folder = office(tmp_path, returns, PLAN)
    aggregate(folder)
    data = (folder / "tong-hop" / "kiem-tra_TP_2024-Q1.xlsx").read_bytes()
    names = ("deadline", "days", "units", "owing", "state")
    rows = zip(*(column("Nhắc việc", name, data) for name in names), strict=True)
    assert list(rows) == [
        ("HS", -26, 1, None, "Không có biểu mẫu để đối chiếu; theo dõi riêng"),
        ("Q1-CB", 5, 4, 2, "Còn 2 đơn vị chưa có báo cáo hợp lệ hoặc chưa đủ"),
        ("Q1", 10, 8, 4, "Còn 4 đơn vị chưa có báo cáo hợp lệ hoặc chưa đủ"),
        ("Q2", 101, 2, None, "Chưa đến kỳ"),
        ("LE", 221, 2, None, "Không có biểu mẫu để đối chiếu; theo dõi riêng"),
    ]


def test_a_plan_without_deadlines_says_so(tmp_path, returns) -> None:
    folder = office(tmp_path, returns)
    aggregate(folder)
    data = (folder / "tong-hop" / "kiem-tra_TP_2024-Q1.xlsx").read_bytes()
    assert not [code for code in column("Nhắc việc", "deadline", data) if code]
