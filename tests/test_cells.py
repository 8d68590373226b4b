"""Typed cells: what stands in the file, no more and no less, the same for both readers."""

import io
import math
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.workbook.cells import sheet as sheet_reader
from aggregator.workbook.cells.book import Cell, State, as_date, unquoted
from aggregator.workbook.cells.plainsheet import read_plain_sheet, read_sheet
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.cells.strings import _StringTable, plain_strings, read_strings
from aggregator.workbook.cells.styles import Styles, shows_date
from aggregator.workbook.cells.values import Shared
from aggregator.workbook.package.refusal import CAPS, Refused
from tests.packages import DECLARATION, MAIN, book, cells, pack, parts, relations, sheet, workbook

N, T, B, E, D, U = State


def one(written: str, **changed) -> Cell | None:
    return read_book(book(cells(written), **changed)).grids[0].cells.get((1, 1))


CELLS = {
    '<c r="A1"><v>12</v></c>': Cell(N, 12),
    '<c r="A1"><v>0</v></c>': Cell(N, 0),
    '<c r="A1"><v>-3</v></c>': Cell(N, -3),
    '<c r="A1"><v>-0</v></c>': Cell(N, 0),
    '<c r="A1"><v>12.0</v></c>': Cell(N, 12),
    '<c r="A1"><v>1.2E1</v></c>': Cell(N, 12),
    '<c r="A1"><v>35.100000000000001</v></c>': Cell(N, Decimal("35.1")),
    '<c r="A1"><v>0.30000000000000004</v></c>': Cell(N, Decimal("0.30000000000000004")),
    '<c r="A1"><v>123456789012345678</v></c>': Cell(N, 123456789012345680),
    '<c r="A1"><v>NaN</v></c>': Cell(E, "NaN"),
    '<c r="A1"><v>INF</v></c>': Cell(E, "INF"),
    '<c r="A1"><v>1E400</v></c>': Cell(E, "1E400"),
    '<c r="A1"><v>1E999999999</v></c>': Cell(E, "1E999999999"),
    '<c r="A1"><v> 12 </v></c>': Cell(E, " 12 "),
    '<c r="A1"><v>1,5</v></c>': Cell(E, "1,5"),
    '<c r="A1"><v>0x10</v></c>': Cell(E, "0x10"),
    '<c r="A1"><v>１２</v></c>': Cell(E, "１２"),
    '<c r="A1"><v>1_000</v></c>': Cell(E, "1_000"),
    '<c r="A1" t="n"><v>12</v></c>': Cell(N, 12),
    '<c r="A1"><v>2<!-- -->0</v></c>': Cell(N, 20),
    '<c r="A1"><v><![CDATA[30]]></v></c>': Cell(N, 30),
    '<c r="A1"><v>2<?x y?>0</v></c>': Cell(N, 20),
    '<c r="A1"><v>&#49;2</v></c>': Cell(N, 12),
    "<c><v>12</v></c>": Cell(N, 12),
    '<c r="A1" s="9999"><v>12</v></c>': Cell(N, 12),
    '<c r="A1" s=""><v>12</v></c>': Cell(N, 12),
    '<c r="A1" s="1"><v>44990</v></c>': Cell(D, 44990),
    '<c r="A1" s="2"><v>44990.5</v></c>': Cell(D, Decimal("44990.5")),
    '<c r="A1" t="d"><v>2023-03-05</v></c>': Cell(D, 44990),
    '<c r="A1" t="d"><v>2023-03-05T12:00:00</v></c>': Cell(D, Decimal("44990.5")),
    '<c r="A1" t="d"><v>hôm nay</v></c>': Cell(E, "hôm nay"),
    '<c r="A1" t="s"><v>0</v></c>': Cell(T, "chữ"),
    '<c r="A1" t="s" s="3"><v>0</v></c>': Cell(T, "chữ", font=".VnTime"),
    '<c r="A1" t="str"><v>12</v></c>': Cell(T, "12"),
    '<c r="A1" t="str"><f>A2</f><v>a &amp; b &lt;</v></c>': Cell(T, "a & b <", formula=True),
    '<c r="A1" t="str"><f>""</f><v></v></c>': Cell(T, "", formula=True),
    '<c r="A1" t="str"><f>""</f><v/></c>': Cell(T, "", formula=True),
    '<c r="A1" t="inlineStr"><is><t>một</t></is></c>': Cell(T, "một"),
    '<c r="A1" t="inlineStr"><is><r><t>m</t></r><r><t>ột</t></r></is></c>': Cell(T, "một"),
    '<c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c>': Cell(T, "a"),
    '<c r="A1" t="str"><v>a_x0000__x000D_b_xD800__x0041_</v></c>': Cell(T, "abA"),
    '<c r="A1" t="str"><v>a\nb</v></c>': Cell(T, "a\nb"),
    '<c r="A1" t="b"><v>1</v></c>': Cell(B, True),
    '<c r="A1" t="b"><v>0</v></c>': Cell(B, False),
    '<c r="A1" t="b"><v>2</v></c>': Cell(E, "2"),
    '<c r="A1" t="e"><v>#REF!</v></c>': Cell(E, "#REF!"),
    '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>': Cell(E, "#DIV/0!", formula=True),
    '<c r="A1" t="e"><v>#SPILL!</v></c>': Cell(E, "#SPILL!"),
    '<c r="A1"><f>1+1</f><v>2</v></c>': Cell(N, 2, formula=True),
    '<c r="A1"><f t="shared" si="0"/><v>2</v></c>': Cell(N, 2, formula=True),
    '<c r="A1"><f>1+1</f></c>': Cell(U, "", formula=True),
    '<c r="A1"><f>1+1</f><v/></c>': Cell(U, "", formula=True),
    '<c r="A1" t="str"><f>1+1</f></c>': Cell(U, "", formula=True),
    '<c r="A1"/>': None,
    '<c r="A1" s="1"/>': None,
    '<c r="A1"><v/></c>': None,
    '<c r="A1" t="str"><v></v></c>': None,
    '<c r="A1" t="inlineStr"><is><t/></is></c>': None,
    '<c r="A1"><v>1</v><extLst><ext><v>9</v></ext></extLst></c>': Cell(N, 1),
    '<x:c xmlns:x="urn:x" r="A1"><v>999999</v></x:c>': None,
    '<c xmlns="urn:x" r="A1"><v>999999</v></c>': None,
}


