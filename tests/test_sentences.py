"""Sentences of the report: 0, 1, many, up, down, equal, nothing to compare with, nothing known."""

from decimal import Decimal

import pytest

from aggregator import forms
from aggregator.model import Judgement, Quota, Verdict
from aggregator.report import targets
from aggregator.report.word import sentences
from aggregator.report.word.account import Asked

FORM = forms.load()
Q1 = "quý I năm 2023"


def judged(required, actual, verdict=Verdict.IN_PROGRESS, kind="K2", strength="giao", detail=""):
    return Judgement("Q1", "TP", kind, strength, required, actual, verdict, detail)


SITUATIONS = [
    (sentences.in_period(Q1, 0), "Trong quý I năm 2023 chưa kết nạp được đảng viên nào"),
    (sentences.in_period(Q1, 1), "Trong quý I năm 2023 kết nạp 1 đảng viên"),
    (sentences.in_period(Q1, 1234), "Trong quý I năm 2023 kết nạp 1.234 đảng viên"),
    (sentences.in_period(Q1, None), "Trong quý I năm 2023 chưa có số liệu kết nạp đảng viên"),
    (sentences.accumulated(0), "lũy kế từ đầu năm chưa kết nạp được đảng viên nào"),
    (sentences.accumulated(12), "lũy kế từ đầu năm kết nạp 12 đảng viên"),
    (sentences.accumulated(None), "lũy kế từ đầu năm chưa có số liệu"),
    (sentences.compared(47, 40), "tăng 7 đồng chí (17,50%) so với cùng kỳ năm trước"),
    (sentences.compared(30, 40), "giảm 10 đồng chí (25,00%) so với cùng kỳ năm trước"),
    (sentences.compared(0, 40), "giảm 40 đồng chí (100,00%) so với cùng kỳ năm trước"),
    (sentences.compared(40, 40), "bằng cùng kỳ năm trước"),
    (sentences.compared(0, 0), "bằng cùng kỳ năm trước"),
    (
        sentences.compared(3, 0),
        "tăng 3 đồng chí so với cùng kỳ năm trước (cùng kỳ năm trước không có)",
    ),
    (sentences.compared(3, None), "chưa có số liệu cùng kỳ năm trước để so sánh"),
    (sentences.compared(None, 40), ""),
    (
        sentences.compared(41, 44, "cùng kỳ năm trước 29 đơn vị để trống"),
        "chưa so sánh được với cùng kỳ năm trước "
        "(44 đồng chí; cùng kỳ năm trước 29 đơn vị để trống)",
    ),
    (sentences.of_members(47, 7894), "bằng 0,60% tổng số đảng viên đầu năm (7.894)"),
    (sentences.of_members(0, 7894), ""),
    (sentences.of_members(47, 0), ""),
    (sentences.of_members(47, None), ""),
    (
        sentences.coverage(321, 0),
        "Đã có đủ số liệu của 321/321 chi bộ.",
    ),
    (
        sentences.coverage(321, 6),
        "Số liệu của 315/321 chi bộ; còn 6 chi bộ chưa có số liệu, "
        "các tổng số dưới đây chưa gồm những chi bộ này.",
    ),
    (
        sentences.coverage(1321, 1321, "đơn vị"),
        "Số liệu của 0/1.321 đơn vị; còn 1.321 đơn vị chưa có số liệu, "
        "các tổng số dưới đây chưa gồm những đơn vị này.",
    ),
    (
        sentences.coverage(172, 6, partial=6),
        "Số liệu đủ kỳ của 166/172 chi bộ; còn 6 đơn vị chưa đủ kỳ, "
        "các tổng số dưới đây chỉ gồm những kỳ đã có của các đơn vị này.",
    ),
    (
        sentences.coverage(172, 33, partial=6),
        "Số liệu đủ kỳ của 139/172 chi bộ; còn 27 chi bộ chưa có số liệu, "
        "các tổng số dưới đây chưa gồm những chi bộ này; 6 đơn vị chưa đủ kỳ, "
        "các tổng số dưới đây chỉ gồm những kỳ đã có của các đơn vị này.",
    ),
    (sentences.coverage(0, 0), "Không có đơn vị nào phải gửi số liệu."),
    (
        sentences.among(12, [("nữ", 5), ("dân tộc thiểu số", 12)]),
        "trong đó: nữ 5 đồng chí (41,67%), dân tộc thiểu số 12 đồng chí (100,00%)",
    ),
    (
        sentences.among(12, [("nữ", 5), ("kết nạp lại", 0), ("học sinh", None)]),
        "trong đó: nữ 5 đồng chí (41,67%); không có đồng chí nào thuộc nhóm: kết nạp lại; "
        "chưa có số liệu về: học sinh",
    ),
    (sentences.among(12, [("nữ", None)]), "chưa có số liệu về: nữ"),
    (sentences.among(0, [("nữ", 0)]), ""),
    (sentences.among(None, [("nữ", None)]), ""),
    (
        sentences.itemised("tăng", 20, "đảng viên", [("kết nạp", 12), ("chuyển đến", 8)]),
        "tăng 20 đảng viên (kết nạp 12, chuyển đến 8)",
    ),
    (
        sentences.itemised("tăng", 12, "đảng viên", [("kết nạp", 12), ("chuyển đến", 0)]),
        "tăng 12 đảng viên (kết nạp 12)",
    ),
    (
        sentences.itemised("tăng", 12, "đảng viên", [("kết nạp", 12), ("chuyển đến", None)]),
        "tăng 12 đảng viên (kết nạp 12, chuyển đến chưa có số liệu)",
    ),
    (sentences.itemised("giảm", 0, "đảng viên", [("từ trần", 0)]), "không có đảng viên giảm"),
    (sentences.itemised("giảm", None, "đảng viên", []), "giảm: chưa có số liệu"),
    (sentences.listed([("hồ sơ", 3), ("quần chúng", 0)]), "3 hồ sơ; không có quần chúng"),
    (
        sentences.listed([("hồ sơ", 3), ("quần chúng", None)]),
        "3 hồ sơ; chưa có số liệu về: quần chúng",
    ),
    (
        sentences.organisations(24, 17),
        "41 tổ chức cơ sở đảng (24 đảng bộ cơ sở, 17 chi bộ cơ sở)",
    ),
    (sentences.organisations(0, 17), "17 chi bộ cơ sở"),
    (sentences.organisations(0, 0), ""),
    (sentences.organisations(None, None), ""),
    (sentences.names(["A"]), "A"),
    (sentences.names(["A", "B", "C"]), "A, B và C"),
    (sentences.names(["A", "B", "C", "D"], 2), "A, B và 2 đơn vị khác"),
    (targets.reached([judged(277, 120)]), ["đạt 43,32% chỉ tiêu giao cả năm (277 đảng viên)"]),
    (targets.reached([judged(277, 0)]), ["đạt 0,00% chỉ tiêu giao cả năm (277 đảng viên)"]),
    (
        targets.reached([judged(2000, 1800, strength="phan_dau")]),
        ["đạt 90,00% mức phấn đấu cả năm (2.000 đảng viên)"],
    ),
    (
        targets.reached(
            [
                judged(1600, 1726),
                judged(1600, 1726, kind="K1"),
                judged(1800, 1726, strength="phan_dau"),
                judged(1560, 1726, strength="phan_dau"),
            ]
        ),
        [
            "đạt 107,88% chỉ tiêu giao cả năm (1.600 đảng viên)",
            "đạt 95,89% mức phấn đấu cả năm (1.800 đảng viên) và 110,64% (1.560 đảng viên)",
        ],
    ),
    (targets.reached([judged(0, 3)]), []),
    (targets.reached([judged(277, None)]), []),
    (
        targets.remaining(judged(277, 120)),
        "Còn phải kết nạp 157 đảng viên để đạt chỉ tiêu giao cả năm (277 đảng viên).",
    ),
    (
        targets.remaining(judged(277, 120, Verdict.NOT_MET)),
        "Thiếu 157 đảng viên so với chỉ tiêu giao cả năm (277 đảng viên).",
    ),
    (targets.remaining(judged(277, 277)), "Đã đạt chỉ tiêu giao cả năm (277 đảng viên)."),
    (
        targets.remaining(judged(277, 280)),
        "Đã vượt 3 đảng viên so với chỉ tiêu giao cả năm (277 đảng viên).",
    ),
    (targets.on_basis("Đã đạt.", ["NQ 5", "", "KH 7", "NQ 5"]), "Đã đạt, căn cứ: NQ 5; KH 7."),
    (targets.on_basis("Đã đạt.", [""]), "Đã đạt."),
    (
        targets.remaining(judged(277, None)),
        "Chỉ tiêu giao cả năm là 277 đảng viên; chưa có số liệu.",
    ),
    (
        targets.judged("Tỷ lệ", judged(277, 120, detail="3,5% của 7.894 đảng viên đầu năm")),
        "Tỷ lệ: 120/277 (43,32%), đang thực hiện; 3,5% của 7.894 đảng viên đầu năm.",
    ),
    (
        targets.judged("Mỗi chi bộ", judged(20, 12, Verdict.NOT_MET, "K4")),
        "Mỗi chi bộ: 12/20 đơn vị (60,00%), chưa đạt.",
    ),
    (
        targets.judged("Mức", judged(300, 120, Verdict.NOT_MET, strength="phan_dau")),
        "Mức: 120/300 (40,00%), chưa đạt mức phấn đấu.",
    ),
    (
        targets.judged(
            "Mức",
            judged(
                1800, 1726, Verdict.NOT_MET, "K7", "phan_dau", "chưa đạt mức phấn đấu, thiếu 74"
            ),
        ),
        "Mức: 1.726/1.800 (95,89%); chưa đạt mức phấn đấu, thiếu 74.",
    ),
    (
        targets.judged("Mức", judged(45, 45, Verdict.MET, detail="đạt chỉ tiêu")),
        "Mức: 45/45 (100,00%); đạt chỉ tiêu.",
    ),
    (
        targets.judged("Mức", judged(45, None, Verdict.NO_DATA, detail="chưa có số liệu; 3 × 15")),
        "Mức: chưa có số liệu (mức yêu cầu 45); 3 × 15.",
    ),
    (
        targets.judged("Mức", judged(300, None, Verdict.NO_DATA)),
        "Mức: chưa có số liệu (mức yêu cầu 300).",
    ),
    (
        targets.judged("Mức", judged(None, 0, Verdict.EXEMPT, detail="được miễn: không còn nguồn")),
        "Mức: không áp dụng (miễn); được miễn: không còn nguồn.",
    ),
    (
        targets.judged("Quy mô", judged(None, 1320, Verdict.MET, "K8")),
        "Quy mô: thực hiện 1.320, đạt.",
    ),
]


