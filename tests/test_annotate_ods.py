"""An OpenDocument comes back marked, and is otherwise the sender's own file."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import forms
from aggregator.model import Finding, Ref, Severity
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.marking.annotate import mark
from aggregator.workbook.marking.findings_list import FINDINGS_SHEET
from aggregator.workbook.marking.tints import COLOUR
from tests.offices import admitted, fill, resaved_by_libreoffice, small_plan, templates
from tests.system import soffice

SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
KIND = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
YELLOW = (
    '<style:style style:name="ce1" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#ffff00" fo:border="none"/></style:style>'
)
SENDERS_NOTE = "<office:annotation><text:p>lời của người gửi</text:p></office:annotation>"


def finding(
    cell: str, message: str = "có lỗi", severity: Severity = Severity.ERROR, sheet: str = "Biểu 1"
) -> Finding:
    return Finding("V304", severity, message, "sửa lại", "U1", Ref("a.ods", sheet, cell))


def book(
    *rows: str, styles: str = YELLOW, before: str = "", columns: str = "", **parts: str
) -> bytes:
    """A small OpenDocument of one sheet."""
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    content = (
        f"<office:document-content{declared}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'{before}<table:table table:name="Biểu 1">'
        f"{columns}{''.join(rows)}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    entries = {"mimetype": KIND, "content.xml": content, "META-INF/manifest.xml": MANIFEST, **parts}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as box:
        for name, part in entries.items():
            box.writestr(name, part, None if name != "mimetype" else zipfile.ZIP_STORED)
    return target.getvalue()


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", attributes: str = "", inside: str = "") -> str:
    told = f"<text:p>{text}</text:p>" if text else ""
    kind = ' office:value-type="string"' if text else ""
    return f"<table:table-cell{attributes}{kind}>{inside}{told}</table:table-cell>"


def content(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return box.read("content.xml").decode()


def rows_of(data: bytes) -> list[str]:
    """The rows of the first sheet, as they stand."""
    first = content(data).partition("</table:table>")[0]
    return re.findall("<table:table-row.*?</table:table-row>", first)


def marked(data: bytes, *findings: Finding) -> bytes:
    made = mark(data, findings, forms.load("btctw-2021"))
    assert made is not None
    return made


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A return as LibreOffice saves it."""
    if soffice() is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("ods")
    filled = fill(templates(small_plan(), folder)["A.1"], admitted(1))
    return resaved_by_libreoffice(soffice(), filled, folder, "ods")


FINDINGS = (
    finding("C9", '=1+1 <&"'),
    finding("C9", "lỗi thứ hai", Severity.WARNING),
    finding("C12", severity=Severity.WARNING, sheet="Nguồn"),
    finding("B40", sheet="Bìa"),
    finding("A1", sheet="không có trang này"),
    Finding("S207", Severity.ERROR, "thiếu trang tính", "tải lại biểu mẫu"),
)


