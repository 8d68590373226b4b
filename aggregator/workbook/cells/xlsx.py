"""The package of an .xlsx or .xlsm workbook -> a Book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from aggregator.workbook.cells.book import Book, Grid
from aggregator.workbook.cells.plainsheet import read_sheet
from aggregator.workbook.cells.sheet import Content
from aggregator.workbook.cells.strings import read_strings
from aggregator.workbook.cells.styles import Styles, read_styles
from aggregator.workbook.cells.unfolding import Unfolding
from aggregator.workbook.cells.values import Shared
from aggregator.workbook.package import markup, refusal
from aggregator.workbook.package.alike import Pattern, part
from aggregator.workbook.package.gate import Package, Relation
from aggregator.workbook.package.refusal import Caps

Wanted = Callable[[str], bool]

_SHIFT_1904 = 1462
_MACRO_SHEETS = frozenset({"xlMacrosheet", "xlIntlMacrosheet"})
_SHEET_KINDS = _MACRO_SHEETS | {"worksheet", "chartsheet", "dialogsheet"}
_LONGEST_NAME_TEXT = 8192


class _Sheet(NamedTuple):
    title: str
    hidden: str
    relation: Relation | None


class _Workbook(NamedTuple):
    sheets: tuple[_Sheet, ...]
    names: Mapping[str, str]
    date_shift: int


class Outline(NamedTuple):
    """What a workbook consists of."""

    workbook: _Workbook
    relations: tuple[Relation, ...]

    def sheet(self, title: str) -> str | None:
        """The part of the worksheet of exactly that name."""
        found = (each.relation for each in self.workbook.sheets if each.title == title)
        return next((each.target for each in found if each and each.kind == "worksheet"), None)

    def related(self, kind: str) -> str | None:
        """The part of a kind of which there is one."""
        relation = _one(self.relations, kind)
        return None if relation is None else relation.target


def read_xlsx(package: Package, wanted: Wanted, caps: Caps, as_tables: bool = False) -> Book:
    """The workbook in a package; sheets that aren't wanted are at most checked. Raises Refused."""
    outline = outlined(package, caps)
    workbook = outline.workbook
    shared = _shared(package, outline, caps)
    signs = set(_signs(package, workbook.sheets))
    grids: list[Grid] = []
    room = caps.cells
    for title, hidden, relation in workbook.sheets:
        content = Content({}, ())
        if relation is not None:
            if relation.kind == "worksheet" and wanted(title):
                content = _content(package, relation.target, shared, caps, room, as_tables)
            elif not as_tables:
                markup.check(package.required(relation.target))
        room -= content.most()
        signs |= {"dde"} if content.dde else set()
        grids.append(Grid(title, hidden, content.cells, content.merged))
    return Book(tuple(grids), workbook.names, _properties(package), frozenset(signs))


def _content(
    package: Package, part: str, shared: Shared, caps: Caps, room: int, as_table: bool
) -> Content:
    pieces = package.pieces(part) if as_table else None
    if pieces is not None:
        return Content(Unfolding(pieces, shared, caps), ())
    return read_sheet(package.required(part), shared, caps, room)


def outlined(package: Package, caps: Caps) -> Outline:
    """The sheets of the workbook in a package, the other parts it leads to. Raises Refused."""
    _check_types(package.required("[Content_Types].xml"))
    start = _one(package.relations(), "officeDocument")
    if start is None:
        raise refusal.damaged("không tìm thấy sổ tính trong tệp")
    relations = package.relations(start.target)
    return Outline(_workbook(package.required(start.target), relations, caps), relations)


_check_types = lru_cache(maxsize=16)(markup.check)


def _one(relations: tuple[Relation, ...], kind: str) -> Relation | None:
    return next((relation for relation in relations if relation.kind == kind), None)