@pytest.mark.parametrize("written", CELLS)
def test_a_cell_is_what_it_is(written):
    assert one(written) == CELLS[written]


def test_prefixes_and_the_strict_schema_are_read() -> None:
    plain = sheet(cells('<c r="A1" t="s"><v>0</v></c>'))
    prefixed = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", plain).replace("xmlns=", "xmlns:x=")
    assert read_book(book(sheet1=prefixed)).grids[0].cells[1, 1].value == "chữ"
    strict = {name: strictly(part) for name, part in parts().items()}
    strict["xl/worksheets/sheet1.xml"] = strictly(plain)
    assert read_book(pack(strict)).grids[0].cells[1, 1].value == "chữ"


def strictly(part: str | bytes) -> str:
    text = part if isinstance(part, str) else part.decode()
    text = text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    return text.replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def test_rows_and_cells_without_addresses_count_on() -> None:
    grid = read_book(book('<row><c/><c><v>1</v></c></row><row r="4"/><row><c><v>2</v></c></row>'))
    assert {at: cell.value for at, cell in grid.grids[0].cells.items()} == {(1, 2): 1, (5, 1): 2}


def test_dates_of_1904_come_in_the_1900_system() -> None:
    cell = one(
        '<c r="A1" s="1"><v>43528</v></c>', book=workbook("S", before='<workbookPr date1904="1"/>')
    )
    assert cell is not None
    assert as_date(cell) == date(2023, 3, 5)


