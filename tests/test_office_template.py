"""An office's own Word template: numbers typed into it are told, hostile ones are refused."""

import time
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from aggregator.report.word import document as word
from aggregator.report.word import office_template
from aggregator.report.word import template as word_template
from aggregator.report.word.profiles import PROFILES
from aggregator.report.word.tags import TemplateUnusableError
from tests import offices
from tests.made_account import city
from tests.test_word import template, text

OURS = word_template.build(PROFILES[0])
NUMBERED = [
    ("Đạt 45 đảng viên.", ["45"]),
    ("Kết nạp {{ coverage }} và 12,5% trong 1.600 người", ["12,5", "1.600"]),
    ("Bao gồm 3 chi bộ theo Hướng dẫn 36-HD/VPTW", ["3"]),
    ("Theo Hướng dẫn 36-HD/VPTW ngày 03 tháng 4 năm 2018", []),
    ("Luật 91/2025/QH15, Nghị định 13/2023/NĐ-CP, Quy định số 294-QĐ/TW", []),
    ("Điều 21, khoản 2 Điều lệ Đảng; Phụ lục 3; Biểu số 2", []),
    ("nhiệm kỳ 2020-2025, giai đoạn 2025–2030, năm 2023", []),
    ("6 tháng đầu năm, 9 tháng, ngày 05/4/2023, tháng 3", []),
    ("1. Công tác lãnh đạo", []),
    ("2.1. Kết quả", []),
    ("{% if absent %}{{ period }}{% endif %}", []),
    ("Cả năm 180", ["180"]),
]


def with_line(line: str) -> bytes:
    """Our template with a paragraph of an officer's own."""
    document = docx.Document(BytesIO(OURS))
    document.paragraphs[3].insert_paragraph_before(line)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def with_part(name: str, change) -> bytes:
    """Our template with one part changed, or added to nothing."""
    target = BytesIO()
    with ZipFile(BytesIO(OURS)) as source, ZipFile(target, "w") as package:
        for entry in source.namelist():
            if entry != name:
                package.writestr(entry, source.read(entry))
        package.writestr(name, change(source.read(name) if name in source.namelist() else b""))
    return target.getvalue()


@pytest.mark.parametrize(("line", "numbers"), NUMBERED)
def test_a_number_typed_into_a_template_is_told_with_its_place(line, numbers):
    told = office_template.literals(with_line(line))
    assert [each.split(": số ")[1].split()[0] for each in told] == numbers
    assert all(line[:10] in each and "đoạn " in each for each in told)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.code)
def test_our_templates_hold_no_number_of_their_own(profile):
    assert not office_template.literals(word_template.build(profile))


LINK = (
    b'<Relationship Id="rId900" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/image" Target="http://127.0.0.1/a.png" TargetMode="External"/></Relationships>'
)


def field(code: str):
    runs = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' if kind else said
        for kind, said in (
            ("begin", ""),
            ("", f"<w:r><w:instrText>{code[:3]}</w:instrText></w:r>"),
            ("", f"<w:r><w:instrText>{code[3:]}</w:instrText></w:r>"),
            ("end", ""),
        )
    )
    return with_part(
        "word/document.xml",
        lambda part: part.replace(b"<w:body>", f"<w:body><w:p>{runs}</w:p>".encode()),
    )


HOSTILE = {
    "reaches into the program": (with_line("{{ ''.__class__.__mro__[1] }}"), "thẻ không được dùng"),
    "an attribute of ours": (with_line("{{ basis.__class__ }}"), "thẻ không được dùng"),
    "a call": (with_line("{{ basis.format(1) }}"), "thẻ không được dùng"),
    "a long loop": (
        with_line("{% for i in range(1000000000) %}x{% endfor %}"),
        "thẻ không được dùng",
    ),
    "a huge number": (with_line("{{ 10**10**9 }}"), "thẻ không được dùng"),
    "a huge text": (with_line("{{ 'a' * 1000000000 }}"), "thẻ không được dùng"),
    "raw markup": (with_line("{{ basis|safe }}"), "thẻ không được dùng"),
    "a file": (with_line("{% include '/etc/passwd' %}"), "thẻ không được dùng"),
    "a macro": (with_line("{% macro m() %}{{ m() }}{% endmacro %}"), "thẻ không được dùng"),
    "a table in a table": (
        with_line("{% for a in absent %}{% for b in unit_lines %}x{% endfor %}{% endfor %}"),
        "lồng nhau",
    ),
    "an unknown name": (with_line("{{ so_dang_vien }}"), "“so_dang_vien”"),
    "half a tag": (with_line("Kết quả {{ basis }"), "thẻ viết dở ở đoạn “Kết quả {{ basis }”"),
    "a link outside": (
        with_part(
            "word/_rels/document.xml.rels", lambda part: part.replace(b"</Relationships>", LINK)
        ),
        "liên kết ra ngoài",
    ),
    "a field that fetches": (field("INCLUDETEXT /etc/passwd"), "liên kết ra ngoài"),
    "a field that starts": (field("DDEAUTO cmd"), "liên kết ra ngoài"),
    "code": (with_part("word/vbaProject.bin", lambda _: b"x"), "macro"),
    "an entity": (
        with_part(
            "word/document.xml",
            lambda part: part.replace(
                b"<w:document", b'<!DOCTYPE d [<!ENTITY a "b">]><w:document', 1
            ),
        ),
        "không phải tệp Word",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_template_is_refused_at_once(name):
    data, said = HOSTILE[name]
    begun = time.process_time()
    with pytest.raises(TemplateUnusableError) as refused:
        word.write(city(), data)
    assert said in str(refused.value)
    assert time.process_time() - begun < 5


def test_what_the_program_puts_in_is_never_taken_for_a_tag():
    told = city(name="Đảng bộ {{ 7*7 }} {% x", issuer="")
    shown = text(word.write(told, with_line("{{ committee }}")))
    assert "Đảng bộ {{ 7*7 }} {% x" in shown


def test_a_field_for_page_numbers_may_stay():
    assert "Kết quả" in text(word.write(city(), field("NUMPAGES")))
    assert "- Lưu" in text(word.write(city(), template("- Lưu Văn phòng.", "- Lưu {{ period }}")))


def test_the_command_warns_of_numbers_and_refuses_what_it_cannot_use(tmp_path):
    plan = offices.small_plan()
    sheets = offices.templates(plan, tmp_path)
    folder = offices.office(tmp_path, {"C.xlsx": offices.fill(sheets["C"], offices.admitted(1))})
    offices.aggregate(folder)
    summary = folder / "tong-hop" / "tong-hop_TP_2024-Q1.xlsx"
    own = tmp_path / "mau.docx"
    own.write_bytes(with_line("Cả năm 180 đảng viên"))
    made = offices.ketnap("report", summary, "--template", own)
    assert made.return_value == 0
    assert "số 180 viết thẳng trong mẫu" in made.stderr
    own.write_bytes(with_line("{{ so_moi }}"))
    refused = offices.ketnap("report", summary, "--template", own)
    assert refused.return_value == 2
    assert "“so_moi”" in refused.stderr
