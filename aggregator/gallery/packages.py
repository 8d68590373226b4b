"""Edits of whole packages: a sheet dropped, doubled or renamed, a part put in."""

from __future__ import annotations

import re
from collections.abc import Callable

from aggregator.samples import faults

Parts = dict[str, bytes]


def edited(workbook: bytes, edit: Callable[[Parts], Parts]) -> bytes:
    """The workbook after an edit of its parts."""
    return faults.pack(edit(faults.unpack(workbook)))


def replaced(workbook: bytes, part: str, pattern: str, new: str) -> bytes:
    """The workbook with every match of a pattern in a part replaced."""

    def edit(parts: Parts) -> Parts:
        return {**parts, part: re.sub(pattern, new, parts[part].decode()).encode()}

    return edited(workbook, edit)


def with_part(workbook: bytes, name: str, data: bytes) -> bytes:
    """The workbook with one more part that nothing refers to."""
    return edited(workbook, lambda parts: {**parts, name: data})


def renamed(workbook: bytes, title: str, new: str) -> bytes:
    """The workbook with a sheet under another name, in references too."""

    def edit(parts: Parts) -> Parts:
        return {name: _renamed(data, title, new) for name, data in parts.items()}

    return edited(workbook, edit)


def _renamed(data: bytes, title: str, new: str) -> bytes:
    old, other = title.encode(), new.encode()
    found = data.replace(b'<sheet name="' + old + b'"', b'<sheet name="' + other + b'"')
    return found.replace(b"'" + old + b"'!", b"'" + other + b"'!").replace(
        old + b"!", b"'" + other + b"'!"
    )


def without_sheet(workbook: bytes, title: str) -> bytes:
    """The workbook with a sheet deleted; the names that were its own go with it."""

    def edit(parts: Parts) -> Parts:
        path = faults.sheet_path(parts, title)
        book = parts["xl/workbook.xml"].decode()
        titles = re.findall(r'<sheet name="([^"]*)"', book)
        at = titles.index(title)
        identifier = re.search(rf'<sheet name="{title}"[^>]*r:id="([^"]+)"', book)
        book = re.sub(rf'<sheet name="{title}"[^>]*/>', "", book)
        book = re.sub(rf'<definedName [^>]*localSheetId="{at}".*?</definedName>', "", book)
        book = re.sub(r'(?<=localSheetId=")\d+', lambda m: _closed_up(int(m[0]), at), book)
        links = parts["xl/_rels/workbook.xml.rels"].decode()
        if identifier is not None:
            links = re.sub(rf'<Relationship Id="{identifier[1]}"[^>]*/>', "", links)
        types = parts["[Content_Types].xml"].decode()
        types = re.sub(rf'<Override PartName="/{path}"[^>]*/>', "", types)
        changed = {
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": links.encode(),
            "[Content_Types].xml": types.encode(),
        }
        kept = {name: data for name, data in parts.items() if name != path}
        return {name: changed.get(name, data) for name, data in kept.items()}

    return edited(workbook, edit)


def _closed_up(number: int, gap: int) -> str:
    return str(number - (number > gap))


def with_copy(workbook: bytes, title: str, copied: bytes) -> bytes:
    """The workbook with a copy of a sheet of another one behind its last."""

    def edit(parts: Parts) -> Parts:
        theirs = faults.unpack(copied)
        sheet = theirs[faults.sheet_path(theirs, title)]
        book = parts["xl/workbook.xml"].decode()
        links = parts["xl/_rels/workbook.xml.rels"].decode()
        types = parts["[Content_Types].xml"].decode()
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        content = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        entry = f'<sheet name="{title} (2)" sheetId="99" r:id="rId99"/></sheets>'
        link = f'<Relationship Id="rId99" Type="{kind}" Target="worksheets/sheet99.xml"/>'
        part = f'<Override PartName="/xl/worksheets/sheet99.xml" ContentType="{content}"/>'
        changed = {
            "xl/workbook.xml": book.replace("</sheets>", entry),
            "xl/_rels/workbook.xml.rels": links.replace(
                "</Relationships>", f"{link}</Relationships>"
            ),
            "[Content_Types].xml": types.replace("</Types>", f"{part}</Types>"),
        }
        return {
            **parts,
            **{name: text.encode() for name, text in changed.items()},
            "xl/worksheets/sheet99.xml": sheet,
        }

    return edited(workbook, edit)


def merged(workbook: bytes, title: str, area: str) -> bytes:
    """The workbook with an area of a sheet merged; the sheet has no other merges."""

    def edit(parts: Parts) -> Parts:
        path = faults.sheet_path(parts, title)
        merge = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
        sheet = re.sub(r"(<autoFilter [^>]*/>)", rf"\g<1>{merge}", parts[path].decode(), count=1)
        return {**parts, path: sheet.encode()}

    return edited(workbook, edit)


def as_date(workbook: bytes, title: str, cell: str) -> bytes:
    """The workbook with a cell shown as a date, as Excel turns `3/4` into one."""

    def edit(parts: Parts) -> Parts:
        styles = parts["xl/styles.xml"].decode()
        count = re.search(r'<cellXfs count="(\d+)"', styles)
        number = int(count[1]) if count else 0
        date = (
            '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        )
        styles = styles.replace(f'<cellXfs count="{number}"', f'<cellXfs count="{number + 1}"')
        path = faults.sheet_path(parts, title)
        sheet = re.sub(rf'(<c r="{cell}" s=")\d+', rf"\g<1>{number}", parts[path].decode())
        return {
            **parts,
            "xl/styles.xml": styles.replace("</cellXfs>", f"{date}</cellXfs>").encode(),
            path: sheet.encode(),
        }

    return edited(workbook, edit)