@pytest.mark.parametrize(
    ("serial", "day"),
    [(0, None), (1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (60, None), (61, date(1900, 3, 1)),
     (-1, None), (2958465, date(9999, 12, 31)), (2958466, None), (44990, date(2023, 3, 5))],
)  # fmt: skip
def test_serials_and_days(serial, day):
    assert as_date(Cell(D, serial)) == day
    assert as_date(Cell(N, serial)) is None


@pytest.mark.parametrize(
    ("code", "dated"),
    [("General", False), ("0.00", False), ('#,##0" đồng/ngày"', False), ("[Red]0", False),
     ("dd/mm/yyyy", True), ("[h]:mm", True), ("[$-42A]dd mmmm", True), ("0.00E+00", False),
     ("\\d0", False), ("_d0*m", False), ("[" * 100_000, False), ('"' * 301, False), ("@", False)],
)  # fmt: skip
def test_number_formats(code, dated):
    assert shows_date(code) is dated


def test_names_properties_signs_and_hidden_sheets() -> None:
    after = (
        '<definedNames><definedName name="ketnap.unit">"U ""1"""</definedName>'
        '<definedName name="local" localSheetId="0">"x"</definedName></definedNames>'
    )
    hidden = workbook("S", after=after).replace("sheetId=", 'state="veryHidden" sheetId=')
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property name="ketnap.plan"><vt:lpwstr>P1</vt:lpwstr></property></Properties>'
    )
    content = parts(
        cells("<c><f>cmd|'/c calc'!A1</f><v>1</v></c>"),
        book=hidden,
        package=relations(
            ("officeDocument", "xl/workbook.xml"), ("custom-properties", "docProps/custom.xml")
        ),
    ) | {
        "docProps/custom.xml": custom,
        "xl/vbaProject.bin": "x",
        "xl/externalLinks/externalLink1.xml": "<a/>",
    }
    read = read_book(pack(content))
    assert unquoted(read.names["ketnap.unit"]) == 'U "1"'
    assert "local" not in read.names
    assert read.properties == {"ketnap.plan": "P1"}
    assert read.signs == {"macro", "dde", "external_link"}
    assert read.grids[0].hidden == "veryHidden"
    assert read.grid("S") is read.grids[0]
    assert read.grid("T") is None


@pytest.mark.parametrize(
    ("formula", "text"),
    [('"a"', "a"), ('=" a"', " a"), ('of:="a"', "a"), ('"a""b"', 'a"b'), ('""', ""), ("A1", None),
     ('"a"&"b"', None), ('"', None), ("", None)],
)  # fmt: skip
def test_string_constants(formula, text):
    assert unquoted(formula) == text


# --- the plain way and the exact way are one ---

