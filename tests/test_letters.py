"""Letters: drafts that any mail program opens, with nothing in them that should not be."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.mail import texts
from aggregator.mail.address import usable
from aggregator.mail.draft import Attachment, Letter, ascii_name, draft
from aggregator.model import Deadline, Plan
from aggregator.workbook.planbook import write as plan_write
from tests.offices import (
    PERIOD,
    admitted,
    aggregate,
    fates,
    fill,
    ketnap,
    office,
    resaved_by_libreoffice,
    small_plan,
    templates,
)
from tests.system import soffice

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRONG = {**admitted(1), "B1.B1": 2}
"""A return with an identity that doesn't hold."""


def with_mail(**changes) -> Plan:
    plan = small_plan(**changes)
    addressed = {
        code: unit._replace(email=f"{code.lower()}@example.vn")
        for code, unit in plan.units.items()
        if code != "B.2"
    }
    return replace(plan, units={**plan.units, **addressed})


def opened(path: Path):
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def body(message) -> str:
    return message.get_body(("plain",)).get_content()


# --- a draft --------------------------------------------------------------------------------------

LETTER = Letter(
    "Đề nghị sửa, gửi lại",
    "Kính gửi: Đảng ủy\nSửa ô C5.\n",
    "a@example.vn",
    (Attachment("Biểu 2 quý I (1).xlsx", b"PK\3\4" + bytes(range(256))),),
)


def test_a_draft_opens_for_sending_with_its_attachment_unharmed() -> None:
    message = message_from_bytes(draft(LETTER), policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "a@example.vn"
    assert message["Subject"] == "Đề nghị sửa, gửi lại"
    assert body(message).splitlines() == ["Kính gửi: Đảng ủy", "Sửa ô C5."]
    (part,) = message.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == (XLSX, "Bieu 2 quy I (1).xlsx")
    assert part.get_content() == LETTER.attachments[0].data


def test_a_draft_leaves_to_the_mail_program_what_is_its_own() -> None:
    message = message_from_bytes(draft(LETTER))
    assert not {"From", "Date", "Message-ID", "User-Agent"} & set(message.keys())


def test_a_draft_is_seven_bit_with_short_lines_and_the_same_each_time() -> None:
    data = draft(LETTER)
    assert data == draft(LETTER)
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 78


@given(st.text(), st.text())
def test_text_from_outside_opens_no_header_and_no_line(title: str, name: str) -> None:
    written = texts.text("gui-cap-tren", plan=title, title=title, period=name, unit=name,
                         superior=title, lines=[name])  # fmt: skip
    message = message_from_bytes(draft(Letter(*written)), policy=policy.default)
    assert set(message.keys()) == {
        "Content-Type",
        "MIME-Version",
        "Content-Transfer-Encoding",
        "Subject",
        "X-Unsent",
    }
    assert message["Subject"] == written.subject
    assert len(body(message).splitlines()) == len(written.body.splitlines()) <= 11


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Biểu đồ quý Ⅱ.xlsx", "Bieu do quy II.xlsx"),
        ("ĐẢNG ỦY.XLSM", "DANG UY.xlsm"),
        ('a"b;c\r\nd.zip', "a_b_c__d.zip"),
        ("kết nạp", "ket nap.xlsx"),
        ("汉.xlsx", "tep.xlsx"),
        ("..xlsx", "tep.xlsx"),
        ("x" * 300 + ".zip", "x" * 80 + ".zip"),
    ],
)
def test_attachments_have_plain_names(name: str, plain: str) -> None:
    assert ascii_name(name) == plain


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("a@example.vn", "a@example.vn"),
        (" btc.tinh-uy+kn@mail.example.gov.vn ", "btc.tinh-uy+kn@mail.example.gov.vn"),
        ("", ""),
        ("a@b@example.vn", ""),
        ("a b@example.vn", ""),
        ("a@example.vn, b@example.vn", ""),
        ("a@example.vn\r\nBcc: b@example.vn", ""),
        ("a@example.vn\n", ""),
        ("Đảng ủy <a@example.vn>", ""),
        ("đu@example.vn", ""),
        (".a@example.vn", ""),
        ("a..b@example.vn", ""),
        ("a@-example.vn", ""),
        ("a" * 250 + "@example.vn", ""),
    ],
)
def test_only_one_plain_address_is_an_address(text: str, address: str) -> None:
    assert usable(text) == address


