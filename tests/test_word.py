"""The Word report: what it says, how it looks, that nothing of the template is left over."""

import re
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from aggregator import forms, vocabulary
from aggregator.model import Key, UnitStatus, Verdict
from aggregator.report.word import document as word
from aggregator.report.word import profiles
from aggregator.report.word import template as word_template
from aggregator.report.word.account import Account, Asked
from aggregator.report.word.tags import TemplateUnusableError
from tests.made_account import ADMITTED, FORM, META, account, city, figures, judgement, unit

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MILLIMETRE = 1440 / 25.4
ENGLISH = re.compile(
    r"\b(?:None|nan|null|True|False|undefined|met|no_data|counted|missing|rejected|exempt|"
    r"rolled_up|giao_|phan_dau|the|and|of|units?|total)\b"
)


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def lines(data: bytes) -> list[str]:
    paragraphs = part(data).iter(f"{W}p")
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in paragraphs]


def text(data: bytes) -> str:
    return "\n".join(lines(data))


def tables(data: bytes) -> list[list[list[str]]]:
    return [
        [
            ["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
            for row in table.iter(f"{W}tr")
        ]
        for table in part(data).iter(f"{W}tbl")
    ]


def unit_table(data: bytes) -> dict[str, list[str]]:
    table = next(t for t in tables(data) if t[0][0] == "TT" and t[0][2] == "Đảng viên đầu năm")
    return {row[0]: row[1:] for row in table[1:]}


def nothing() -> Account:
    rows = [unit(f"CB{n}", "TP", "chi_bo", None, UnitStatus.MISSING) for n in range(3)]
    return account({}, rows, [judgement("TP", 277, None, Verdict.NO_DATA)], missing="3")


def many() -> Account:
    rows = [unit(f"CB{n}", "TP", "chi_bo_co_so", n % 5) for n in range(450)]
    return account({**ADMITTED, "B2.I": 12345}, rows, [judgement("TP", 10000, 12345, Verdict.MET)])


def one() -> Account:
    return account({"B1.A": 30, "B1.D": 31, "B2.I": 1}, [unit("CB", "TP", "chi_bo", 1)])


def zero() -> Account:
    now = dict.fromkeys(ADMITTED, 0) | {"B1.A": 30, "B1.D": 30}
    return account(now, [unit("CB", "TP", "chi_bo", 0)], [judgement("TP", 5, 0)], {"B2.I": 0})


EVERY = {"nothing": nothing, "zero": zero, "one": one, "many": many, "city": city}


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("name", EVERY)
def test_nothing_of_the_template_or_the_program_shows(name, public):
    shown = text(word.write(EVERY[name](), public=public))
    assert not re.search(r"\{\{|\}\}|\{%|%\}", shown)
    assert not ENGLISH.search(shown.replace("T/M", ""))
    assert "  " not in shown.replace("\u00a0", "")


@pytest.mark.parametrize("name", EVERY)
def test_the_same_account_gives_the_same_bytes(name):
    assert word.write(EVERY[name]()) == word.write(EVERY[name]())


def test_real_figures_stand_in_the_sentences():
    shown = text(word.write(city()))
    assert "Số liệu của 13/14 chi bộ; còn 1 chi bộ chưa có số liệu" in shown
    assert (
        "Trong quý I năm 2023 kết nạp 47 đảng viên, đạt 16,97% chỉ tiêu giao cả năm (277 đảng "
        "viên), đạt 15,67% mức phấn đấu cả năm (300 đảng viên), bằng 0,60% tổng số đảng viên đầu "
        "năm (7.894), tăng 7 đồng chí (17,50%) so với cùng kỳ năm trước; trong đó: nữ 25 đồng chí"
    ) in shown
    assert "Thực hiện Kế hoạch số 25-KH/TU về phát triển đảng viên mới năm 2023" in shown
    assert "Còn phải kết nạp 230 đảng viên để đạt chỉ tiêu giao cả năm (277 đảng viên)" in shown
    assert "Đơn vị trực thuộc chưa kết nạp được đảng viên nào: 1 đơn vị (Chi bộ Kho bạc)." in shown
    assert "được miễn: không còn nguồn (12-CV/TU)" in shown
    assert "Cảnh báo: chuyển đến 3, chuyển đi 5, chênh 2" in shown


def test_a_later_quarter_tells_the_quarter_and_the_year_so_far():
    told = account(ADMITTED, period="2023-Q2")
    shown = text(word.write(Account(told.meta, FORM, figures(ADMITTED, ky={"B2.I": 5}))))
    assert "Trong quý II năm 2023 kết nạp 5 đảng viên; lũy kế từ đầu năm kết nạp 47 đảng" in shown


def test_what_is_not_known_is_said_and_is_not_zero():
    shown = text(word.write(nothing()))
    assert "Số liệu của 0/3 chi bộ; còn 3 chi bộ chưa có số liệu" in shown
    assert "Trong quý I năm 2023 chưa có số liệu kết nạp đảng viên" in shown
    assert "Tổng số đảng viên đầu năm: chưa có số liệu" in shown
    cells = [cell for table in tables(word.write(nothing())) for row in table for cell in row]
    assert "0" not in cells


def test_zero_is_said_as_zero():
    shown = text(word.write(zero()))
    assert "chưa kết nạp được đảng viên nào, đạt 0,00% chỉ tiêu giao" in shown
    assert "bằng cùng kỳ năm trước" in shown


def test_an_organisation_named_like_markup_stays_a_name():
    name = 'Chi bộ <A> & "B" {{ 7 * 7 }}\x0b\n=1+1\ud800'
    shown = text(word.write(account(ADMITTED, [unit("CB", "TP", "chi_bo", 3, name=name)])))
    assert 'Chi bộ <A> & "B" {{ 7 * 7 }}' in shown
    assert "49" not in shown.replace("CB", "")


def test_a_long_unit_table_stops_at_a_higher_level():
    data = word.write(city(committees=60, cells=10))
    assert "Bảng dừng ở cấp trên" in text(data)
    assert len(unit_table(data)) == 62
    assert "Bảng dừng ở cấp trên" not in text(word.write(city()))


def test_published_small_counts_are_kept_back_where_units_lie_inside_a_grassroots_body():
    rows = unit_table(word.write(city(), public=True))
    names = [row[0].strip("\u00a0") for row in rows.values()]
    admitted = [row[6] for row in rows.values()]
    assert names[:5] == ["Đảng bộ phường 1", *(f"Chi bộ khu phố {n}" for n in range(1, 5))]
    assert admitted[:5] == ["6", "<3", "<3", "<3", "3"]
    assert [row[2] for row in rows.values()][:5] == ["31", "*", "*", "*", "28"]
    assert admitted[-1] == "0"
    assert [row[6] for row in unit_table(word.write(city())).values()][:5] == list("60123")


def test_a_published_report_of_a_committee_names_no_cell():
    rows = [unit(f"CB{n}", "TP", "chi_bo", n, name=f"Chi bộ thôn {n}") for n in range(5)]
    told = account(ADMITTED, rows, level="co_so", parent="X")
    body = text(word.write(told, public=True)).split("PHỤ LỤC 1")[0]
    assert "chưa kết nạp được đảng viên nào" not in body
    assert "Chi bộ thôn" not in body
    assert "Chi bộ thôn 0" in text(word.write(told)).split("PHỤ LỤC 1")[0]


def test_a_published_report_of_a_cell_does_not_describe_its_one_new_member():
    now = {"B1.A": 20, "B1.D": 21, "B2.I": 1, "B2.I.nu": 1, "B2.I.dtts": 0, "B2.1.dn": 1}
    now |= {"B2.1.dn1": 0, "B2.1.dn2": 1, "B2.1.dn3": 0, "B2.1.hs": 0, "B2.2.tb": 24}
    told = account(now, level="chi_bo", parent="X", name="Chi bộ thôn 1")
    shown = word.write(told, public=True)
    form = next(t for t in tables(shown) if len(t) > 1 and t[1][0].startswith("I. "))
    printed = {row[0].strip("\u00a0"): row[1:] for row in form if len(row) > 1}
    assert printed["Nữ"][:2] == printed["Dân tộc thiểu số"][:2] == ["<3", "<3"]
    assert printed["Nhân viên, người gián tiếp sản xuất"][0] == "<3"
    assert printed["Học sinh"][0] == "<3"
    assert printed["Tuổi bình quân"][:2] == ["*", "*"]
    assert "nữ 1" not in text(shown)
    assert "T/M CHI BỘ" in text(shown)


@pytest.mark.parametrize(
    ("told", "public", "said"),
    [
        (
            account(ADMITTED),
            False,
            "[Người lập báo cáo bổ sung: lỗi còn tồn tại theo tệp kiểm tra]",
        ),
        (account(ADMITTED, findings=()), False, "Không có."),
        (city(), False, "Cảnh báo: chuyển đến 3, chuyển đi 5, chênh 2"),
        (city(), True, "Không nêu trong bản công bố."),
    ],
)
def test_not_knowing_of_faults_is_not_having_none(told, public, said):
    assert said in text(word.write(told, public=public)).split("3. Lỗi số liệu còn tồn tại")[1]


@pytest.mark.parametrize("missing", [0, 2])
def test_a_unit_with_numbers_missing_below_is_not_blamed(missing):
    row = replace(unit("DB", "TP", "co_so", 0, UnitStatus.ROLLED_UP), missing_below=missing)
    shown = text(word.write(account(ADMITTED, [row])))
    assert ("chưa kết nạp được đảng viên nào: 1 đơn vị (Đơn vị DB)" in shown) is not bool(missing)
    assert ("Cộng từ cấp dưới, thiếu 2" in shown) is bool(missing)


def test_at_the_end_of_the_year_there_is_no_pace_any_more():
    judged = [judgement("CB", 9, 3, Verdict.NOT_MET), judgement("TP", 9, 3, Verdict.NOT_MET)]
    told = account(ADMITTED, [unit("CB", "TP", "chi_bo_co_so", 3)], judged, period="2023")
    shown = text(word.write(told))
    assert "Trong năm 2023 kết nạp 47 đảng viên" in shown
    assert "Đơn vị trực thuộc chưa đạt chỉ tiêu cả năm: 1 đơn vị (Đơn vị CB)." in shown
    assert "Thiếu 6 đảng viên so với chỉ tiêu giao cả năm (9 đảng viên)." in shown


@pytest.mark.parametrize(("classification", "public"), [("Mật", False), ("", True)])
def test_marks_stand_at_the_top(classification, public):
    first = lines(word.write(account(ADMITTED, classification=classification), public=public))
    assert first[0] == ("MẬT" if classification else "BẢN CÔNG BỐ (đã lược số liệu nhỏ)")


def test_the_signature_never_stands_alone_on_a_page():
    body = part(word.write(city())).find(f"{W}body")
    signed = next(t for t in body.iter(f"{W}tbl") if "BÍ THƯ" in "".join(t.itertext()))
    before = list(signed.itersiblings(preceding=True))[:2]
    assert "kiến nghị" in "".join(before[1].itertext())
    assert all(each.find(f"{W}pPr/{W}keepNext") is not None for each in before)


def test_published_without_rows_does_not_deny_that_there_are_units():
    alone = account(ADMITTED, [unit("CB", "TP", "chi_bo", 2)], level="co_so")
    shown = lines(word.write(alone, public=True))
    assert "Bản công bố không nêu số liệu của từng đơn vị trực thuộc." in shown
    assert "Không có đơn vị trực thuộc." not in shown
    assert not any(line.startswith("Bảng dừng") for line in shown)
    assert "Không có đơn vị trực thuộc." in lines(word.write(account(ADMITTED)))


def test_every_section_is_a4_with_the_margins_of_a_party_document():
    sections = list(part(word.write(city())).iter(f"{W}sectPr"))
    sizes = set()
    for section in sections:
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        sizes.add(tuple(round(int(size.get(f"{W}{side}")) / MILLIMETRE) for side in "wh"))
        found = [margins.get(f"{W}{side}") for side in ("top", "bottom", "left", "right")]
        assert [round(int(value) / MILLIMETRE) for value in found] == [20, 20, 30, 15]
    assert len(sections) == 4
    assert sizes == {(210, 297), (297, 210)}


def test_the_first_page_alone_has_no_number():
    first, *rest = part(word.write(city())).iter(f"{W}sectPr")
    assert first.find(f"{W}titlePg") is not None
    assert all(section.find(f"{W}titlePg") is None for section in rest)
    with ZipFile(BytesIO(word.write(city()))) as package:
        headers = [n for n in package.namelist() if n.startswith("word/header")]
        assert any(b"PAGE" in package.read(name) for name in headers)


def test_one_font_and_size_fourteen():
    styles = part(word.write(city()), "word/styles.xml")
    fonts = {
        value
        for data in (styles, part(word.write(city())))
        for found in data.iter(f"{W}rFonts")
        for value in found.attrib.values()
    }
    assert fonts == {"Times New Roman"}
    default = styles.find(f"{W}docDefaults//{W}sz")
    body = styles.find(f"{W}style[@{W}styleId='Body']/{W}rPr/{W}sz")
    assert default.get(f"{W}val") == body.get(f"{W}val") == "28"


def test_heading_rows_of_tables_repeat():
    bordered = [t for t in part(word.write(city())).iter(f"{W}tbl") if len(t.findall(f"{W}tr")) > 1]
    assert bordered
    assert all(t.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for t in bordered)


def test_no_name_company_or_path_in_the_file():
    with ZipFile(BytesIO(word.write(city()))) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
        dates = {entry.date_time for entry in package.infolist()}
    for word_of_a_person in (b"python-docx", b"<dc:creator", b"Company", b"/work/", b"C:\\"):
        assert word_of_a_person not in everything
    assert dates == {(1980, 1, 1, 0, 0, 0)}


OLD, NEW = profiles.PROFILES


@pytest.mark.parametrize("profile", profiles.PROFILES, ids=lambda profile: profile.code)
def test_the_committed_template_is_what_the_code_builds(profile):
    folder = files("templates") / "reports"
    assert (folder / f"{profile.code}.docx").read_bytes() == word_template.build(profile)


def test_a_profile_can_be_chosen_in_the_plan_and_each_has_its_template():
    assert set(vocabulary.labels("document_profile")) == {p.code for p in profiles.PROFILES}


@pytest.mark.parametrize(
    ("code", "year", "profile"),
    [
        ("hd36-2018", 2027, OLD),
        ("hd05-2026", 2023, NEW),
        ("", 2023, OLD),
        ("", 2026, NEW),
        ("../forms/btctw-2021", 2010, OLD),
    ],
)
def test_the_plan_names_the_profile_or_else_the_year_does(code, year, profile):
    assert profiles.chosen(code, year) is profile


def template(old: str, new: str) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(word_template.build(OLD))) as source, ZipFile(target, "w") as package:
        for name in source.namelist():
            package.writestr(name, source.read(name).replace(old.encode(), new.encode()))
    return target.getvalue()