TEXTS = [Cell(State.TEXT, text) for text in ("chữ", "", "b")]
SHARED = Shared(TEXTS, Styles(frozenset({"1"}), {"3": ".VnTime"}))
PIECES = st.sampled_from(
    [
        "<row>", '<row r="1">', '<row r="2" spans="1:3">', '<row r="2"/>', "</row>", '<c r="A1">',
        '<c r="B1" s="1">', '<c r="B2" t="s">', '<c r="A2" t="str">', '<c r="C1" t="b">', "<v>",
        '<c r="C2"/>', "</v>", "</c>", "0", "1", "2.5", "&amp;", "<f>", "</f>", "A1|b!c", "<f/>",
        "<v/>", "<!-- -->", "<is><t>", "</t></is>", "\n", " ", "<x:c xmlns:x='urn:x'/>", "]", ">",
    ]
)  # fmt: skip
CELL = st.builds(
    lambda column, row, style, kind, inside: f'<c r="{column}{row}"{style}{kind}>{inside}</c>',
    st.sampled_from(["A", "B", "C", "AA", "XFD"]),
    st.sampled_from(["1", "2"]),
    st.sampled_from(["", ' s="1"', ' s="3"', ' s="99"']),
    st.sampled_from(["", ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="n"', ' t="q"',
                     ' t="inlineStr"']),
    st.sampled_from(
        ["", "<v>1</v>", "<f>A1</f>", "<f>A1</f><v>2</v>", "<f/><v/>", "<v></v>", "<v>&lt;</v>",
         "<v>9</v>", "<v>1</v><v>2</v>", "<f>a|b!c</f><v>0</v>", "<v>_x000D_</v>", "<v>1&#10;</v>",
         "<is><t>a&#272;</t></is>", "<is><t> &#0;</t></is>", "<is><v>1</v></is>",
         "<t>1</t>", "<v>1</t>", "<is><t/></is>", "<v>]]&gt;</v>", "<v>]]></v>", "<v>\x01</v>"]
    ),
)  # fmt: skip
ROW = st.builds(
    lambda row, inside: f'<row r="{row}">{"".join(inside)}</row>',
    st.sampled_from(["1", "2", "3", "01"]),
    st.lists(CELL, max_size=4),
)
AROUND = st.sampled_from(
    ["", '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>', "<a><b/></a>", "<sheetData/>",
     '<mergeCells><mergeCell ref="a1"/></mergeCells>', '<a b="/>"/>', "<a>x</a>"]
)  # fmt: skip


def exact(xml: bytes) -> object:
    reader = sheet_reader.SheetReader(SHARED, CAPS, 1000)
    reader.read(xml)
    return reader.cells, tuple(reader.merged), reader.dde


def unless_refused(read: Callable[[], object]) -> object:
    try:
        return read()
    except Refused:
        return "refused"


@given(
    st.one_of(
        st.lists(ROW, max_size=3).map("".join),
        st.lists(PIECES, max_size=12).map("".join),
    ),
    AROUND,
)
@settings(max_examples=1500, deadline=None)
def test_both_readers_of_a_sheet_agree(data, around):
    xml = sheet(data, around).encode()
    believed = unless_refused(lambda: tuple(read_sheet(xml, SHARED, CAPS, 1000)))
    assert believed == unless_refused(lambda: exact(xml))


def test_the_plain_way_is_taken_where_it_can_be() -> None:
    xml = sheet(cells('<c r="A1" s="1" t="s"><v>0</v></c>', '<c r="B1"><f>A1</f><v>2</v></c>'))
    assert read_plain_sheet(xml.encode(), SHARED, CAPS, 99) is not None


def test_a_row_without_a_number_is_not_taken_from_memory() -> None:
    row = '<row r="{}"><c r="A{}"><v>1</v></c></row>'
    for before in ("", "<row/>"):
        xml = sheet(row.format(4, 4) + before + row.format(5, 5)).encode()
        believed = unless_refused(lambda xml=xml: tuple(read_sheet(xml, SHARED, CAPS, 1000)))
        assert believed == unless_refused(lambda xml=xml: exact(xml))


def test_rows_differ_in_their_numbers_only() -> None:
    """The second sheet is read from the shapes of the first."""
    for number in ("1", "20", "-3", "4.5", "1e3", "x", "", " 7", "99999999999999999"):
        written = f'<c r="A1" s="1"><v>{number}</v></c><c r="B1"><v>{number}</v></c>'
        xml = sheet(cells(written)).encode()
        assert tuple(read_sheet(xml, SHARED, CAPS, 1000)) == exact(xml)


@given(st.lists(st.sampled_from(
    ["<si>", "</si>", "<t>", "</t>", "a", "&amp;", "_x0041_", "<r>", "</r>", "<si><t>b</t></si>",
     '<si><t xml:space="preserve"> c </t></si>', "<si><t>&#65;</t></si>", "\r\n", "<!-- -->"]
), max_size=8).map("".join))  # fmt: skip
@settings(max_examples=600, deadline=None)
def test_both_readers_of_strings_agree(inside):
    xml = f'{DECLARATION}<sst xmlns="{MAIN}">{inside}</sst>'.encode()

    plain = unless_refused(lambda: plain_strings(xml, CAPS))
    if plain is not None:
        texts = unless_refused(lambda: _StringTable(CAPS).read(xml))
        assert [(cell.value, cell.font) for cell in plain] == texts


