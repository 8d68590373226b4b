"""What officers do to a workbook, done to its bytes: typed over, inserted, cut off, wrapped up."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from io import BytesIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from aggregator.layout import Slot

SAVED = datetime(2024, 4, 4, 8, 0, 0)
"""The date in every file of a sample that carries one."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(
    r"(?P<sheet>(?:'[^']+'|\b[A-Za-z_]\w*)!)?"
    r"(?<![\w.])\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?(?![\w(.])"
)
_ROW_OF = re.compile(r"(?<=[A-Z$])[0-9]+")
_FORMULA = re.compile(r"(?<=>)[^<>]+(?=</(?:f|formula|formula1|formula2|definedName)>)")
_PLACE = re.compile(r'(?:(?<= sqref=")|(?<= location=")|(?<= ref=")|(?<=<c r="))[^"]+')
_ROW = re.compile(r'(?<=<row r=")[0-9]+')


def type_text(workbook: bytes, at: Slot, text: str) -> bytes:
    """The workbook with a text typed over a cell."""
    inline = f"<is><t>{escape(text)}</t></is>"
    return _rewrite(workbook, at.sheet, partial(_put, cell=at.cell, kind="inlineStr", body=inline))


def type_value(workbook: bytes, at: Slot, kind: str, body: str) -> bytes:
    """The workbook with a cell of a type (`n`, `str`, …) and content of one's own."""
    return _rewrite(workbook, at.sheet, partial(_put, cell=at.cell, kind=kind, body=body))


def break_reference(workbook: bytes, at: Slot) -> bytes:
    """The workbook with `#REF!` in a cell."""
    body = "<f>#REF!</f><v>#REF!</v>"
    return _rewrite(workbook, at.sheet, partial(_put, cell=at.cell, kind="e", body=body))


def insert_row(workbook: bytes, above: Slot, text: str) -> bytes:
    """The workbook with a new row above a cell and a text in that cell's column."""

    def shift(name: str, part: str, path: str) -> str:
        if name == path:
            return _open_row(_shifted(part, above, own=True), above, text)
        return _shifted(part, above, own=False)

    parts = unpack(workbook)
    path = sheet_path(parts, above.sheet)
    moved = {
        name: shift(name, data.decode(), path).encode()
        for name, data in parts.items()
        if name == "xl/workbook.xml" or name.startswith("xl/worksheets/sheet")
    }
    return pack({**parts, **moved})


def cut_off(workbook: bytes) -> bytes:
    """Two thirds of the file: what a broken copy to a stick leaves."""
    return workbook[: len(workbook) * 2 // 3]


def pack(members: Mapping[str, bytes]) -> bytes:
    """A zip of the members, in their order, the same bytes every time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, SAVED.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def mail(members: Mapping[str, bytes], subject: str, sender: str, to: str, sent: str) -> bytes:
    """A letter with the members attached; `sent` is the value of its Date header."""
    letter = EmailMessage(policy=SMTP)
    letter["Subject"], letter["From"], letter["To"], letter["Date"] = subject, sender, to, sent
    letter.set_content("Kính gửi báo cáo theo tệp đính kèm.\n")
    for name, data in members.items():
        letter.add_attachment(
            data,
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            filename=name,
        )
    letter.set_boundary("=_bao-cao-quy")
    return letter.as_bytes()


def _rewrite(workbook: bytes, sheet: str, edit: Callable[[str], str]) -> bytes:
    parts = unpack(workbook)
    path = sheet_path(parts, sheet)
    return pack({**parts, path: edit(parts[path].decode()).encode()})


def unpack(workbook: bytes) -> dict[str, bytes]:
    """The parts of a package by name, in their order."""
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def sheet_path(parts: Mapping[str, bytes], title: str) -> str:
    """The part that holds the sheet of that title."""
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    links = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheet = next(s for s in book.iter(f"{_MAIN}sheet") if s.get("name") == title)
    return f"xl/{targets[sheet.get(_RELATION)]}"


def _put(part: str, cell: str, kind: str, body: str) -> str:
    """The sheet with other content in a cell that exists, its style kept."""
    pattern = rf'<c r="{cell}"(?P<style> s="\d+")?[^>/]*(?:/>|>.*?</c>)'
    found = re.search(pattern, part)
    if found is None:
        raise ValueError(f"no cell {cell}")
    new = f'<c r="{cell}"{found["style"] or ""} t="{kind}">{body}</c>'
    return part[: found.start()] + new + part[found.end() :]


def _shifted(part: str, above: Slot, own: bool) -> str:
    """Every row number at or below the new row one higher, here or in references to its sheet."""

    def row(match: re.Match[str]) -> str:
        return str(int(match[0]) + (int(match[0]) >= above.row))

    def reference(match: re.Match[str]) -> str:
        sheet = match["sheet"]
        here = own if sheet is None else sheet.strip("'!") == above.sheet
        start = len(sheet or "")
        return match[0][:start] + _ROW_OF.sub(row, match[0][start:]) if here else match[0]

    def references(match: re.Match[str]) -> str:
        return _REFERENCE.sub(reference, match[0])

    moved = _PLACE.sub(references, _FORMULA.sub(references, part))
    return _ROW.sub(row, moved) if own else moved


def _open_row(part: str, above: Slot, text: str) -> str:
    at = part.index(f'<row r="{above.row + 1}"')
    cell = f'<c r="{above.cell}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    return f'{part[:at]}<row r="{above.row}">{cell}</row>{part[at:]}'