@pytest.mark.parametrize(("said", "expected"), SITUATIONS)
def test_a_situation_in_words(said, expected):
    assert said == expected


def test_clauses_join_into_a_sentence_and_nothing_into_nothing():
    assert sentences.sentence("tăng 3", "", "bằng 1%") == "Tăng 3, bằng 1%."
    assert sentences.sentence("", "") == ""


@pytest.mark.parametrize(
    ("quota", "expected"),
    [
        (
            Quota("A", "K1", "giao", "B2.I", "TP", minimum=Decimal(180)),
            "Giao cụ thể 180 đảng viên mới kết nạp",
        ),
        (
            Quota("A", "K2", "giao", "B2.I", "TP", rate_min=Decimal("0.035"), base="members_start"),
            "Đảng viên mới kết nạp từ 3,5% trở lên so với tổng số đảng viên đầu năm",
        ),
        (
            Quota(
                "A", "K2", "giao", "B2.I", "TP", rate_min=Decimal("0.03"), rate_max=Decimal("0.04")
            ),
            "Đảng viên mới kết nạp từ 3% đến 4% so với tổng số đảng viên đầu năm",
        ),
        (
            Quota("A", "K3", "giao", "B2.I", "TP", minimum=Decimal(45)),
            "Tối thiểu 45 đảng viên mới kết nạp",
        ),
        (
            Quota("A", "K4", "giao", "B2.I", "TP", scope="kind=thon,khu_pho", minimum=Decimal(1)),
            "Mỗi đơn vị thôn, khu phố ít nhất 1 đảng viên mới kết nạp",
        ),
        (
            Quota("A", "K5", "giao", "B2.I", "TP", minimum=Decimal(1)),
            "Bình quân mỗi đơn vị ít nhất 1 đảng viên mới kết nạp",
        ),
        (
            Quota("A", "K6", "giao", "B2.I", "TP", scope="kind=ap", rate_min=Decimal("0.5")),
            "Ít nhất 50% số đơn vị ấp có đảng viên mới kết nạp",
        ),
        (
            Quota("A", "K8", "giao", "B1.D", "TP", minimum=Decimal(1300), maximum=Decimal(1450)),
            "Đảng viên trong danh sách cuối kỳ báo cáo từ 1.300 đến 1.450",
        ),
        (
            Quota("A", "K6", "giao", "B2.I", "TP", minimum=Decimal(2), rate_min=Decimal("0.5")),
            "Ít nhất 50% số đơn vị có từ 2 đảng viên mới kết nạp",
        ),
        (
            Quota("A", "K9", "giao", "B2.I", "TP", "kind=kttn; workers>=1050", Decimal(1)),
            "Mỗi đơn vị kinh tế tư nhân có số lao động từ 1.050 trở lên ít nhất 1 đảng viên mới "
            "kết nạp",
        ),
        (
            Quota("A", "K4", "giao", "B2.I", "TP", "kind=thon; source=có; parent=X", Decimal(1)),
            "Mỗi đơn vị thôn còn nguồn trực thuộc X ít nhất 1 đảng viên mới kết nạp",
        ),
        (
            Quota("A", "K9", "giao", "B2.I", "TP", scope="no such scope", minimum=Decimal(1)),
            "Mỗi đơn vị ít nhất 1 đảng viên mới kết nạp",
        ),
    ],
)
def test_what_a_quota_asks(quota, expected):
    assert targets.title(quota, FORM) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (None, "Tỷ lệ kết nạp trên tổng số đảng viên (mã chỉ tiêu Q1)"),
        (Asked("B2.I"), "Tỷ lệ kết nạp trên tổng số đảng viên"),
        (
            Asked("N.boiduong", "NQ 5"),
            "Tỷ lệ kết nạp trên tổng số đảng viên — quần chúng học lớp bồi dưỡng nhận thức về Đảng "
            "(căn cứ: NQ 5)",
        ),
        (Asked("B2.I", "NQ 5", "Từ 3,5% trở lên"), "Từ 3,5% trở lên (căn cứ: NQ 5)"),
    ],
)
def test_what_a_judgement_is_about(asked, expected):
    assert targets.headline(judged(277, 120), asked, FORM) == expected
