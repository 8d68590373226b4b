"""What the report says in each situation: the exact paragraph, and what it then does not say."""

from dataclasses import replace

import pytest

from aggregator.model import UnitStatus, Verdict
from aggregator.report.word import narrative
from aggregator.report.word.account import Account, Asked
from tests.made_account import ADMITTED, FORM, account, figures, judgement, unit

MET, OPEN, MISSED = Verdict.MET, Verdict.IN_PROGRESS, Verdict.NOT_MET
NO_DATA, EXEMPT = Verdict.NO_DATA, Verdict.EXEMPT
PRIVATE = Asked("B2.I", "Kế hoạch, mục II.2", "Mỗi chi bộ kinh tế tư nhân ít nhất 1", "kind=kttn")
SHARE = Asked("B2.I", "Kế hoạch, mục II.2", "Ít nhất 50% số ấp có kết nạp", "kind=ap")
STARTED = {"B1.A": 400, "B1.D": 400}


def told(admitted, *judgements, before=None, quotas=None, units=(), period="2023-Q1", **meta):
    """An account of which little more is known than how many were admitted."""
    last_year = {} if before is None else {"B2.I": before}
    now = {**STARTED, "B2.I": admitted}
    made = account(now, units, judgements, last_year, period=period, **meta)
    return replace(made, quotas={**made.quotas, **(quotas or {})})


def second_quarter(now: int, year: int) -> Account:
    made = told(year, period="2023-Q2")
    return replace(made, figures=figures({**STARTED, "B2.I": year}, ky={"B2.I": now}))


def cells(*admitted, level="chi_bo_co_so", status=UnitStatus.COUNTED):
    return [unit(f"C{n}", "TP", level, each, status) for n, each in enumerate(admitted, 1)]


def with_(codes, **meta):
    return account({**STARTED, **codes}, **meta)


def paragraphs(made: Account, public: bool = False) -> list[str]:
    """Every paragraph of the report's text, in order."""
    sections = narrative.tell(made, public)
    return [p for text in sections for p in ([text] if isinstance(text, str) else text)]