def _workbook(xml: bytes, relations: tuple[Relation, ...], caps: Caps) -> _Workbook:
    found = part(xml)
    workbook = _alike(found.pattern, relations, caps)
    names = workbook.names.items()
    return workbook._replace(
        names={name: found.said(text)[:_LONGEST_NAME_TEXT] for name, text in names}
    )


@lru_cache(maxsize=16)
def _alike(pattern: Pattern, relations: tuple[Relation, ...], caps: Caps) -> _Workbook:
    """What workbook parts of one pattern have in common."""
    by_id = {relation.id: relation for relation in relations}
    sheets: list[_Sheet] = []
    names: dict[str, str] = {}
    shift = 0
    for path, attributes, text in pattern.elements:
        match path:
            case "workbook/workbookPr":
                shift = _SHIFT_1904 if attributes.get("date1904") in ("1", "true") else 0
            case "workbook/sheets/sheet":
                sheets.append(_sheet(attributes, by_id))
            case "workbook/definedNames/definedName" if "localSheetId" not in attributes:
                names[attributes.get("name", "")] = text
    _refuse_odd_sheets(sheets, caps)
    return _Workbook(tuple(sheets), names, shift)


def _sheet(attributes: Mapping[str, str], by_id: Mapping[str, Relation]) -> _Sheet:
    key = next((attributes[name] for name in markup.RELATION_IDS if name in attributes), "")
    relation = by_id.get(key) if key else None  # module sheets of Excel 95 have an empty id
    if key and (relation is None or relation.kind not in _SHEET_KINDS):
        raise refusal.damaged("một sheet không có nội dung")
    state = attributes.get("state", "")
    return _Sheet(attributes.get("name", ""), "" if state == "visible" else state, relation)


def _refuse_odd_sheets(sheets: list[_Sheet], caps: Caps) -> None:
    if not sheets:
        raise refusal.damaged("sổ tính không có trang nào")
    if len(sheets) > caps.sheets:
        raise refusal.suspicious("có quá nhiều sheet")
    if len({sheet.title.casefold() for sheet in sheets}) < len(sheets):
        raise refusal.suspicious("hai sheet trùng tên")
    targets = [sheet.relation.target.casefold() for sheet in sheets if sheet.relation]
    if len(set(targets)) < len(targets):
        raise refusal.suspicious("hai sheet dùng chung một nội dung")


def _shared(package: Package, outline: Outline, caps: Caps) -> Shared:
    strings, styles = map(outline.related, ("sharedStrings", "styles"))
    return Shared(
        read_strings(package.required(strings), caps) if strings is not None else [],
        read_styles(package.required(styles), caps.styles) if styles is not None else Styles(),
        outline.workbook.date_shift,
        caps.text,
    )


def _properties(package: Package) -> Mapping[str, str]:
    """Custom document properties; their values stand one element deeper, typed."""
    relation = _one(package.relations(), "custom-properties") or _one(
        package.relations(), "customProperties"
    )
    xml = package.part(relation.target) if relation else None
    if xml is None:
        return {}
    found = part(xml)
    return {name: found.said(text) for name, text in _named(found.pattern).items()}


@lru_cache(maxsize=16)
def _named(pattern: Pattern) -> Mapping[str, str]:
    found: dict[str, str] = {}
    value = ""
    for path, attributes, text in pattern.elements:
        if path == "Properties/property":
            found[attributes.get("name", "")] = value
            value = ""
        elif path.startswith("Properties/property/"):
            value = text
    return found


def _signs(package: Package, sheets: tuple[_Sheet, ...]) -> Iterator[str]:
    if any(name.endswith("vbaproject.bin") for name in package.names):
        yield "macro"
    if any(sheet.relation and sheet.relation.kind in _MACRO_SHEETS for sheet in sheets):
        yield "xlm"
    for name in package.parts:
        if name.casefold().startswith("xl/externallinks/") and name.endswith(".xml"):
            yield "dde" if b"ddeLink" in package.parts[name] else "external_link"
