"""The sender's own file comes back marked, and is otherwise the sender's own file."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from aggregator import forms
from aggregator.model import Finding, Ref, Severity
from aggregator.workbook.marking.annotate import mark
from aggregator.workbook.marking.findings_list import FINDINGS_SHEET
from aggregator.workbook.marking.tints import COLOUR
from aggregator.workbook.package.zipparts import Archive, open_archive
from tests.system import soffice

CHECKER = Path(__file__).parent / "ooxml" / "ooxml_check.py"
RED, YELLOW = COLOUR[Severity.ERROR], COLOUR[Severity.WARNING]

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


def finding(
    cell: str, message: str = "có lỗi", severity: Severity = Severity.ERROR, sheet: str = "Biểu 1"
) -> Finding:
    return Finding("V301", severity, message, "sửa lại", "U1", Ref("a.xlsx", sheet, cell))


FINDINGS = (
    finding("C5", '=1+1 <&"'),
    finding("D5", severity=Severity.WARNING),
    finding("C6"),
    finding("C6", "lỗi thứ hai", Severity.WARNING),
    finding("A7"),
    finding("B40"),
    finding("C3", sheet="Trang khác"),
    finding("A1", sheet="không có trang này"),
    Finding("S207", Severity.ERROR, "thiếu trang tính", "tải lại biểu mẫu"),
)
FOUR_CELLS = '=1+1 <&"; và 3 ô khác: C6, A7, B40'
MARKED = {"C5": RED, "D5": YELLOW, "C6": RED, "A7": RED, "B40": RED}


@cache
def by_xlsxwriter() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Biểu 1")
        yellow = workbook.add_format({"bg_color": "#FFFF00", "bold": True, "num_format": "#,##0"})
        sheet.write(4, 2, -5, yellow)
        sheet.write_formula(5, 2, "=C5+1", yellow, -4)
        sheet.write(0, 0, "chữ")
        sheet.write_comment("C5", "lời của người gửi")
        sheet.write_comment("E9", "lời khác")
        sheet.set_column("B:B", 10, yellow)
        sheet.add_table("J1:K4")
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"values": "='Biểu 1'!$C$5:$C$6"})
        sheet.insert_chart("J10", chart)
        sheet.data_validation("C5:C9", {"validate": "list", "source": "='Trang khác'!$A$1:$A$3"})
        sheet.conditional_format("C1:C9", {"type": "data_bar", "data_bar_2010": True})
        workbook.add_worksheet("Trang khác").write(0, 0, 1)
        workbook.add_worksheet("Trống")
    return buffer.getvalue()


@cache
def by_openpyxl() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook["Sheet"]
    sheet.title = "Biểu 1"
    sheet["C5"] = -5
    sheet["C5"].fill = PatternFill("solid", "FFFF00")
    sheet["C6"] = "=C5+1"
    sheet["C5"].comment = Comment("lời của người gửi", "người gửi")
    sheet["J1"], sheet["K1"], sheet["J2"] = "x", "y", 2
    sheet.add_table(Table(displayName="Bang", ref="J1:K2"))
    validation = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
    validation.add("C5:C9")
    sheet.add_data_validation(validation)
    sheet.merge_cells("E9:F10")
    sheet.auto_filter.ref = "A1:C9"
    sheet.protection.sheet = True
    workbook.create_sheet("Trang khác")["A1"] = 1
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def changed(name: str, old: bytes, new: bytes) -> bytes:
    contents = parts(by_xlsxwriter())
    assert old in contents[name]
    return packed(contents | {name: contents[name].replace(old, new)})


@cache
def prefixed() -> bytes:
    """Every element of the main parts with a namespace prefix, as some libraries write."""
    contents = parts(by_openpyxl())
    for name, content in contents.items():
        if name.endswith((".xml", ".rels")) and b'main"' in content[:400] and "theme" not in name:
            text = content.decode().replace(' xmlns="', ' xmlns:q="')
            contents[name] = re.sub(r"<(/?)(?=[A-Za-z0-9]+[\s/>])", r"<\1q:", text).encode()
    return packed(contents)


@cache
def without_addresses() -> bytes:
    """Rows and cells without `r`, as lean writers leave them out."""
    contents = parts(by_openpyxl())
    text = b'<c %st="inlineStr"><is><t>%s</t></is></c>'
    rows = b"<sheetData><row>" + text % (b'r="J1" ', b"x") + text % (b'r="K1" ', b"y") + b"</row>"
    rows += b'<row/><row r="5"><c r="C5"><v>-5</v></c><c/></row>'
    rows += b"<row><c/><c/><c><v>3</v></c></row></sheetData>"
    name = "xl/worksheets/sheet1.xml"
    contents[name] = re.sub(rb"<sheetData>.*</sheetData>", rows, contents[name], flags=re.DOTALL)
    return packed(contents)


SOURCES: dict[str, Callable[[], bytes]] = {
    "XlsxWriter": by_xlsxwriter,
    "openpyxl": by_openpyxl,
    "prefixed": prefixed,
    "without addresses": without_addresses,
}


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest) -> bytes:
    return SOURCES[request.param]()


def marked(data: bytes, findings: tuple[Finding, ...] = FINDINGS) -> bytes:
    result = mark(data, findings)
    assert result is not None
    return result


def load(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def values(data: bytes) -> dict[tuple[str, str], object]:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in load(data)
        if sheet.title != FINDINGS_SHEET
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def raw(archive: Archive, name: str) -> bytes:
    entry = archive.entries[name]
    return archive.data[entry.start : entry.end]


def test_cells_with_findings_are_filled_and_noted(source: bytes) -> None:
    sheet = load(marked(source))["Biểu 1"]
    for cell, colour in MARKED.items():
        assert sheet[cell].fill.fgColor.rgb == colour
        note = sheet[cell].comment
        assert note is not None
        assert "[ketnap] " in note.text
        assert "sửa lại" in note.text
    assert '=1+1 <&"' in sheet["C5"].comment.text
    assert sheet["C6"].comment.text.count("[ketnap]") == 2
    assert load(marked(source))["Trang khác"]["C3"].fill.fgColor.rgb == RED


def test_nothing_else_changes(source: bytes) -> None:
    before, after = open_archive(source), open_archive(marked(source))
    allowed = re.compile(
        r"\[Content_Types\].xml|xl/workbook.xml|xl/_rels/workbook.xml.rels|xl/styles.xml"
        r"|xl/worksheets/(_rels/)?sheet[12].xml(.rels)?|xl/.*(comment|vml).*"
    )
    for name in before.entries:
        assert raw(before, name) == raw(after, name) or allowed.fullmatch(name), name
    assert list(after.entries)[: len(before.entries)] == list(before.entries)
    assert values(source) == values(marked(source))


def test_a_sheet_differs_only_in_styles_and_added_cells() -> None:
    name = "xl/worksheets/sheet1.xml"
    before, after = parts(by_xlsxwriter())[name], parts(marked(by_xlsxwriter()))[name]
    added = rb'<row r="(7|40)"><c [^>]*/></row>|<c r="D5" s="\d+"/>'
    stripped = re.sub(added, b"", after)
    assert re.sub(rb' s="\d+"', b"", stripped) == re.sub(rb' s="\d+"', b"", before)


def test_a_marked_cell_keeps_the_rest_of_its_style() -> None:
    sheet = load(marked(by_xlsxwriter()))["Biểu 1"]
    assert (sheet["C5"].font.b, sheet["C5"].number_format) == (True, "#,##0")
    assert sheet["B40"].font.b, "an empty cell takes the style of its column"


def test_the_words_of_the_sender_stay() -> None:
    sheet = load(marked(by_xlsxwriter()))["Biểu 1"]
    assert sheet["C5"].comment.text.startswith("lời của người gửi\n[ketnap]")
    assert sheet["E9"].comment.text == "lời khác"


def test_a_conversation_is_left_alone() -> None:
    data = changed("xl/comments1.xml", b"<author></author>", b"<author>tc={1}</author>")
    sheet = load(marked(data))["Biểu 1"]
    assert sheet["C5"].comment.text == "lời của người gửi"
    assert sheet["C5"].fill.fgColor.rgb == RED


def test_the_list_has_every_finding_once_and_links() -> None:
    workbook = load(marked(by_xlsxwriter()))
    assert workbook.sheetnames[-1] == FINDINGS_SHEET
    sheet = workbook[FINDINGS_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert rows[0] == ["1", "Lỗi", "Biểu 1", "C5", FOUR_CELLS, "sửa lại", "V301"]
    assert [row[1] for row in rows[:6]] == ["Lỗi"] * 4 + ["Cảnh báo"] * 2
    assert ["(cả tệp)", ""] in [[row[2], row[3] or ""] for row in rows]
    assert sheet["D5"].hyperlink.location == "'Biểu 1'!C5"
    linked = [row[3].hyperlink is not None for row in sheet.iter_rows(min_row=5)]
    assert linked[:6].count(False) == 2, "no link to a sheet that is not there"


def test_the_code_of_a_finding_leads_to_why_it_is_checked() -> None:
    identity = forms.load().identities[0]
    said = Finding(identity.code, Severity.ERROR, "sai", identity.fix, "U1", Ref("", "Biểu 1", ""))
    data = mark(by_xlsxwriter(), (*FINDINGS, said), forms.load())
    assert data is not None
    sheet = load(data)[FINDINGS_SHEET]
    whys = {}
    for row in sheet.iter_rows(min_row=5):
        if row[6].hyperlink:
            place = row[6].hyperlink.location.rpartition("!")[2]
            whys[row[6].value] = (sheet[place].value, sheet[place].offset(column=4).value)
    assert whys[identity.code] == (identity.code, identity.why)
    assert set(whys) == {"V301", "S207", identity.code}


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", "http://a.vn", "_x0041_", "a\x00\ud800b"])
def test_no_message_becomes_a_formula_or_a_link(text: str) -> None:
    data = marked(by_xlsxwriter(), (finding("C5", text),))
    assert b"<f>" not in parts(data)["xl/worksheets/sheet4.xml"]
    cell = load(data)[FINDINGS_SHEET]["E5"]
    assert cell.data_type == "s"
    assert cell.number_format == "@"
    assert "http" not in "".join(n for n in parts(data) if "rels" in n)
    shown = "".join(c for c in text if c not in "\x00\ud800")
    assert str(cell.value).replace("_x005F_", "_") == shown


def test_marking_again_replaces(source: bytes) -> None:
    once = marked(source)
    assert marked(once) == once
    other = marked(once, (finding("E1"),))
    sheet = load(other)["Biểu 1"]
    assert sheet["E1"].comment.text.startswith("[ketnap]")
    comments = [cell.comment for row in sheet.iter_rows() for cell in row]
    assert sum(comment.text.count("[ketnap]") for comment in comments if comment) == 1
    fills = [cell.coordinate for row in sheet.iter_rows() for cell in row if _filled(cell)]
    assert fills == ["E1"]
    assert load(other).sheetnames.count(FINDINGS_SHEET) == 1


def color(cell: Cell | MergedCell) -> object:
    return cell.fill.fgColor.rgb


def _filled(cell: Cell | MergedCell) -> bool:
    return color(cell) in (RED, YELLOW)


def test_marks_that_are_mended_leave_no_trace_on_the_sheet(source: bytes) -> None:
    clean = marked(marked(source), ())
    before, after = load(source), load(clean)
    for title in ("Biểu 1", "Trang khác"):
        for row in after[title].iter_rows():
            for cell in row:
                old = before[title][cell.coordinate]
                if old.has_style or old.value is not None:
                    assert (cell.fill.fill_type, color(cell)) == (old.fill.fill_type, color(old))
                assert not _filled(cell)
                assert (cell.comment and cell.comment.text) == (old.comment and old.comment.text)
    assert "xl/comments2.xml" not in parts(clean)


def test_a_file_without_findings_is_left_as_it_is(source: bytes) -> None:
    assert mark(source, ()) == source


def test_a_colour_finds_back_where_no_other_cell_has_the_style() -> None:
    contents = parts(marked(by_xlsxwriter()))
    styles = contents["xl/styles.xml"]
    assert b' fontId="1" fillId="2"' in styles
    styles = styles.replace(b' fontId="1" fillId="2"', b' fontId="0" fillId="0"')
    clean = load(marked(packed(contents | {"xl/styles.xml": styles}), ()))
    assert clean["Biểu 1"]["C5"].fill.fgColor.rgb == "FFFFFF00"


@pytest.mark.parametrize("kept", [True, False])
def test_a_return_that_lost_its_styles_is_marked_on_plain_ones(kept: bool, tmp_path: Path) -> None:
    contents = parts(by_xlsxwriter())
    rels = "xl/_rels/workbook.xml.rels"
    contents[rels] = re.sub(rb"<Relationship [^>]*/styles\"[^>]*/>", b"", contents[rels])
    if not kept:
        del contents["xl/styles.xml"]
        types = contents["[Content_Types].xml"]
        contents["[Content_Types].xml"] = re.sub(rb"<Override [^>]*styles[^>]*/>", b"", types)
    copy = marked(packed(contents))
    assert not CHECKER.exists() or checker_errors(copy, tmp_path / "copy.xlsx") == ""
    sheet = load(copy)["Biểu 1"]
    assert {c.coordinate for row in sheet.iter_rows() for c in row if _filled(c)} == set(MARKED)


def checker_errors(data: bytes, path: Path) -> str:
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, str(CHECKER), str(path)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout


@pytest.mark.skipif(not CHECKER.exists(), reason="the checker of Office files is not here")
def test_structure_stays_clean(source: bytes, tmp_path: Path) -> None:
    assert checker_errors(source, tmp_path / "before.xlsx") == ""
    assert checker_errors(marked(source), tmp_path / "after.xlsx") == ""
    assert checker_errors(marked(marked(source), ()), tmp_path / "clean.xlsx") == ""


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_rewrites_and_opens(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.xlsx", tmp_path / "out" / "ours.xlsx"
    ours.write_bytes(marked(by_xlsxwriter()))
    command = [
        *(str(soffice()), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
        *("--convert-to", "xlsx", "--outdir", str(theirs.parent), str(ours)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    sheet = load(theirs.read_bytes())["Biểu 1"]
    assert sheet["C5"].fill.fgColor.rgb == RED
    assert "[ketnap] Lỗi: có lỗi" in sheet["C6"].comment.text
    again = load(marked(theirs.read_bytes(), (finding("A7", "vẫn sai"),)))
    assert again.sheetnames.count(FINDINGS_SHEET) == 1
    assert not _filled(again["Biểu 1"]["C5"])
    assert again["Biểu 1"]["C5"].comment.text.strip() == "lời của người gửi"
    assert again["Biểu 1"]["A7"].comment.text.count("[ketnap]") == 1


SHEET = "xl/worksheets/sheet1.xml"
REFUSED: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "no zip": lambda: b"PK not really" * 50,
    "cut off": lambda: by_xlsxwriter()[:-30],
    "something in front": lambda: b"junk" + by_xlsxwriter(),
    "something behind": lambda: by_xlsxwriter() + b"junk",
    "a DOCTYPE": lambda: changed(SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY n "1">]><worksheet'),
    "not well-formed": lambda: changed(SHEET, b"</sheetData>", b""),
    "two sheetData": lambda: changed(SHEET, b"</sheetData>", b"</sheetData><sheetData/>"),
    "rows out of order": lambda: changed(SHEET, b'<row r="6"', b'<row r="4"'),
    "a cell twice": lambda: changed(SHEET, b'r="K1"', b'r="J1"'),
    "a style out of range": lambda: changed(SHEET, b'<c r="C5" s="', b'<c r="C5" s="99'),
    "UTF-16": lambda: packed(parts(by_xlsxwriter()) | {SHEET: "<worksheet/>".encode("utf-16")}),
    "no styles in the styles": lambda: changed("xl/styles.xml", b"cellXfs", b"cellXxx"),
    "signed": lambda: packed(parts(by_xlsxwriter()) | {"_xmlsignatures/origin.sigs": b""}),
    "tracked changes": lambda: packed(parts(by_xlsxwriter()) | {"xl/revisions/a.xml": b"<a/>"}),
    "a part twice": lambda: packed(parts(by_xlsxwriter()) | {"XL/workbook.xml": b"<a/>"}),
    "a document of Word": lambda: changed("[Content_Types].xml", b"sheet.main", b"document.main"),
    "no content types": lambda: packed({SHEET: b"<worksheet/>"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_patched_safely_is_not(name: str) -> None:
    assert mark(REFUSED[name](), FINDINGS) is None


def test_a_damaged_entry_is_not_passed_on() -> None:
    data = bytearray(by_xlsxwriter())
    entry = open_archive(bytes(data)).entries["docProps/app.xml"]
    data[entry.found.start + 20] ^= 0xFF
    assert mark(bytes(data), FINDINGS) is None


def test_a_part_without_end_is_given_up() -> None:
    comments = b"<comment/>" * 300_000
    data = changed("xl/comments1.xml", b"</commentList>", comments + b"</commentList>")
    assert mark(data, FINDINGS) is None


def test_truncation_anywhere_only_refuses() -> None:
    data = by_xlsxwriter()
    assert {mark(data[:end], FINDINGS) for end in range(0, len(data), 97)} == {None}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_parts_never_raise(data: st.DataObject) -> None:
    contents = parts(marked(by_openpyxl()))
    name = data.draw(st.sampled_from(sorted(contents)))
    start = data.draw(st.integers(0, len(contents[name])))
    end = data.draw(st.integers(start, min(start + 60, len(contents[name]))))
    new = data.draw(st.sampled_from([b"", b'"', b"<", b"/>", b"9", b" r:id='x'", b"<c/>"]))
    contents[name] = contents[name][:start] + new + contents[name][end:]
    found = mark(packed(contents), FINDINGS)
    assert found is None or zipfile.ZipFile(io.BytesIO(found)).testzip() is None


def places(data: bytes) -> Iterator[str]:
    namespace = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    for cell in ElementTree.fromstring(parts(data)[SHEET]).iter(f"{namespace}c"):
        yield cell.attrib["r"]


@settings(max_examples=60, deadline=None)
@given(
    st.sets(
        st.builds(
            lambda column, row: f"{column}{row}",
            st.sampled_from(["A", "B", "C", "D", "J", "K", "L", "AB"]),
            st.sampled_from([1, 2, 4, 5, 6, 7, 9, 10, 40]),
        ),
        max_size=12,
    )
)
def test_cells_are_inserted_in_order(cells: set[str]) -> None:
    data = marked(by_xlsxwriter(), tuple(finding(cell) for cell in sorted(cells)))
    assert set(places(data)) == set(places(by_xlsxwriter())) | cells
    sheet = load(data)["Biểu 1"]
    assert {c.coordinate for row in sheet.iter_rows() for c in row if _filled(c)} == cells
    order = [coordinate_to_tuple(cell) for cell in places(data)]
    assert order == sorted(order)