NONE_KNOWN = "chưa có số liệu cùng kỳ năm trước để so sánh"
OF = "tổng số đảng viên đầu năm (400)"
SITUATIONS = {
    "nobody": (
        told(0, before=0),
        "Trong quý I năm 2023 chưa kết nạp được đảng viên nào, bằng cùng kỳ năm trước.",
    ),
    "one": (
        told(1, before=1),
        f"Trong quý I năm 2023 kết nạp 1 đảng viên, bằng 0,25% {OF}, bằng cùng kỳ năm trước; chưa "
        "có số liệu về: nữ, dân tộc thiểu số, người theo tôn giáo, đoàn viên Đoàn TNCS Hồ Chí "
        "Minh, từ 18 đến 30 tuổi, học sinh, sinh viên, chủ doanh nghiệp tư nhân, kết nạp lại.",
    ),
    "fewer": (told(3, before=4), "giảm 1 đồng chí (25,00%) so với cùng kỳ năm trước"),
    "more": (told(5, before=4), "tăng 1 đồng chí (25,00%) so với cùng kỳ năm trước"),
    "many": (told(1234, before=617), "tăng 617 đồng chí (100,00%) so với cùng kỳ năm trước"),
    "none last year": (told(2, before=0), "tăng 2 đồng chí so với cùng kỳ năm trước (cùng kỳ năm"),
    "last year unknown": (told(2), f"{NONE_KNOWN}; chưa có"),
    "none now": (
        told(None, before=4),
        "Trong quý I năm 2023 chưa có số liệu kết nạp đảng viên.",
    ),
    "the quarter adds nothing": (
        second_quarter(0, 7),
        "Trong quý II năm 2023 chưa kết nạp được đảng viên nào; lũy kế từ đầu năm kết nạp 7 đảng "
        f"viên, bằng 1,75% {OF}",
    ),
    "nothing all year": (
        second_quarter(0, 0),
        "Trong quý II năm 2023 chưa kết nạp được đảng viên nào; lũy kế từ đầu năm chưa kết nạp",
    ),
    "half a year": (
        told(9, period="2023-H1"),
        "Trong 6 tháng đầu năm 2023 kết nạp 9 đảng viên",
    ),
    "nine months": (told(9, period="2023-9M"), "Trong 9 tháng đầu năm 2023 kết nạp 9 đảng viên"),
    "a year": (told(9, period="2023"), "Trong năm 2023 kết nạp 9 đảng viên"),
    "the first month": (told(9, period="2023-01"), "Trong tháng 1 năm 2023 kết nạp 9 đảng viên"),
    "members of a unit that is no more": (
        told(9, period="2023", gaps="B1.D=12;DB.cuoi=2"),
        "Số cuối kỳ ít hơn 12 đảng viên so với số đầu năm cộng tăng, trừ giảm: đảng viên của",
    ),
    "more at the end than the periods give": (
        told(9, period="2023", gaps="B1.D=-3"),
        "Số cuối kỳ nhiều hơn 3 đảng viên so với số đầu năm cộng tăng, trừ giảm",
    ),
    "a target far off": (
        told(10, judgement("TP", 40, 10)),
        "Còn phải kết nạp 30 đảng viên để đạt chỉ tiêu giao cả năm (40 đảng viên).",
    ),
    "a target reached": (
        told(40, judgement("TP", 40, 40, MET)),
        "Đã đạt chỉ tiêu giao cả năm (40 đảng viên).",
    ),
    "a target exceeded": (
        told(43, judgement("TP", 40, 43, MET)),
        "Đã vượt 3 đảng viên so với chỉ tiêu giao cả năm (40 đảng viên).",
    ),
    "a target missed at the end": (
        told(37, judgement("TP", 40, 37, MISSED), period="2023"),
        "Thiếu 3 đảng viên so với chỉ tiêu giao cả năm (40 đảng viên).",
    ),
    "a target of which nothing is known": (
        told(None, judgement("TP", 40, None, NO_DATA)),
        "Chỉ tiêu giao cả năm là 40 đảng viên; chưa có số liệu.",
    ),
    "no target at all": (
        told(3, before=3),
        f"Trong quý I năm 2023 kết nạp 3 đảng viên, bằng 0,75% {OF}, bằng cùng kỳ",
    ),
    "two targets on one measure": (
        told(
            45,
            judgement("TP", 40, 45, MET),
            judgement("TP", 60, 45, quota="Q2", strength="phan_dau"),
        ),
        "kết nạp 45 đảng viên, đạt 112,50% chỉ tiêu giao cả năm (40 đảng viên), đạt 75,00% mức "
        "phấn đấu cả năm (60 đảng viên), bằng 11,25%",
    ),
    "what is left of the second of two": (
        told(45, judgement("TP", 40, 45, MET), judgement("TP", 60, 45, quota="Q2")),
        "Còn phải kết nạp 15 đảng viên để đạt chỉ tiêu giao cả năm (60 đảng viên).",
    ),
    "a rate with its reckoning": (
        told(10, judgement("TP", 14, 10, detail="3,5% của 400 đảng viên đầu năm, làm tròn lên")),
        "Tỷ lệ kết nạp trên tổng số đảng viên (căn cứ: Nghị quyết năm 2023): 10/14 (71,43%), đang "
        "thực hiện; 3,5% của 400 đảng viên đầu năm, làm tròn lên.",
    ),
    "private economy": (
        told(9, judgement("TP", 22, 19, quota="K", kind="K4"), quotas={"K": PRIVATE}),
        "Mỗi chi bộ kinh tế tư nhân ít nhất 1 (căn cứ: Kế hoạch, mục II.2): 19/22 đơn vị (86,36%), "
        "đang thực hiện.",
    ),
    "private economy complete": (
        told(9, judgement("TP", 22, 22, MET, "K", "K4"), quotas={"K": PRIVATE}),
        "Mỗi chi bộ kinh tế tư nhân ít nhất 1 (căn cứ: Kế hoạch, mục II.2): 22/22 đơn vị "
        "(100,00%), đạt.",
    ),
    "coverage at the unit": (
        told(9, judgement("TP", 19, 12, quota="S", kind="K6"), quotas={"S": SHARE}),
        "Ít nhất 50% số ấp có kết nạp (căn cứ: Kế hoạch, mục II.2): 12/19 đơn vị (63,16%), đang "
        "thực hiện.",
    ),
    "coverage in several places": (
        told(
            9,
            judgement("H1", 4, 5, MET, "S", "K6"),
            judgement("H2", 4, 3, quota="S", kind="K6"),
            judgement("H3", 4, None, NO_DATA, "S", "K6"),
            quotas={"S": SHARE},
        ),
        "Ít nhất 50% số ấp có kết nạp (căn cứ: Kế hoạch, mục II.2): 1/3 nơi được xét đã đạt, 1 nơi "
        "thiếu số liệu; cộng chung 8 đơn vị đạt, cần 12.",
    ),
    "a unit that has its year": (
        told(9, judgement("C1", 3, 3, MET, kind="K1"), units=cells(3, 6)),
        "Đơn vị trực thuộc đã đạt chỉ tiêu cả năm: 1 đơn vị (Đơn vị C1).",
    ),
    "a unit ahead": (
        told(9, judgement("C1", 8, 3, kind="K1"), units=cells(3, 6)),
        "Đơn vị trực thuộc vượt tiến độ chia đều cả năm: 1 đơn vị (Đơn vị C1).",
    ),
    "a unit behind": (
        told(9, judgement("C1", 16, 3, kind="K1"), units=cells(3, 6)),
        "Đơn vị trực thuộc chậm so với tiến độ chia đều cả năm: 1 đơn vị (Đơn vị C1).",
    ),
    "a unit short at the end": (
        told(9, judgement("C1", 4, 3, MISSED, kind="K1"), units=cells(3, 6), period="2023"),
        "Đơn vị trực thuộc chưa đạt chỉ tiêu cả năm: 1 đơn vị (Đơn vị C1).",
    ),
    "units with nobody": (
        told(6, units=cells(0, 6, 0)),
        "Đơn vị trực thuộc chưa kết nạp được đảng viên nào: 2 đơn vị (Đơn vị C1 và Đơn vị C3).",
    ),
    "very many units with nobody": (
        told(0, units=cells(*[0] * 13)),
        "Đơn vị trực thuộc chưa kết nạp được đảng viên nào: 13 đơn vị ("
        "Đơn vị C1, Đơn vị C2, Đơn vị C3, Đơn vị C4, "
        "Đơn vị C5, Đơn vị C6, Đơn vị C7, Đơn vị C8, Đơn vị C9, Đơn vị C10 và 3 đơn vị khác).",
    ),
    "exempt units": (
        told(3, judgement("C1", None, 0, EXEMPT), judgement("C2", None, 0, EXEMPT)),
        "Được miễn chỉ tiêu: 2 đơn vị (xem Phụ lục 3).",
    ),
    "nothing missing": (told(9, units=cells(3, 6)), "Đã có đủ số liệu của 2/2 chi bộ."),
    "some missing": (
        told(3, units=cells(3, None, status=UnitStatus.MISSING), missing="1"),
        "Số liệu của 1/2 chi bộ; còn 1 chi bộ chưa có số liệu, các tổng số dưới đây chưa gồm "
        "những chi bộ này.",
    ),
    "who is missing": (
        told(None, units=cells(None, None, status=UnitStatus.MISSING), missing="2"),
        "Đơn vị trực thuộc chưa có số liệu: 2 đơn vị (Đơn vị C1 và Đơn vị C2).",
    ),
    "a return sent back": (
        told(None, units=cells(None, status=UnitStatus.REJECTED), missing="1"),
        "Đơn vị trực thuộc chưa có số liệu: 1 đơn vị (Đơn vị C1).",
    ),
    "no unit below": (told(3), "Không có đơn vị nào phải gửi số liệu."),
    "members": (
        with_({"B1.A": 400, "B1.D": 412}),
        "Tổng số đảng viên đầu năm: 400 đồng chí, cuối kỳ báo cáo: 412 đồng chí.",
    ),
    "members unknown": (
        account({}),
        "Tổng số đảng viên đầu năm: chưa có số liệu, cuối kỳ báo cáo: chưa có số liệu.",
    ),
    "increase": (
        with_({"B1.B": 15, "B1.B1": 12, "B1.B2": 3, "B1.B3": 0}),
        "Từ đầu năm tăng 15 đảng viên (kết nạp 12, chuyển đến 3).",
    ),
    "no decrease": (with_({"B1.C": 0}), "Từ đầu năm không có đảng viên giảm."),
    "probationers": (
        with_({"DB.chinhthuc": 39, "DB.xoaten": 1, "DB.cuoi": 205}),
        "Lũy kế từ đầu năm: 39 đảng viên dự bị được công nhận chính thức, 1 đảng viên dự bị bị xóa "
        "tên.",
    ),
    "probationers at the end": (
        with_({"DB.cuoi": 205}),
        "Đảng viên dự bị cuối kỳ: 205 đồng chí.",
    ),
    "probationers unknown": (
        account({}),
        "Lũy kế từ đầu năm: chưa có số liệu về: đảng viên dự bị được công nhận chính thức, đảng "
        "viên dự bị bị xóa tên.",
    ),
    "candidates": (
        with_({"N.camtinh": 210, "N.hoso_tham_tra": 0}),
        "Đến cuối kỳ báo cáo: 210 quần chúng là cảm tình Đảng; không có hồ sơ đang thẩm tra, xác "
        "minh.",
    ),
    "units with some of the periods": (
        told(0, units=cells(0, 0, status=UnitStatus.PARTIAL), period="2023-H1", missing="2"),
        "Đơn vị trực thuộc chưa đủ kỳ: 2 đơn vị (Đơn vị C1 và Đơn vị C2).",
    ),
    "totals hold what they gave": (
        told(0, units=cells(0, 0, status=UnitStatus.PARTIAL), period="2023-H1", missing="2"),
        "Số liệu đủ kỳ của 0/2 chi bộ; còn 2 đơn vị chưa đủ kỳ, các tổng số dưới đây chỉ gồm những "
        "kỳ đã có của các đơn vị này.",
    ),
    "groups": (
        with_({**ADMITTED, "B2.I": 50, "B2.I.nu": 25}),
        "trong đó: nữ 25 đồng chí (50,00%), dân tộc thiểu số 2 đồng chí (4,00%), đoàn viên",
    ),
    "age": (
        with_({**ADMITTED, "B2.2.tb": 32}),
        "Tuổi bình quân khi kết nạp: 32,0.",
    ),
    "organisations that admit": (
        with_(ADMITTED),
        "19 tổ chức cơ sở đảng (15 đảng bộ cơ sở, 4 chi bộ cơ sở) có kết nạp đảng viên từ đầu năm.",
    ),
    "organisations without a source": (
        with_(ADMITTED),
        "2 chi bộ cơ sở không còn quần chúng để kết nạp.",
    ),
}


