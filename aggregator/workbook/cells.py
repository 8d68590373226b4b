"""A returned file -> a Book of sparse typed cells, whatever workbook format it is in."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from aggregator.workbook import archive, markup
from aggregator.workbook.book import Book, Cell, Cells, Grid, State, as_date, unquoted
from aggregator.workbook.gate import (
    CAPS,
    Caps,
    Package,
    Refused,
    Relation,
    open_package,
    sniff,
    what_it_is,
)
from aggregator.workbook.other import read_other
from aggregator.workbook.sheet import read_sheet
from aggregator.workbook.strings import read_strings
from aggregator.workbook.styles import Styles, read_styles
from aggregator.workbook.values import Shared

__all__ = ["Book", "Cell", "Cells", "Grid", "State", "Wanted", "as_date", "read_book", "unquoted"]

Wanted = Callable[[str], bool]

_SHIFT_1904 = 1462
_MACRO_SHEETS = frozenset({"xlMacrosheet", "xlIntlMacrosheet"})
_SHEET_KINDS = _MACRO_SHEETS | {"worksheet", "chartsheet", "dialogsheet"}
_LONGEST_NAME_TEXT = 8192


class _Sheet(NamedTuple):
    title: str
    hidden: str
    relation: Relation


class _Workbook(NamedTuple):
    sheets: tuple[_Sheet, ...]
    names: Mapping[str, str]
    date_shift: int


def read_book(data: bytes, wanted: Wanted | None = None, caps: Caps = CAPS) -> Book:
    """Every sheet, or those whose title is `wanted`; the others are checked and left empty.

    .xlsb, .ods and .xls go through a library that may abort the process: call this only inside
    a worker. Raises Refused: R102-R104, R116, or R107 for what is no workbook at all.
    """
    kind = sniff(data)
    if kind == "xlsx":
        with _collector_at_rest():
            return _read(open_package(data, caps), wanted or _every, caps)
    if kind == "xlsb":
        open_package(data, caps)
    if kind in ("xlsb", "ods", "xls"):
        return read_other(data, kind, wanted or _every, caps)
    if kind == "empty":
        raise Refused("R116", "Tệp rỗng, không có nội dung. Hãy gửi lại tệp có số liệu.")
    if kind == "encrypted":
        raise Refused("R103", "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    raise Refused(
        "R107",
        f"Đây là {what_it_is(kind)}, không phải sổ tính. Hãy mở bằng Excel và lưu thành .xlsx.",
    )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Thousands of cells at once look like garbage to be; the collector would double the time."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def _every(_title: str) -> bool:
    return True


def _read(package: Package, wanted: Wanted, caps: Caps) -> Book:
    """The package of an .xlsx or .xlsm workbook."""
    markup.check(package.required("[Content_Types].xml"))
    start = _one(package.relations(), "officeDocument")
    if start is None:
        raise archive.damaged("không tìm thấy sổ tính trong tệp")
    relations = package.relations(start.target)
    workbook = _workbook(package.required(start.target), relations, caps)
    shared = _shared(package, relations, workbook.date_shift, caps)
    signs = set(_signs(package, workbook.sheets))
    grids: list[Grid] = []
    room = caps.cells
    for sheet in workbook.sheets:
        xml = package.required(sheet.relation.target)
        if sheet.relation.kind == "worksheet" and wanted(sheet.title):
            content = read_sheet(xml, shared, caps, room)
            room -= len(content.cells)
            grids.append(Grid(sheet.title, sheet.hidden, content.cells, tuple(content.merged)))
            if content.dde:
                signs.add("dde")
        else:
            markup.check(xml)
            grids.append(Grid(sheet.title, sheet.hidden))
    properties = _properties(package)
    return Book(tuple(grids), workbook.names, properties, frozenset(signs))


def _one(relations: tuple[Relation, ...], kind: str) -> Relation | None:
    return next((relation for relation in relations if relation.kind == kind), None)


def _workbook(xml: bytes, relations: tuple[Relation, ...], caps: Caps) -> _Workbook:
    by_id = {relation.id: relation for relation in relations}
    sheets: list[_Sheet] = []
    names: dict[str, str] = {}
    shift = 0
    for path, attributes, text in markup.elements(xml):
        match path:
            case "workbook/workbookPr":
                shift = _SHIFT_1904 if attributes.get("date1904") in ("1", "true") else 0
            case "workbook/sheets/sheet":
                sheets.append(_sheet(attributes, by_id))
            case "workbook/definedNames/definedName" if "localSheetId" not in attributes:
                names[attributes.get("name", "")] = text[:_LONGEST_NAME_TEXT]
    _refuse_odd_sheets(sheets, caps)
    return _Workbook(tuple(sheets), names, shift)


def _sheet(attributes: Mapping[str, str], by_id: Mapping[str, Relation]) -> _Sheet:
    key = next((attributes[name] for name in markup.RELATION_IDS if name in attributes), "")
    relation = by_id.get(key)
    if relation is None or relation.kind not in _SHEET_KINDS:
        raise archive.damaged("một trang tính không có nội dung")
    state = attributes.get("state", "")
    return _Sheet(attributes.get("name", ""), "" if state == "visible" else state, relation)


def _refuse_odd_sheets(sheets: list[_Sheet], caps: Caps) -> None:
    if not sheets:
        raise archive.damaged("sổ tính không có trang nào")
    if len(sheets) > caps.sheets:
        raise archive.suspicious("có quá nhiều trang tính")
    if len({sheet.title.casefold() for sheet in sheets}) < len(sheets):
        raise archive.suspicious("hai trang tính trùng tên")
    if len({sheet.relation.target.casefold() for sheet in sheets}) < len(sheets):
        raise archive.suspicious("hai trang tính dùng chung một nội dung")


def _shared(
    package: Package, relations: tuple[Relation, ...], date_shift: int, caps: Caps
) -> Shared:
    strings = _one(relations, "sharedStrings")
    styles = _one(relations, "styles")
    return Shared(
        read_strings(package.required(strings.target), caps) if strings else [],
        read_styles(package.required(styles.target), caps.styles) if styles else Styles(),
        date_shift,
        caps.text,
    )


def _properties(package: Package) -> Mapping[str, str]:
    """Custom document properties; their values stand one element deeper, typed."""
    relation = _one(package.relations(), "custom-properties") or _one(
        package.relations(), "customProperties"
    )
    xml = package.part(relation.target) if relation else None
    found: dict[str, str] = {}
    value = ""
    for path, attributes, text in markup.elements(xml) if xml is not None else ():
        if path == "Properties/property":
            found[attributes.get("name", "")] = value
            value = ""
        elif path.startswith("Properties/property/"):
            value = text
    return found


def _signs(package: Package, sheets: tuple[_Sheet, ...]) -> Iterator[str]:
    if any(name.endswith("vbaproject.bin") for name in package.names):
        yield "macro"
    if any(sheet.relation.kind in _MACRO_SHEETS for sheet in sheets):
        yield "xlm"
    for name, xml in package.parts.items():
        if name.casefold().startswith("xl/externallinks/") and name.endswith(".xml"):
            yield "dde" if b"ddeLink" in xml else "external_link"
