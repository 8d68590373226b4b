"""What a file is, by its content only; names and endings are never believed."""

from __future__ import annotations

import re
from functools import lru_cache

from aggregator.workbook.known import Latest
from aggregator.workbook.package import directory, refusal

_WORDS = {
    "xlsx": "sổ tính Excel (.xlsx)",
    "xlsb": "sổ tính Excel nhị phân (.xlsb)",
    "ods": "sổ tính LibreOffice (.ods)",
    "xls": "sổ tính Excel 97-2003 (.xls)",
    "biff": "sổ tính Excel rất cũ (trước năm 1997)",
    "xml2003": "sổ tính XML 2003",
    "fods": "sổ tính LibreOffice dạng XML phẳng (.fods)",
    "html": "trang web lưu thành đuôi của Excel",
    "mhtml": "trang web một tệp (.mht)",
    "csv": "tệp văn bản phân cách (.csv)",
    "text": "tệp văn bản",
    "xml": "tệp XML",
    "rtf": "văn bản RTF",
    "docx": "văn bản Word (.docx)",
    "doc": "văn bản Word 97-2003 (.doc)",
    "odt": "văn bản LibreOffice",
    "pptx": "trình chiếu PowerPoint (.pptx)",
    "ppt": "trình chiếu PowerPoint 97-2003 (.ppt)",
    "pdf": "tệp PDF",
    "image": "tệp ảnh",
    "zip": "tệp nén .zip",
    "rar": "tệp nén .rar",
    "7z": "tệp nén .7z",
    "archive": "tệp nén",
    "eml": "thư điện tử (.eml)",
    "msg": "thư Outlook (.msg)",
    "tnef": "tệp đính kèm của Outlook (winmail.dat)",
    "ole": "tệp nhị phân của Office đời cũ",
    "office": "tệp Office khác",
    "encrypted": "tệp có mật khẩu",
    "lock": "tệp khóa tạm do Excel hoặc LibreOffice đang mở tạo ra",
    "system": "tệp của hệ điều hành",
    "shortcut": "lối tắt",
    "program": "chương trình",
    "empty": "tệp rỗng",
    "binary": "tệp nhị phân không nhận ra",
}

_BEGINNINGS = (
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "shortcut"),
    (b"\x00\x05\x16\x07", "system"),
    (b"\x00\x00\x00\x01Bud1", "system"),
    (b"[.ShellClassInfo]", "system"),
    (b"\x09\x08", "biff"),
    (b"\x09\x04\x06\x00", "biff"),
    (b"\x09\x02\x06\x00", "biff"),
    (b"\x09\x00\x04\x00", "biff"),
)
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
    ("Catalog", "system"),
)
_FOLDERS = (("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "pptx"))
_LOCAL_NAME = re.compile(rb"PK\x03\x04.{22}(..)..([\[\w./\\ -]{1,80})", re.DOTALL)
_MAIL = re.compile(
    rb"(?im)^(received|from|to|subject|date|message-id|return-path|delivered-to|mime-version):"
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


def what_it_is(kind: str) -> str:
    """A Vietnamese noun phrase for a kind that `sniff` gives."""
    return _WORDS[kind]


def sniff(data: bytes) -> str:
    """The kind of a file: `xlsx` (also for .xlsm) … `binary`. Never raises."""
    return _LATEST(data) if len(data) <= _LARGE else _kind(data)


def _kind(data: bytes) -> str:
    if not data.strip(b"\0 \t\r\n"):
        return "empty"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(data)
    if _is_lock(data):
        return "lock"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image"
    if data[4:8] == b"ftyp":
        return "image" if data[8:11] in (b"hei", b"mif", b"avi") else "binary"
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK") or data.rfind(b"PK\5\6", len(data) - 1024) >= 0:
        return _zip(data)
    return _text(data)


_LATEST, _LARGE = Latest(_kind), 4 << 20
"""What is larger is let go, not remembered."""


def _ole(data: bytes) -> str:
    """Stream names stand in directory records of 128 bytes, in UTF-16; some write capitals."""
    capitals = data.upper()
    for name, kind in _STREAMS:
        record = (name.upper() + "\0").encode("utf-16-le")
        at = capitals.find(record, 512)
        while at >= 0:
            if at % 128 == 0:
                return kind
            at = capitals.find(record, at + 1)
    return "ole"


def _is_lock(data: bytes) -> bool:
    """An owner file of Excel is 165 bytes, a name padded with blanks; LibreOffice writes `,…;`."""
    if len(data) in (162, 165):
        return 0 < data[0] <= 54 and data[1 + data[0] : 55].strip(b" \0") == b""
    return len(data) < 500 and data.startswith(b",") and data.rstrip().endswith(b";")


def _zip(data: bytes) -> str:
    names = _names(data)
    if b"mimetype" in data[30:60] and _OPEN_DOCUMENT in data[:200]:
        return "ods" if _OPEN_DOCUMENT + b"spreadsheet" in data[:200] else "odt"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "[content_types].xml" not in names and "xl/workbook.xml" not in names:
        return "zip"
    for folder, kind in _FOLDERS:
        if any(name.startswith(folder) for name in names):
            return kind
    return "office"


def _names(data: bytes) -> frozenset[str]:
    """Entry names from the directory; of a damaged archive, those of the local headers."""
    try:
        names = [entry.name for entry in directory.entries(data, refusal.CAPS)]
    except refusal.Refused:
        names = [
            match[2][: int.from_bytes(match[1], "little")].decode("ascii", "replace")
            for match in _LOCAL_NAME.finditer(data)
        ]
    return frozenset(map(_plain_name, names))


@lru_cache(maxsize=512)
def _plain_name(name: str) -> str:
    return name.replace("\\", "/").casefold()


def _text(data: bytes) -> str:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\0" in head:
        return "binary"
    if head.startswith(b"<"):
        return _markup(head.lower())
    if b"X-Document-Type: Workbook" in head or head.startswith(b"MIME-Version: 1.0\r\nX-"):
        return "mhtml"
    if len({match[1].lower() for match in _MAIL.finditer(head)}) >= 2:
        return "eml"
    return _plain(head)


def _markup(head: bytes) -> str:
    if b"excel.sheet" in head or b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "xml2003"
    if b"<office:document" in head:
        return "fods"
    if b"<html" in head or b"<!doctype html" in head or b"<table" in head:
        return "html"
    return "xml"


def _plain(head: bytes) -> str:
    unprintable = sum(byte < 32 and byte not in b"\t\r\n\f\x1b" for byte in head)
    if unprintable * 20 > len(head):
        return "binary"
    lines = head.splitlines()[:5]
    for separator in (b";", b",", b"\t"):
        counts = {line.count(separator) for line in lines if line}
        if len(lines) > 1 and len(counts) == 1 and 0 not in counts:
            return "csv"
    return "text"