def test_only_the_content_changes_and_every_cell_is_read_as_before(saved: bytes) -> None:
    after = marked(saved, *FINDINGS)
    with zipfile.ZipFile(io.BytesIO(saved)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert old.namelist() == new.namelist()
        assert [n for n in old.namelist() if old.read(n) != new.read(n)] == ["content.xml"]
        first, *_ = new.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    one, other = read_book(saved), read_book(after)
    assert [grid.title for grid in other.grids[:-1]] == [grid.title for grid in one.grids]
    for before, grid in zip(one.grids, other.grids, strict=False):
        assert dict(grid.cells) == dict(before.cells)
        assert (grid.hidden, grid.merged) == (before.hidden, before.merged)
    assert (one.names, one.properties) == (other.names, other.properties)


def test_libreoffice_shows_fills_notes_and_the_list(saved: bytes, tmp_path: Path) -> None:
    path = tmp_path / "in.ods"
    path.write_bytes(marked(saved, *FINDINGS))
    shown = openpyxl.load_workbook(
        io.BytesIO(resaved_by_libreoffice(soffice(), path.read_bytes(), tmp_path))
    )
    noted = {
        (sheet.title, each.coordinate): (each.fill.fgColor.rgb, each.comment.text)
        for sheet in shown
        for line in sheet.iter_rows()
        for each in line
        if each.comment
    }
    red, orange = COLOUR[Severity.ERROR], COLOUR[Severity.WARNING]
    assert noted == {
        ("Biểu 1", "C9"): (
            red,
            '[ketnap] Lỗi: =1+1 <&"\nsửa lại\n[ketnap] Cảnh báo: lỗi thứ hai\nsửa lại',
        ),
        ("Nguồn", "C12"): (orange, "[ketnap] Cảnh báo: có lỗi\nsửa lại"),
        ("Bìa", "B40"): (red, "[ketnap] Lỗi: có lỗi\nsửa lại"),
    }
    listed = shown[shown.sheetnames[-1]]
    assert listed.title == FINDINGS_SHEET
    assert [each.value for each in listed[5]][2:5] == ["Biểu 1", "C9", '=1+1 <&"']
    assert listed["D5"].hyperlink.location == "'Biểu 1'!C9"


def test_the_mark_is_taken_out_again_to_the_last_byte(saved: bytes) -> None:
    assert content(marked(marked(saved, *FINDINGS))) == content(saved)
    assert marked(saved) == saved


def test_a_second_round_is_as_the_first(saved: bytes) -> None:
    once = marked(saved, *FINDINGS)
    assert content(marked(once, *FINDINGS)) == content(once)


def test_what_libreoffice_saved_again_is_known_again(saved: bytes, tmp_path: Path) -> None:
    again = resaved_by_libreoffice(soffice(), marked(saved, *FINDINGS), tmp_path, "ods")
    assert "[ketnap]" in content(again)
    cleared = content(marked(again))
    assert "[ketnap]" not in cleared
    assert FINDINGS_SHEET not in cleared
    used = set(re.findall('table:style-name="([^"]*)"', cleared))
    for style in re.findall("<style:style .*?</style:style>", cleared):
        name = re.search('style:name="([^"]*)"', style)
        if name and name[1] in used:
            assert not any(f"#{colour[2:].lower()}" in style for colour in COLOUR.values())


def test_of_repeated_rows_and_cells_only_the_one_meant_is_marked() -> None:
    data = book(
        row(cell("a", ' table:number-columns-repeated="5"'), attributes=""),
        row(cell("b"), attributes=' table:number-rows-repeated="4"'),
    )
    made = marked(data, finding("C1"), finding("A3"), finding("A5"))
    first, *others = rows_of(made)
    assert re.findall('number-columns-repeated="([0-9]+)"', first) == ["2", "1", "2"]
    assert [times(each) for each in others] == [1, 1, 1, 1]
    assert ["[ketnap]" in each for each in others] == [False, True, False, True]
    before, after = read_book(data).grids[0], read_book(made).grids[0]
    assert dict(before.cells) == dict(after.cells)


@pytest.mark.parametrize(
    ("there", "columns", "shown"),
    [
        (' table:style-name="ce1"', "", "ketnap-error-ce1"),
        ("", '<table:table-column table:default-cell-style-name="ce1"/>', "ketnap-error-ce1"),
        (' table:style-name="Tốt"', "", "ketnap-error-Tốt"),
        ("", "", "ketnap-error-Default"),
    ],
)
def test_a_cell_keeps_its_look_but_for_the_fill(there: str, columns: str, shown: str) -> None:
    made = content(marked(book(row(cell("a", there)), columns=columns), finding("A1")))
    assert f'table:style-name="{shown}"' in made
    (twin,) = re.findall(f'<style:style style:name="{shown}".*?</style:style>', made)
    assert 'fo:background-color="#ffc7cf"' in twin
    assert ('fo:border="none"' in twin) == (shown == "ketnap-error-ce1")
    assert ('style:parent-style-name="Tốt"' in twin) == ("Tốt" in shown)


def test_ours_stands_behind_the_words_of_the_sender_and_goes_alone() -> None:
    data = book(row(cell("a", ' table:style-name="ce1"', SENDERS_NOTE)))
    made = marked(data, finding("A1"))
    (note,) = re.findall("<office:annotation.*?</office:annotation>", content(made))
    assert re.findall("<text:p>(.*?)</text:p>", note) == [
        "lời của người gửi",
        "[ketnap] Lỗi: có lỗi",
        "sửa lại",
    ]
    assert content(marked(made)) == content(data)


repeats = st.integers(1, 3)


def repeated(what: str, times: int) -> str:
    return f' table:number-{what}-repeated="{times}"' if times > 1 else ""


cells = st.builds(
    lambda text, times, style, note: cell(text, style + repeated("columns", times), note),
    st.sampled_from(["", "a", "5"]),
    repeats,
    st.sampled_from(["", ' table:style-name="ce1"', ' table:style-name="Default"']),
    st.sampled_from(["", "", SENDERS_NOTE]),
)
lines = st.builds(
    lambda inside, times: row(*inside, attributes=repeated("rows", times)),
    st.lists(cells, max_size=4),
    repeats,
)
places = st.builds("{}{}".format, st.sampled_from("ABCDEFG"), st.integers(1, 9))


def unfolded(data: bytes) -> list[list[tuple[str, str]]]:
    """The rows, each as often as it is repeated, of their cells likewise: style, what is inside."""
    found = []
    for line in rows_of(data):
        every = re.findall("<table:table-cell(.*?)>(.*?)</table:table-cell>", line)
        shown = [
            each
            for attributes, inside in every
            for each in [(style_of(attributes), inside)] * times(attributes)
        ]
        found += [shown] * times(line.partition(">")[0])
    return found


def times(attributes: str) -> int:
    told = re.search('repeated="([0-9]+)"', attributes)
    return int(told[1]) if told else 1


def style_of(attributes: str) -> str:
    """A cell without a style is shown as one of the style all begin with."""
    named = re.search('table:style-name="([^"]*)"', attributes)
    return named[1] if named else "Default"


@settings(max_examples=150, deadline=None)
@given(st.lists(lines, min_size=1, max_size=5), st.lists(places, max_size=6))
def test_whatever_is_repeated_is_marked_and_unmarked_alone(rows: list[str], at: list[str]) -> None:
    data = book(*rows)
    made = marked(data, *map(finding, at))
    plain = unfolded(data)
    stored = {
        f"{letter}{number}"
        for number, line in enumerate(plain, 1)
        for letter, _ in zip("ABCDEFGHIJKL", line, strict=False)
    }
    tinted = {
        f"{letter}{number}"
        for number, line in enumerate(unfolded(made), 1)
        for letter, (style, inside) in zip("ABCDEFGHIJKL", line, strict=False)
        if style.startswith("ketnap-") and "[ketnap]" in inside
    }
    assert tinted == stored & {*at}
    assert content(marked(made, *map(finding, at))) == content(made)
    assert unfolded(marked(made)) == plain


@pytest.mark.parametrize("at", ["B1", "A9", "XFD1048576"])
def test_a_cell_that_is_not_stored_is_in_the_list_alone(at: str) -> None:
    data = book(row(cell("a")))
    made = marked(data, finding(at))
    assert rows_of(made) == rows_of(data)
    assert f">{at}<" in content(made)


@pytest.mark.parametrize(
    "data",
    [
        book(row(cell("a")), **{"META-INF/documentsignatures.xml": "<s/>"}),
        book(row(cell("a")), **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        book(row(cell("a")), styles="</office:automatic-styles><office:automatic-styles>"),
        book(row(cell("a")), before="<table:tracked-changes/>"),
        book(row(cell("a")), **{"content.xml": "<a"}),
        book(row(cell("a")), **{"content.xml": "<!DOCTYPE x><a/>"}),
        book(row(cell("a")), **{"content.xml": '<document-content xmlns="urn:x"/>'}),
    ],
    ids=[
        "signed",
        "encrypted",
        "two lists of styles",
        "tracked",
        "broken",
        "doctype",
        "other names",
    ],
)
def test_what_is_not_understood_is_not_patched(data: bytes) -> None:
    assert mark(data, [finding("A1")]) is None