@given(st.lists(st.sampled_from(
    ["<si><t>b</t></si>", '<si><t xml:space="preserve"> c </t></si>', "<si><r><t/> </r></si>",
     '<si><t>x xml:space="preserve" y</t></si>', "<si><r><t>d</t></r></si>",
     '<si><r><t xml:space="preserve">d</t></r></si>', "<si><t>&#65;_x0041_</t></si>", "<!-- -->"]
), max_size=6), st.integers(0, 2))  # fmt: skip
@example(["<si><r><t/> </r></si>", '<si><t>x xml:space="preserve" y</t></si>'], 0)
@settings(max_examples=100, deadline=None)
def test_long_tables_of_strings_are_read_as_the_exact_reader_does(odd, at):
    many = ["<si><t>a</t></si>"] * 2_100
    many[at * 1_000 : at * 1_000] = odd
    xml = f'{DECLARATION}<sst xmlns="{MAIN}">{"".join(many)}</sst>'.encode()
    read = unless_refused(lambda: [(cell.value, cell.font) for cell in read_strings(xml, CAPS)])
    assert read == unless_refused(lambda: _StringTable(CAPS).read(xml))


# --- other people's readers and writers ---


def written_by_xlsxwriter() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        dated = made.add_format({"num_format": "dd/mm/yyyy"})
        page = made.add_worksheet("Biểu 1")
        fill(page.write, page.write_datetime, page.write_formula, dated)
        made.add_worksheet("_ketnap").very_hidden()
        made.define_name("ketnap.unit", '="U1"')
        made.set_custom_property("ketnap.unit", "U1")
    return stream.getvalue()


def fill(write, write_datetime, write_formula, dated) -> None:
    for row in range(40):
        write(row + 2, 0, f"Chỉ tiêu <{row}> & “{row % 3}”")
        write(row + 2, 1, row * 1000)
        write(row + 2, 2, row / 7)
        write(row + 2, 4, row % 2 == 0)
        write_formula(row + 2, 5, f"=B{row + 3}*2", None, row * 2000)
        write_datetime(row + 2, 6, datetime(2023, 3, 1 + row % 28), dated)


def written_by_openpyxl() -> bytes:
    made = openpyxl.load_workbook(io.BytesIO(written_by_xlsxwriter()), data_only=True)
    made["Biểu 1"].merge_cells("A1:F1")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("written", [written_by_xlsxwriter, written_by_openpyxl])
def test_the_same_numbers_as_two_other_readers(written):
    data = written()
    grid = read_book(data).grids[0]
    theirs = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Biểu 1"]
    for row in theirs.iter_rows():
        for cell in row:
            assert same(grid.cells.get((cell.row, cell.column)), cell.value), cell.coordinate
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    for at, values in enumerate(rows.to_python(skip_empty_area=False), 1):
        for column, value in enumerate(values, 1):
            assert same(grid.cells.get((at, column)), None if value == "" else value)


def same(ours: Cell | None, theirs: object) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    if isinstance(theirs, date):
        return as_date(ours) == (theirs.date() if isinstance(theirs, datetime) else theirs)
    if isinstance(theirs, int | float) and ours.state is N:
        return math.isclose(float(ours.value), theirs, rel_tol=0, abs_tol=0)
    return ours.value == theirs


def test_identity_carriers_of_a_written_workbook() -> None:
    read = read_book(written_by_xlsxwriter())
    assert (unquoted(read.names["ketnap.unit"]), read.properties) == ("U1", {"ketnap.unit": "U1"})
    assert [grid.hidden for grid in read.grids] == ["", "veryHidden"]