# --- what goes back with the marked returns -------------------------------------------------------


def run(home: Path, returns: dict[str, bytes], plan: Plan, *options: object) -> Path:
    folder = office(home, returns, plan)
    aggregate(folder, *options)
    return folder / "tong-hop" / "tra-lai"


def test_each_marked_return_has_a_letter_to_its_sender(tmp_path) -> None:
    blank = templates(with_mail(), tmp_path)
    returned = run(tmp_path, {"A/A.1 quý I.xlsx": fill(blank["A.1"], WRONG)}, with_mail())
    letter = opened(returned / "A" / "A.1 quý I.xlsx.eml")
    assert letter["To"] == "a.1@example.vn"
    for word in ("KH-THU", "quý I năm 2024", "Chi bộ khu phố 1"):
        assert word in letter["Subject"]
    text = body(letter)
    assert "1. Sheet Biểu" in text
    assert "Cách sửa: " in text
    (part,) = letter.iter_attachments()
    assert part.get_content() == (returned / "A" / "A.1 quý I.xlsx").read_bytes()


def test_one_fault_in_many_cells_is_one_line(tmp_path) -> None:
    blank = templates(with_mail(), tmp_path)
    wrong = {code: -1 for code in list(admitted(1)) if code.startswith("B")}
    returned = run(tmp_path, {"C.xlsx": fill(blank["C"], wrong)}, with_mail())
    text = body(opened(returned / "C.xlsx.eml"))
    line = next(line for line in text.splitlines() if "Sheet Biểu 2" in line)
    assert "ô khác: C" in line


def test_a_cell_without_an_address_is_written_to_through_its_committee(tmp_path) -> None:
    plan, blank = with_mail(), templates(with_mail(), tmp_path)
    files = {f"{code}.xlsx": fill(blank[code], WRONG) for code in ("B.2", "C")}
    letter = opened(run(tmp_path, files, plan) / "B.2.xlsx.eml")
    assert letter["To"] == plan.units["B"].email
    assert f"Kính gửi: {plan.units['B.2'].name}" in body(letter)


def test_without_an_address_the_draft_has_none_and_the_account_says_so(tmp_path) -> None:
    plan = with_mail()
    silent = {code: plan.units[code]._replace(email="") for code in plan.path("B.2")[1:]}
    plan = replace(plan, units={**plan.units, **silent})
    folder = office(tmp_path, {"B.2.xlsx": fill(templates(plan, tmp_path)["B.2"], WRONG)}, plan)
    said = ketnap("aggregate", folder).output
    assert opened(folder / "tong-hop" / "tra-lai" / "B.2.xlsx.eml")["To"] is None
    assert "1 thư chưa có địa chỉ" in said


def test_what_cannot_be_marked_has_a_letter_that_says_it_all(tmp_path) -> None:
    """A signed workbook, an .xls, an .xlsb: whether the sender can be written to or not."""
    silent = with_mail()
    silent = replace(silent, units={c: u._replace(email="") for c, u in silent.units.items()})
    for plan, address in ((with_mail(), "c@example.vn"), (silent, None)):
        (home := tmp_path / str(address)).mkdir()
        signed = io.BytesIO(fill(templates(plan, home)["C"], WRONG))
        with zipfile.ZipFile(signed, "a") as box:
            box.writestr("_xmlsignatures/origin.sigs", b"")
        returned = run(home, {"C.xlsx": signed.getvalue()}, plan)
        assert [path.name for path in returned.iterdir()] == ["C.xlsx.eml"]
        letter = opened(returned / "C.xlsx.eml")
        assert letter["To"] == address
        assert "1. Sheet Biểu" in body(letter)
        assert "không đánh dấu được" in body(letter)


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_a_faulty_ods_goes_back_marked(tmp_path) -> None:
    plan = with_mail()
    faulty = fill(templates(plan, tmp_path)["C"], WRONG)
    sent = resaved_by_libreoffice(soffice(), faulty, tmp_path / "lo", "ods")
    returned = run(tmp_path, {"C.ods": sent}, plan)
    assert sorted(path.name for path in returned.iterdir()) == ["C.ods", "C.ods.eml"]
    (carried,) = opened(returned / "C.ods.eml").iter_attachments()
    assert carried.get_filename() == "C.ods"
    assert carried.get_content_type() == "application/vnd.oasis.opendocument.spreadsheet"
    assert carried.get_content() == (returned / "C.ods").read_bytes() != sent