def test_there_are_enough_of_them():
    assert len(SITUATIONS) >= 40


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_in_the_words_of_the_report(name):
    made, expected = SITUATIONS[name]
    shown = paragraphs(made)
    whole = expected[:1].isupper() and expected.endswith(".")
    found = expected in shown if whole else any(expected in paragraph for paragraph in shown)
    assert found, "\n".join(shown)


@pytest.mark.parametrize(
    ("made", "unsaid"),
    [
        (told(3), "chỉ tiêu"),
        (told(3, judgement("C1", 12, 3, kind="K1"), units=cells(3, 6)), "tiến độ"),
        (told(40, judgement("TP", 40, 40, MET), period="2023"), "Đã đạt"),
        (told(3, judgement("C1", 8, None, NO_DATA, kind="K1"), units=cells(None)), "tiến độ"),
        (told(0, judgement("C1", 8, 0, kind="K1"), units=cells(0)), "tiến độ"),
        (told(0, units=cells(0, status=UnitStatus.PARTIAL), missing="1"), "nào: 1 đơn vị"),
        (told(None), "so với cùng kỳ"),
        (told(0), "trong đó"),
    ],
)
def test_what_there_is_no_reason_to_say_is_not_said(made, unsaid):
    assert not any(unsaid in paragraph for paragraph in paragraphs(made))


def test_published_no_cell_is_named_but_all_are_counted():
    made = told(0, units=cells(0, 0, level="chi_bo"), level="co_so")
    shown = paragraphs(made, public=True)
    assert "Đơn vị trực thuộc chưa kết nạp được đảng viên nào: 2 đơn vị." in shown
    assert made.form is FORM
