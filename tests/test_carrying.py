"""What an officer writes into a report is in the report made anew; his file is kept."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from aggregator.report.word import carrying, remembered
from aggregator.report.word import document as word
from aggregator.report.word.profiles import PROFILES
from tests import offices
from tests.made_account import ADMITTED, account, city
from tests.system import soffice
from tests.test_word import lines

CAUSE = "[Người lập báo cáo bổ sung: nguyên nhân khách quan, chủ quan]"
WROTE = "Nguyên nhân là quần chúng trẻ đi làm ăn xa, 3 thôn không còn đoàn viên."
OTHER = "Đề nghị Thành ủy mở thêm 2 lớp bồi dưỡng tại cụm xã."


def edited(data: bytes, changes: dict[str, str], behind: dict[str, str] | None = None) -> bytes:
    """The report as an officer leaves it: paragraphs retyped, others added behind some."""
    document = docx.Document(BytesIO(data))
    for element in list(document.element.body.iter(carrying.qn("w:p"))):
        paragraph = docx.text.paragraph.Paragraph(element, document)
        begins = next((b for b in behind or {} if paragraph.text.startswith(b)), None)
        if begins is not None:
            added = docx.text.paragraph.Paragraph(carrying.OxmlElement("w:p"), document)
            element.addnext(added._p)
            added.add_run(behind[begins])
        for old, new in changes.items():
            if old in paragraph.text:
                paragraph.text = paragraph.text.replace(old, new)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def again(told, old: bytes) -> list[str]:
    return lines(word.write(told, old=remembered.earlier(old)))


def more():
    return account({**ADMITTED, "B2.I": 48, "B1.B1": 48, "B1.B": 61, "B1.D": 7924})


@pytest.mark.parametrize("profile", [profile.code for profile in PROFILES])
def test_what_was_written_stands_in_its_place_beside_new_numbers(profile):
    told = city(document_profile=profile)
    old = edited(
        word.write(told),
        {
            CAUSE: WROTE,
            "Số ……-BC/TU": "Số 05-BC/TU",
            "………, ngày …… tháng …… năm ……": "Hạ Long, ngày 05 tháng 4 năm 2023",
        },
        {"V- KIẾN NGHỊ": OTHER, "BÍ THƯ": "Nguyễn Văn"},
    )
    shown = again(more(), old)
    assert shown[shown.index("2. Nguyên nhân") + 1] == WROTE
    assert CAUSE not in shown
    assert shown[shown.index("V- KIẾN NGHỊ") + 1] == OTHER
    assert "Số 05-BC/TU" in shown
    assert "Hạ Long, ngày 05 tháng 4 năm 2023" in shown
    assert shown[shown.index("BÍ THƯ") + 1] == "Nguyễn Văn"
    assert any("kết nạp 48 đảng viên" in line for line in shown)
    assert not any("kết nạp 47 đảng viên" in line for line in shown)


def test_a_changed_sentence_is_shown_beside_the_new_one():
    old = edited(word.write(city()), {"kết nạp 47 đảng viên": "kết nạp 147 đảng viên"})
    shown = again(more(), old)
    at = next(at for at, line in enumerate(shown) if "kết nạp 48 đảng viên" in line)
    assert shown[at + 1].startswith(f"{carrying.EDITED}- Trong quý I năm 2023 kết nạp 147 đảng")
    assert not any(carrying.EDITED in line for line in again(more(), word.write(city())))


def test_made_a_third_and_fourth_time_it_stands_there_once():
    changes = {CAUSE: WROTE, "kết nạp 47 đảng viên": "kết nạp 147 đảng viên"}
    old = edited(word.write(city()), changes)
    third = word.write(more(), old=remembered.earlier(old))
    fourth = word.write(more(), old=remembered.earlier(third))
    assert lines(fourth) == lines(third)
    assert lines(fourth).count(WROTE) == 1


def test_nothing_written_nothing_carried():
    assert word.write(city(), old=remembered.earlier(word.write(more()))) == word.write(city())


def test_markup_and_tags_that_somebody_wrote_stay_text():
    shown = again(more(), edited(word.write(city()), {CAUSE: "<w:p/> {{ 7 * 7 }} & =1+1"}))
    assert "<w:p/> {{ 7 * 7 }} & =1+1" in shown


def hostile(name: str, change) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(word.write(city()))) as source, ZipFile(target, "w") as package:
        for each in source.namelist():
            data = source.read(each)
            package.writestr(each, change(data) if each == name else data)
    return target.getvalue()


@pytest.mark.parametrize(
    "old",
    [
        b"",
        b"not a document",
        hostile("word/document.xml", lambda data: b'<!DOCTYPE a [<!ENTITY b "c">]>' + data[56:]),
        hostile("word/document.xml", lambda data: data[:-30]),
        hostile("word/document.xml", lambda _: b"<a>" * 5000 + b"</a>" * 5000),
        hostile("docProps/custom.xml", lambda _: b"<a"),
    ],
)
def test_what_is_no_report_is_not_read(old):
    assert remembered.earlier(old) is None


def test_a_document_without_our_digests_carries_nothing():
    target = BytesIO()
    docx.Document().save(target)
    assert remembered.earlier(target.getvalue()) is None


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_saved_by_libreoffice_the_program_still_knows_its_own_text(tmp_path):
    old = edited(word.write(city()), {CAUSE: WROTE})
    saved = offices.resaved_by_libreoffice(str(soffice()), old, tmp_path, "docx")
    shown = again(more(), saved)
    assert shown[shown.index("2. Nguyên nhân") + 1] == WROTE
    assert shown == again(more(), old)


def reports(home: Path) -> tuple[Path, Path]:
    plan = offices.small_plan()
    sheets = offices.templates(plan, home)
    folder = offices.office(home, {"C.xlsx": offices.fill(sheets["C"], offices.admitted(1))}, plan)
    offices.aggregate(folder)
    summary = folder / "tong-hop" / "tong-hop_TP_2024-Q1.xlsx"
    offices.ketnap("report", summary)
    return summary, summary.with_name("bao-cao_TP_2024-Q1.docx")


def test_the_file_that_somebody_saved_is_kept_and_his_words_carried(tmp_path):
    summary, report = reports(tmp_path)
    first = report.read_bytes()
    offices.ketnap("report", summary)
    assert report.read_bytes() == first
    assert len(list(report.parent.glob("*.docx"))) == 1
    saved = as_word_saves(edited(first, {CAUSE: WROTE}))
    report.write_bytes(saved)
    offices.ketnap("report", summary)
    offices.ketnap("report", summary)
    assert WROTE in lines(report.read_bytes())
    (kept,) = report.parent.glob("*_ban-cu-*.docx")
    assert kept.read_bytes() == saved


def test_nothing_is_carried_from_a_full_report_into_a_published_one(tmp_path):
    summary, report = reports(tmp_path)
    full = as_word_saves(edited(report.read_bytes(), {CAUSE: WROTE}))
    report.write_bytes(full)
    offices.ketnap("report", summary, "--public", "--out", report)
    assert WROTE not in lines(report.read_bytes())
    report.write_bytes(as_word_saves(edited(report.read_bytes(), {CAUSE: OTHER})))
    offices.ketnap("report", summary, "--public", "--out", report)
    assert OTHER in lines(report.read_bytes())


def test_a_published_report_stands_beside_the_full_one(tmp_path):
    summary, report = reports(tmp_path)
    full = report.read_bytes()
    offices.ketnap("report", summary, "--public")
    published = report.with_name("bao-cao_TP_2024-Q1_cong-khai.docx")
    assert report.read_bytes() == full != published.read_bytes()


def test_a_foreign_file_in_the_way_is_kept(tmp_path):
    summary, report = reports(tmp_path)
    report.write_bytes(b"ghi chep rieng")
    offices.ketnap("report", summary)
    (kept,) = report.parent.glob("*_ban-cu-*.docx")
    assert kept.read_bytes() == b"ghi chep rieng"


def changed(data: bytes, change) -> bytes:
    """The report after somebody has worked on the open document."""
    document = docx.Document(BytesIO(data))
    change(document)
    target = BytesIO()
    document.save(target)
    return as_word_saves(target.getvalue())


def with_formatting(document) -> None:
    place = next(p for p in document.paragraphs if p.text == CAUSE)
    place.text = ""
    place.add_run("Nguyên nhân ")
    place.add_run("chính").bold = True
    place.add_run(" là ")
    both = place.add_run("nguồn")
    both.italic = both.underline = True
    item = place.insert_paragraph_before("thiếu đoàn viên")
    item._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 1


def test_bold_italic_and_underlined_words_stay_so_and_an_item_of_a_list_gets_a_dash():
    old = changed(word.write(city()), with_formatting)
    third = word.write(more(), old=remembered.earlier(old))
    for made in (third, word.write(city(), old=remembered.earlier(third))):
        shown = docx.Document(BytesIO(made)).paragraphs
        told = next(p for p in shown if p.text == "Nguyên nhân chính là nguồn")
        looks = [(run.text, run.bold, run.italic, run.underline) for run in told.runs]
        assert looks == [
            ("Nguyên nhân ", None, None, None),
            ("chính", True, None, None),
            (" là ", None, None, None),
            ("nguồn", None, True, True),
        ]
        assert "- thiếu đoàn viên" in [p.text for p in shown]


def with_table_and_picture(document) -> None:
    heading = next(p for p in document.paragraphs if p.text == "V- KIẾN NGHỊ")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Ô của bảng thêm"
    heading._p.addnext(table._tbl)
    document.paragraphs[4].add_run().add_picture(BytesIO(PIXEL))


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c6300010000050001"
    "0d0a2db40000000049454e44ae426082"
)


def test_what_is_kept_what_is_carried_and_what_is_not_is_told(tmp_path):
    summary, report = reports(tmp_path)
    first = report.read_bytes()
    assert offices.ketnap("report", summary).output == f"Đã lập {report}\n"
    report.write_bytes(changed(edited(first, {CAUSE: WROTE}), with_table_and_picture))
    told = offices.ketnap("report", summary).output.splitlines()
    (kept,) = report.parent.glob("*_ban-cu-*.docx")
    assert told[1] == f"Bản trước đã có người sửa, được giữ ở {kept}"
    assert "Đã chép 1 đoạn viết tay" in told[2]
    assert "Không chép sang được 1 bảng và 1 hình đã chèn thêm" in told[3]
    assert "Phụ lục được lập lại" in told[4]
    assert "Ô của bảng thêm" not in lines(report.read_bytes())
    assert "Ô của bảng thêm" in lines(kept.read_bytes())
    report.write_bytes(b"khong phai Word")
    assert "Không chép gì" in offices.ketnap("report", summary).output


def as_word_saves(data: bytes) -> bytes:
    """The same document as Word would leave it: with its own name in the properties."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w") as package:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/app.xml":
                content = content.replace(b"/>", b"><Application>Word</Application></Properties>")
            package.writestr(name, content)
    return target.getvalue()