def test_an_office_may_change_the_template():
    own = template("- Lưu Văn phòng.", "- Lưu Vp Đảng ủy; kỳ {{ period }}.")
    assert "- Lưu Vp Đảng ủy; kỳ quý I năm 2023." in text(word.write(city(), own))


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (template("{{ basis }}", "{{ can_cu }}"), "“can_cu”"),
        (template("{{ basis }}", "{{ basis "), "thẻ viết dở ở đoạn “{{ basis”"),
        (template("{{ basis }}", "{{ basis basis }}"), "sai cú pháp"),
        (template("{{ basis }}", "{{ basis + 1 }}"), "không được dùng"),
        (template("{{ basis }}", "{{ ''.__class__.__mro__ }}"), "không"),
        (b"not a zip", "không phải tệp Word"),
        (b"", "không phải tệp Word"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_in_words(own, said):
    with pytest.raises(TemplateUnusableError, match=re.escape(said)):
        word.write(city(), own)


@pytest.mark.parametrize(
    ("meta", "begins"),
    [
        ({}, "Thực hiện Kế hoạch số 25-KH/TU về phát triển đảng viên mới năm 2023, Ban Thường vụ"),
        (
            {"parent": "T", "name": "Đảng bộ phường 1"},
            "Thực hiện Kế hoạch số 25-KH/TU của Ban Thường vụ Thành ủy về phát triển đảng viên mới "
            "năm 2023, Đảng bộ phường 1 báo cáo",
        ),
        ({"document": "19-NQ/TU", "plan_title": ""}, "Thực hiện Nghị quyết số 19-NQ/TU, Ban"),
        (
            {
                "document": "Kế hoạch (chưa ghi số)",
                "plan_title": "Kết nạp đảng viên dịp kỷ niệm (01/01/2004 - 01/01/2024) (thử)",
            },
            "Thực hiện Kế hoạch về kết nạp đảng viên dịp kỷ niệm (01/01/2004 - 01/01/2024), Ban",
        ),
        (
            {"plan_title": "Kế hoạch phát triển đảng viên"},
            "Thực hiện Kế hoạch số 25-KH/TU về phát triển đảng viên, Ban",
        ),
        (
            {"plan_title": "Nghị quyết về phát triển đảng viên"},
            "Thực hiện Kế hoạch số 25-KH/TU (Nghị quyết về phát triển đảng viên), Ban",
        ),
        (
            {
                "document": "Kế hoạch kết nạp đảng viên (không ghi số)",
                "plan_title": "Kế hoạch kết nạp đảng viên năm 2023",
            },
            "Thực hiện Kế hoạch kết nạp đảng viên năm 2023, Ban",
        ),
        (
            {
                "document": "Kế hoạch phát triển đảng viên mới năm 2023 của Thành ủy",
                "plan_title": "Phát triển đảng viên mới năm 2023 (giả định)",
            },
            "Thực hiện Kế hoạch phát triển đảng viên mới năm 2023 của Thành ủy, Ban",
        ),
        ({"document": "", "plan_title": ""}, "Ban Thường vụ Thành ủy báo cáo kết quả"),
        (
            {"document": "Công văn số 1657-CV/TU", "plan_title": ""},
            "Thực hiện Công văn số 1657",
        ),
    ],
)
def test_on_what_the_report_is_based(meta, begins):
    shown = lines(word.write(account(ADMITTED, **meta)))
    assert any(line.startswith(begins) for line in shown)


def test_every_indicator_of_the_form_stands_in_annex_2():
    shown = text(word.write(city()))
    assert all(i.label in shown for i in forms.load().indicators.values())
    assert Key("B2.I", "ty_le") in figures(ADMITTED)
    assert META["name"] in shown


def test_last_year_is_not_compared_where_some_units_left_it_blank():
    told = account(ADMITTED, before={"B2.I": 44}, blanks="B2.I/cung_ky=29")
    shown = text(word.write(told))
    assert "chưa so sánh được với cùng kỳ năm trước (44 đồng chí; cùng kỳ năm trước 29" in shown
    assert "giảm 3 đồng chí" not in shown
    row = next(row for table in tables(word.write(told)) for row in table if row[0][:3] == "I. ")
    assert row[1:] == ["47", "47", "44", "…"]


@pytest.mark.parametrize(
    ("issuer", "level", "signed"),
    [
        ("Ban Thường vụ Thành ủy", "cap_tren_truc_tiep", "T/M BAN THƯỜNG VỤ"),
        ("Ban Chấp hành Đảng bộ thành phố", "cap_tren_truc_tiep", "T/M BAN CHẤP HÀNH"),
        ("Thành ủy", "cap_tren_truc_tiep", "T/M BAN THƯỜNG VỤ"),
        ("", "chi_bo", "T/M CHI BỘ"),
    ],
)
def test_it_is_signed_on_behalf_of_the_body_that_issues_it(issuer, level, signed):
    assert signed in lines(word.write(account(ADMITTED, issuer=issuer, level=level)))


def test_organisations_are_counted_on_the_tree_with_how_many_have_reported():
    assert (
        "5 tổ chức cơ sở đảng (3 đảng bộ cơ sở, 2 chi bộ cơ sở) và 12 chi bộ trực thuộc; đã có số "
        "liệu của 4/5 tổ chức cơ sở đảng và 12/12 chi bộ trực thuộc."
    ) in text(word.write(city()))


def test_where_the_plan_stops_above_the_grassroots_they_are_as_reported():
    districts = [unit(code, "TP", "cap_tren_truc_tiep", 3) for code in ("H1", "H2")]
    told = account(
        ADMITTED, [*districts, unit("H3", "TP", "cap_tren_truc_tiep", None)], missing="1"
    )
    assert (
        "41 tổ chức cơ sở đảng (24 đảng bộ cơ sở, 17 chi bộ cơ sở) theo số liệu của 2/3 đơn vị."
    ) in text(word.write(told))


def test_units_inside_a_superiors_return_are_not_among_those_that_admitted_nobody():
    inside = [unit(f"D.{n}", "D", "chi_bo", None, UnitStatus.ROLLED_UP) for n in range(3)]
    own = [unit(f"E.{n}", "E", "chi_bo", n) for n in range(2)]
    above = [unit(code, "TP", "co_so", 1) for code in ("D", "E")]
    shown = text(word.write(account(ADMITTED, [above[0], *inside, above[1], *own])))
    assert (
        "Từ đầu năm có 1/2 chi bộ có số liệu riêng chưa kết nạp được đảng viên nào; 3 chi bộ khác "
        "gộp trong báo cáo của cấp trên."
    ) in shown
    assert "Gộp ở cấp trên" in shown


def test_of_several_targets_what_is_left_names_the_document_of_each():
    judged = [
        judgement("TP", 60, 47, Verdict.NOT_MET),
        judgement("TP", 40, 47, Verdict.MET, quota="Q4"),
    ]
    told = account(ADMITTED, judgements=judged)
    quotas = {**told.quotas, "Q4": Asked("B2.I", "Chương trình 50")}
    shown = text(word.write(replace(told, quotas=quotas)))
    assert "(60 đảng viên), căn cứ: Nghị quyết năm 2023." in shown
    assert "(40 đảng viên), căn cứ: Chương trình 50." in shown


def test_who_is_exempt_is_named_with_its_superior_and_the_quota_in_words():
    judged = [judgement("DB0.1", None, 1, Verdict.EXEMPT, "Q3", "K4", detail="được miễn")]
    told = city()
    quotas = {**told.quotas, "Q3": Asked("B2.I", title="Mỗi chi bộ ít nhất 1")}
    shown = lines(word.write(replace(told, judgements=tuple(judged), quotas=quotas)))
    assert "Chi bộ khu phố 2 (Đảng bộ phường 1)" in shown
    assert "- Q3: Mỗi chi bộ ít nhất 1." in shown