def test_a_classification_blocks_the_letters_and_nothing_else(tmp_path) -> None:
    plan = with_mail(classification="Mật")
    folder = office(tmp_path, {"C.xlsx": fill(templates(plan, tmp_path)["C"], WRONG)}, plan)
    result = ketnap("aggregate", folder)
    assert [p.name for p in (folder / "tong-hop" / "tra-lai").iterdir()] == ["C.xlsx"]
    assert result.return_value == 1
    assert "Không soạn thư trả lại: kế hoạch ghi “Mật”" in result.output


def test_without_the_plan_the_classification_that_returns_carry_still_blocks(tmp_path) -> None:
    plan = with_mail(classification="Mật")
    folder = office(tmp_path, {"C.xlsx": fill(templates(plan, tmp_path)["C"], WRONG)}, plan)
    (tmp_path / "ke-hoach.xlsx").unlink()
    aggregate(folder)
    assert not list(folder.rglob("*.eml"))


def personal(data: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.create_sheet("Danh sách").append(["Họ và tên", "Ngày sinh"])
    book["Danh sách"].append(["Nguyễn Thị Thử", "01/02/1999"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_list_of_persons_gets_a_letter_with_nothing_of_it(tmp_path) -> None:
    plan = with_mail()
    returned = run(tmp_path, {"C.xlsx": personal(templates(plan, tmp_path)["C"])}, plan)
    assert [path.name for path in returned.iterdir()] == ["C.xlsx.eml"]
    letter = opened(returned / "C.xlsx.eml")
    assert letter["To"] == "c@example.vn"
    assert not list(letter.iter_attachments())
    assert "không kèm tệp" in body(letter)
    assert "Nguyễn" not in body(letter)


@pytest.mark.parametrize("why", ["other plan", "no unit", "no address"])
def test_no_letter_goes_to_anybody_who_may_not_have_sent_it(tmp_path, why) -> None:
    plan = with_mail()
    returns = {
        "other plan": {"C.xlsx": personal(templates(replace(plan, code="KHAC"), tmp_path)["C"])},
        "no unit": {"la.xlsx": personal(fill(templates(plan, tmp_path)["C"], {}))[:-9]},
        "no address": {"B.2.xlsx": personal(templates(plan, tmp_path)["B.2"])},
    }
    assert not run(tmp_path, returns[why], plan).exists()


def test_a_workbook_of_another_plan_goes_back_to_no_unit_of_this_one(tmp_path) -> None:
    plan = with_mail()
    other = templates(replace(plan, code="KHAC"), tmp_path)["C"]
    letter = opened(run(tmp_path, {"C.xlsx": other}, plan) / "C.xlsx.eml")
    assert letter["To"] is None
    assert "Chi bộ cơ sở C" not in body(letter) + letter["Subject"]


def no_period(data: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["_ketnap"]["B6"] = "quý một"
    book.defined_names["ketnap.period"].attr_text = '"quý một"'
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_return_of_no_period_still_goes_back(tmp_path) -> None:
    blank = templates(with_mail(), tmp_path)
    returned = run(tmp_path, {"C.xlsx": no_period(blank["C"])}, with_mail())
    assert "không rõ kỳ" in opened(returned / "C.xlsx.eml")["Subject"]


def test_letters_come_and_go_with_their_returns_and_stay_the_same(tmp_path) -> None:
    plan = with_mail()
    blank = templates(plan, tmp_path)
    wrong = fill(blank["C"], WRONG)
    returned = run(tmp_path, {"C.xlsx": wrong, "A/A.1.xlsx": fill(blank["A.1"], WRONG)}, plan)
    first = {path: path.read_bytes() for path in returned.rglob("*.eml")}
    assert len(first) == 2
    run(tmp_path, {}, plan, "--no-cache", "--jobs", 2)
    assert {path: path.read_bytes() for path in returned.rglob("*.eml")} == first
    run(tmp_path, {"C.xlsx": fill(blank["C"], admitted(1))}, plan)
    assert [path.name for path in returned.rglob("*.eml")] == ["A.1.xlsx.eml"]


def test_names_that_get_in_each_others_way_cost_no_letter(tmp_path) -> None:
    plan = with_mail()
    blank = templates(plan, tmp_path)
    long = "Biểu mẫu " * 19 + ".xlsx"
    returned = run(tmp_path, {long: fill(blank["C"], WRONG)}, plan)
    assert len(long.encode()) < 255 < len(f"{long}.eml".encode())
    (letter,) = returned.glob("*.eml")
    assert opened(letter)["To"] == "c@example.vn"


def test_a_draft_that_lies_among_the_returns_is_an_output_of_ours(tmp_path) -> None:
    plan = with_mail()
    blank = templates(plan, tmp_path)
    returned = run(tmp_path, {"C.xlsx": fill(blank["C"], WRONG)}, plan)
    letter = (returned / "C.xlsx.eml").read_bytes()
    sent = letter.replace(b"X-Unsent: 1\r\n", b"From: tp@example.vn\r\n")
    folder = office(tmp_path, {"thu/nhap.eml": letter, "thu/da gui.eml": sent}, plan)
    found = fates(aggregate(folder))
    assert found["thu/nhap.eml"] == ("own_output", "R112")
    assert found["thu/da gui.eml/C.xlsx"][0] == "rejected"
    assert f"thu/nhap.eml/C_{PERIOD}.xlsx" not in found


# --- what goes down with the templates ------------------------------------------------------------


def distributed(home: Path, plan: Plan, *options: object):
    path = home / "ke-hoach.xlsx"
    path.write_bytes(plan_write.write(plan))
    return ketnap("distribute", path, "--period", PERIOD, "--eml", *options)


def test_each_direct_subordinate_gets_one_draft_with_all_that_is_its(tmp_path) -> None:
    due = Deadline("D", "Báo cáo quý I", PERIOD, date(2024, 4, 5), "co_so")
    result = distributed(tmp_path, with_mail(deadlines=(due,)))
    out = tmp_path / "gui-di" / PERIOD
    assert sorted(path.name for path in out.glob("*.eml")) == ["A.eml", "B.eml", "C.eml"]
    assert "3 thư nháp" in result.output
    letter = opened(out / "A.eml")
    assert letter["To"] == "a@example.vn"
    for words in ("3 tệp biểu mẫu", "ngày 05/04/2024", "ke-hoach_A.xlsx", "về: tp@example.vn"):
        assert words in body(letter)
    (part,) = letter.iter_attachments()
    assert part.get_filename() == f"A_{PERIOD}.zip"
    with zipfile.ZipFile(io.BytesIO(part.get_content())) as box:
        inside = {name: box.read(name) for name in box.namelist()}
    assert inside == {
        path.relative_to(out).as_posix(): path.read_bytes() for path in (out / "A").iterdir()
    }
    assert not list(out.glob("*.zip"))


def test_a_single_workbook_is_attached_as_it_is(tmp_path) -> None:
    distributed(tmp_path, with_mail())
    out = tmp_path / "gui-di" / PERIOD
    (part,) = opened(out / "C.eml").iter_attachments()
    assert part.get_content_type() == XLSX
    assert part.get_content() == (out / "C" / f"C_{PERIOD}.xlsx").read_bytes()


def test_a_subordinate_without_address_is_named(tmp_path) -> None:
    result = distributed(tmp_path, with_mail(), "--unit", "B")
    out = tmp_path / "gui-di" / PERIOD
    assert opened(out / "B.2.eml")["To"] is None
    assert opened(out / "B.1.eml")["To"] == "b.1@example.vn"
    assert "tự ghi nơi nhận: B.2\n" in result.output


def test_a_classification_stops_the_drafts_before_anything_is_written(tmp_path) -> None:
    result = distributed(tmp_path, with_mail(classification="Mật"))
    assert result.return_value == 2
    assert "Mật" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["ke-hoach.xlsx"]


def test_a_draft_with_templates_that_lies_among_the_returns_is_no_return(tmp_path) -> None:
    plan = with_mail()
    distributed(tmp_path, plan)
    drafts = {path.name: path.read_bytes() for path in (tmp_path / "gui-di" / PERIOD).glob("*.eml")}
    found = fates(aggregate(office(tmp_path, drafts, plan)))
    assert found == dict.fromkeys(drafts, ("own_output", "R112"))
