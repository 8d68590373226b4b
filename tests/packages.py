"""Small workbooks written part by part, so that a test can put anything into them."""

import io
import struct
import zipfile
import zlib

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def sheet(data: str, around: str = "") -> str:
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{around}</worksheet>'
    )


def cells(*written: str) -> str:
    return f'<row r="1">{"".join(written)}</row>'


def relations(*targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def workbook(*sheets: str, before: str = "", after: str = "") -> str:
    inside = "".join(
        f'<sheet name="{title}" sheetId="{n}" r:id="rId{n}"/>' for n, title in enumerate(sheets, 1)
    )
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}'
        f"<sheets>{inside}</sheets>{after}</workbook>"
    )


def parts(data: str = "", **changed: str | bytes | None) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet; a part may be replaced, or left out with None."""
    made: dict[str, str | bytes | None] = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE[:-13]}content-types"/>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook("S"),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet(data),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>chữ</t></si></sst>',
        "xl/styles.xml": STYLES,
    }
    made.update({names.get(name, name): content for name, content in changed.items()})
    return {name: content for name, content in made.items() if content is not None}


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="dd&quot;ngày&quot;"/></numFmts>'
    '<fonts count="2"><font><name val="Arial"/></font><font><name val=".VnTime"/></font></fonts>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0"/>'
    '<xf numFmtId="164" fontId="0"/><xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>'
)
names = {
    "types": "[Content_Types].xml",
    "package": "_rels/.rels",
    "book": "xl/workbook.xml",
    "rels": "xl/_rels/workbook.xml.rels",
    "sheet1": "xl/worksheets/sheet1.xml",
    "strings": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
}


def pack(content: dict[str, str | bytes] | list[tuple[str, str | bytes]]) -> bytes:
    pairs = content.items() if isinstance(content, dict) else content
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in pairs:
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def book(data: str = "", **changed: str | bytes | None) -> bytes:
    return pack(parts(data, **changed))


def overlapping(copies: int = 50, size: int = 1 << 20) -> bytes:
    """Many directory records that share the data of one entry."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b"\0" * size
    stored = packer.compress(raw) + packer.flush()
    crc = zlib.crc32(raw)
    name = b"xl/workbook.xml"
    length = len(name)
    head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(stored), size, length, 0)
    body = head + name + stored
    record = struct.pack(
        "<4s6H3L5H2L",
        *(b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(stored), size, length, 0, 0, 0, 0, 0, 0),
    )
    directory = (record + name) * copies
    end = (b"PK\5\6", 0, 0, copies, copies, len(directory), len(body), 0)
    return body + directory + struct.pack("<4s4H2LH", *end)


def patched(data: bytes, name: str, offset: int, value: bytes) -> bytes:
    """A field of the directory record of an entry overwritten; offsets as in the record."""
    at = data.rfind(b"PK\1\2", 0, data.rfind(name.encode()))
    return data[: at + offset] + value + data[at + offset + len(value) :]
