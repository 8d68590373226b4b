"""What may be read at all: hostile and damaged files, each with the verdict it must get."""

import io
import random
import struct
import zipfile

import pytest

from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.package.gate import open_package
from aggregator.workbook.package.refusal import Caps, Refused
from aggregator.workbook.package.sniff import _WORDS, sniff, what_it_is
from tests.packages import (
    DECLARATION,
    MAIN,
    book,
    cells,
    overlapping,
    pack,
    parts,
    patched,
    relations,
    sheet,
    workbook,
)

NUMBER = cells('<c r="A1"><v>7</v></c>')
GOOD = book(NUMBER)
DOCTYPE = '<!DOCTYPE x [<!ENTITY n "1">]>'
ALTERNATIVES = (
    '<m:AlternateContent xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<m:Fallback><c r="A1"><v>7</v></c></m:Fallback></m:AlternateContent>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def doctype(part: str) -> str:
    return DECLARATION + DOCTYPE + part.removeprefix(DECLARATION)


def stored_names(*pairs: tuple[str, str]) -> bytes:
    return pack([*parts(NUMBER).items(), *pairs])


def crc_damage(name: str) -> bytes:
    """One digit changed in the stored bytes of a part that isn't compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts(
            NUMBER, sheet1=sheet(NUMBER, '<mergeCells><mergeCell ref="A2:B2"/></mergeCells>')
        ).items():
            archive.writestr(part, content)
    data = stream.getvalue()
    at = data.find(b"<v>7</v>") if "sheet" in name else data.find(b"formatCode") + 20
    return data[: at + 3] + b"8" + data[at + 4 :]


def encrypted() -> bytes:
    record = "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0")
    return OLE + b"\0" * 504 + record


def bomb() -> bytes:
    return book(sheet1=sheet(" " * (40 << 20)))


HOSTILE = {
    "empty": (b"", "R116"),
    "zeros": (b"\0" * 500, "R116"),
    "encrypted": (encrypted(), "R103"),
    "zip password": (patched(GOOD, "xl/styles.xml", 8, b"\1"), "R103"),
    "cut before the directory": (GOOD[: len(GOOD) // 2], "R102"),
    "damaged digit in a sheet with merges": (crc_damage("sheet"), "R102"),
    "damaged styles": (crc_damage("styles"), "R102"),
    "declared smaller than it is": (patched(GOOD, "xl/styles.xml", 24, b"\5\0\0\0"), "R102"),
    "declared larger than it is": (patched(GOOD, "xl/styles.xml", 24, b"\xff\xff\0\0"), "R102"),
    "unknown compression": (patched(GOOD, "xl/styles.xml", 10, b"\x63\0"), "R102"),
    "overlapping": (overlapping(), "R104"),
    "bomb of blanks": (bomb(), "R104"),
    "too many entries": (stored_names(*((f"n{n}.txt", "") for n in range(5001))), "R104"),
    "duplicate entry": (stored_names(("xl/worksheets/Sheet1.xml", sheet(""))), "R104"),
    "duplicate by backslash": (stored_names(("xl\\styles.xml", "")), "R104"),
    "climbing name": (stored_names(("../../evil.xml", "")), "R104"),
    "absolute name": (stored_names(("/etc/passwd", "")), "R104"),
    "drive name": (stored_names(("C:/evil.xml", "")), "R104"),
    "control in a name": (stored_names(("a\x01.xml", "")), "R104"),
    "doctype in the sheet": (book(sheet1=doctype(sheet(NUMBER))), "R104"),
    "doctype in the types": (book(types=doctype('<Types xmlns="x"/>')), "R104"),
    "doctype in the styles": (book(styles=doctype(f'<styleSheet xmlns="{MAIN}"/>')), "R104"),
    "doctype in the book": (book(book=doctype(workbook("S"))), "R104"),
    "deep": (book(sheet1=sheet("", "<a>" * 60_000 + "</a>" * 60_000)), "R104"),
    "deep in a cell": (book(cells("<c><is>" + "<r>" * 99 + "</r>" * 99 + "</is></c>")), "R104"),
    "not well-formed": (book(sheet1=sheet("<row r='1'>")), "R102"),
    "odd encoding": (book(sheet1='<?xml version="1.0" encoding="cp037"?><a/>'), "R102"),
    "html for a sheet": (book(sheet1="<html><body/></html>"), "R102"),
    "foreign root": (book(sheet1='<worksheet xmlns="urn:x"><sheetData/></worksheet>'), "R102"),
    "no data": (book(sheet1=f'<worksheet xmlns="{MAIN}"/>'), "R102"),
    "alternatives": (book(cells(ALTERNATIVES)), "R104"),
    "alternatives in a cell": (book(cells(f'<c r="A1">{ALTERNATIVES}</c>')), "R104"),
    "two data": (book(sheet1=sheet("", "<sheetData/>")), "R104"),
    "missing sheet": (book(sheet1=None), "R102"),
    "missing styles": (book(styles=None), "R102"),
    "missing strings": (book(strings=None), "R102"),
    "missing book": (book(book=None), "R102"),
    "no sheets": (book(book=workbook()), "R102"),
    "unknown relation": (book(book=workbook("S", "T", "U", "V")), "R102"),
    "sheet is the styles": (book(book=workbook("S", "T")), "R102"),
    "one part twice": (
        book(
            book=workbook("S", "T"),
            rels=relations(
                ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "/xl/worksheets/SHEET1.xml")
            ),
        ),
        "R104",
    ),
    "same title twice": (
        pack(
            parts(
                book=workbook("S", "s"),
                rels=relations(
                    ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/b.xml")
                ),
            )
            | {"xl/worksheets/b.xml": sheet("")}
        ),
        "R104",
    ),
    "climbing target": (book(rels=relations(("worksheet", "../../../etc/passwd"))), "R104"),
    "too many sheets": (book(book=workbook(*(f"S{n}" for n in range(300)))), "R102"),
    "row outside": (book('<row r="1048577"/>'), "R104"),
    "row far outside": (book('<row r="4294967295"/>'), "R104"),
    "column outside": (book(cells('<c r="XFE1"><v>1</v></c>')), "R104"),
    "row zero": (book('<row r="0"/>'), "R104"),
    "no address": (book(cells('<c r="1A"><v>1</v></c>')), "R102"),
    "address of another row": (book(cells('<c r="A2"><v>1</v></c>')), "R104"),
    "duplicate cell": (book(cells('<c r="A1"><v>1</v></c>' * 2)), "R104"),
    "duplicate row": (book(NUMBER * 2), "R104"),
    "descending row": (book('<row r="2"/>' + NUMBER), "R104"),
    "two values": (book(cells('<c r="A1"><v>1</v><v>2</v></c>')), "R104"),
    "element in a value": (book(cells('<c r="A1"><v>1<c/>2</v></c>')), "R102"),
    "row in a row": (book(f'<row r="1">{NUMBER}</row>'), "R102"),
    "string index is no number": (book(cells('<c r="A1" t="s"><v>abc</v></c>')), "R102"),
    "negative string index": (book(cells('<c r="A1" t="s"><v>-1</v></c>')), "R102"),
    "string index too large": (book(cells(f'<c r="A1" t="s"><v>{10**20}</v></c>')), "R102"),
    "unknown type": (book(cells('<c r="A1" t="q"><v>1</v></c>')), "R102"),
    "long string": (book(cells(f'<c r="A1" t="str"><v>{"x" * 32768}</v></c>')), "R104"),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", "R107"),
    "text": (b"ky;luy ke\n1;2\n3;4\n", "R107"),
    "pdf": (b"%PDF-1.7\n", "R107"),
    "box": (pack([("a.txt", "x")]), "R107"),
}
READ = {
    "plain": GOOD,
    "junk before": b"junk" * 20 + GOOD,
    "junk after": GOOD + b"\0" * 200,
    "backslashes": pack({name.replace("/", "\\"): part for name, part in parts(NUMBER).items()}),
    "other case": pack(
        {name.replace("xl/w", "XL/W"): part for name, part in parts(NUMBER).items()}
    ),
    "utf-16": book(sheet1=sheet(NUMBER).replace("UTF-8", "UTF-16").encode("utf-16")),
    "utf-8 mark": book(sheet1=b"\xef\xbb\xbf" + sheet(NUMBER).encode()),
    "outside target": book(
        rels=relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ).replace(
            "</Relationships>",
            '<Relationship Id="x" Type="a/externalLink" Target="http://x/../../y" '
            'TargetMode="External"/></Relationships>',
        ),
        sheet1=sheet(NUMBER),
    ),
    "lying dimension": book(
        sheet1=sheet(NUMBER).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    ),
    "huge merge": book(
        sheet1=sheet(NUMBER, '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>')
    ),
    "unread entry": stored_names(("xl/media/image1.png", "not a picture")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_its_verdict(name):
    data, expected = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        read_book(data)
    assert (refused.value.code, refused.value.message != "") == (expected, True)


@pytest.mark.parametrize("name", READ)
def test_an_unusual_but_sound_file_is_read(name):
    assert read_book(READ[name]).grids[0].cells[1, 1].value == 7


def test_a_sparse_sheet_costs_nothing() -> None:
    last = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    assert len(read_book(book(NUMBER + last)).grids[0].cells) == 2


def test_sheets_beyond_the_cap_are_refused() -> None:
    titles = [f"S{n}" for n in range(201)]
    rels = relations(*(("worksheet", f"worksheets/{title}.xml") for title in titles))
    with pytest.raises(Refused) as refused:
        read_book(book(book=workbook(*titles), rels=rels))
    assert refused.value.code == "R104"


def test_caps_on_cells_strings_and_totals() -> None:
    many = cells(*(f"<c><v>{n}</v></c>" for n in range(30)))
    for caps in (Caps(cells=20), Caps(tags=30), Caps(total=900), Caps(part=400), Caps(file=100)):
        with pytest.raises(Refused) as refused:
            read_book(book(many), caps=caps)
        assert refused.value.code == "R104"


def test_every_truncation_is_a_refusal_and_nothing_else() -> None:
    for length in range(0, len(GOOD), 97):
        with pytest.raises(Refused) as refused:
            read_book(GOOD[:length])
        assert refused.value.code in ("R102", "R107", "R116")


def test_no_mutation_raises_anything_but_a_refusal_or_changes_a_number_unseen() -> None:
    """The CRC guards the parts; what is left to change is the directory."""
    dice = random.Random(7)
    for _ in range(1500):
        data = bytearray(GOOD)
        for _ in range(dice.randint(1, 3)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            read = read_book(bytes(data))
        except Refused:
            continue
        assert read.grids[0].cells[1, 1].value == 7


def test_an_unwanted_sheet_is_checked_but_not_read() -> None:
    assert read_book(GOOD, lambda title: title != "S").grids[0].cells == {}
    with pytest.raises(Refused):
        read_book(book(sheet1=sheet("<row>")), lambda _title: False)


def test_parts_are_found_whatever_the_case_and_the_slashes() -> None:
    package = open_package(GOOD)
    assert package.part("/XL\\Styles.xml") == package.parts["xl/styles.xml"]
    assert package.part("xl/none.xml") is None


KINDS = {
    "xlsx": GOOD,
    "xlsb": pack([("[Content_Types].xml", "x"), ("xl/workbook.bin", "x")]),
    "docx": pack([("[Content_Types].xml", "x"), ("word/document.xml", "x")]),
    "pptx": pack([("[Content_Types].xml", "x"), ("ppt/presentation.xml", "x")]),
    "zip": pack([("báo cáo.xlsx", "x")]),
    "encrypted": encrypted(),
    "xls": OLE + b"\0" * 504 + "WORKBOOK".encode("utf-16-le").ljust(128, b"\0"),
    "doc": OLE + b"\0" * 504 + "WordDocument".encode("utf-16-le").ljust(128, b"\0"),
    "ole": OLE + b"\0" * 700,
    "html": b'\xef\xbb\xbf  <!DOCTYPE HTML PUBLIC "x"><HTML>',
    "xml2003": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
    "mhtml": b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n",
    "eml": b"Received: from x\r\nFrom: a@b\r\nTo: c@d\r\n\r\n",
    "csv": "Chỉ tiêu;Kỳ\r\nKết nạp;3\r\n".encode(),
    "text": "Kính gửi Ban Tổ chức\n".encode(),
    "rtf": b"{\\rtf1",
    "pdf": b"%PDF-1.4",
    "rar": b"Rar!\x1a\x07\x01\x00",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "archive": b"\x1f\x8b\x08",
    "image": b"\x89PNG\r\n\x1a\n",
    "program": b"MZ\x90",
    "lock": bytes([9]) + b"Ban T.C.T".ljust(54) + "Ban".encode("utf-16-le").ljust(110, b" "),
    "biff": b"\x09\x08\x08\x00",
    "tnef": b"\x78\x9f\x3e\x22",
    "empty": b" \r\n",
    "binary": bytes(range(1, 30)) * 9,
}


@pytest.mark.parametrize("kind", KINDS)
def test_sniffing_by_content(kind):
    assert sniff(KINDS[kind]) == kind
    assert what_it_is(kind)


def test_a_cut_workbook_is_still_a_workbook() -> None:
    assert sniff(GOOD[:-60]) == "xlsx"


def test_sniffing_never_raises() -> None:
    dice = random.Random(3)
    for beginning in (*KINDS.values(), b"PK\3\4", b"PK\5\6", b""):
        for _ in range(20):
            tail = bytes(dice.randrange(256) for _ in range(dice.randrange(40)))
            assert sniff(beginning[: dice.randrange(len(beginning) + 1)] + tail) in _WORDS


def test_lock_file_of_excel_is_165_bytes() -> None:
    assert len(KINDS["lock"]) == 165


def test_wide_directory_fields_are_understood() -> None:
    """Zip64: sizes in the extra field of an entry."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(NUMBER).items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(content.encode() if isinstance(content, str) else content)
    data = stream.getvalue()
    assert read_book(data).grids[0].cells[1, 1].value == 7
    at = data.rfind(b"PK\5\6")
    _, _, _, here, count, size, offset, _ = struct.unpack_from("<4s4H2LH", data, at)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, here, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    assert read_book(data[:at] + wide + locator + end).grids[0].cells[1, 1].value == 7
