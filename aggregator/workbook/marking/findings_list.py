"""The list of all findings of a returned workbook, for the officer who mends it, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from aggregator.model import Finding, Severity
from aggregator.rules import Rule

FINDINGS_SHEET = "Lỗi cần sửa"
SEVERITY_WORD: Mapping[Severity, str] = {
    Severity.ERROR: "Lỗi",
    Severity.WARNING: "Cảnh báo",
    Severity.INFO: "Lưu ý",
}
HEADER_ROW = 4
COLUMNS = "ABCDEFG"
_HEADER = ("TT", "Mức độ", "Trang tính", "Ô", "Nội dung", "Cách sửa", "Mã")
_WHOLE_FILE = "(cả tệp)"

Look = Literal["title", "text", "header", "body", "centred", "link"]


class Target(NamedTuple):
    """Where a link leads."""

    sheet: str
    cell: str


class ListCell(NamedTuple):
    """A text in a column, and where it leads."""

    column: str
    text: str
    look: Look
    leads: Target | None = None


class ListRow(NamedTuple):
    """A row of the list, by its number from 1."""

    at: int
    cells: Sequence[ListCell]


class Content(NamedTuple):
    """What the list tells: the findings, and the rules of their codes, which explain them.

    `titles` leads from what findings call a sheet to its title in the workbook.
    """

    findings: Sequence[Finding]
    rules: Sequence[Rule]
    titles: Mapping[str, str]


def rows(told: Content) -> Iterator[ListRow]:
    """Errors first."""
    listed = sorted(told.findings, key=lambda each: tuple(SEVERITY_WORD).index(each.severity))
    first = HEADER_ROW + len(listed) + 3
    explained = {rule.code: at for at, rule in enumerate(told.rules, first + 1)}
    yield ListRow(1, [ListCell("A", "LỖI CẦN SỬA", "title")])
    yield ListRow(2, [ListCell("A", _summary(listed), "text")])
    labels = zip(COLUMNS, _HEADER, strict=True)
    yield ListRow(HEADER_ROW, [ListCell(column, label, "header") for column, label in labels])
    for number, finding in enumerate(listed, 1):
        why = explained.get(finding.code)
        explanation = Target(FINDINGS_SHEET, f"B{why}") if why else None
        cells = _finding(number, finding, _place(finding, told.titles), explanation)
        yield ListRow(HEADER_ROW + number, cells)
    if told.rules:
        yield from _explanations(first, told.rules)


def _summary(findings: Sequence[Finding]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    others = len(findings) - errors
    return (
        f"Có {errors} lỗi phải sửa, {others} điểm cần xem lại. Bấm vào cột “Ô” để đến chỗ cần sửa,"
        " cột “Mã” để xem vì sao; sửa xong, lưu tệp và gửi lại. Trang này không cần xóa."
    )


def _finding(
    number: int, finding: Finding, place: Target | None, explanation: Target | None
) -> list[ListCell]:
    ref = finding.ref
    return [
        ListCell("A", str(number), "centred"),
        ListCell("B", SEVERITY_WORD[finding.severity], "centred"),
        ListCell("C", ref.sheet or _WHOLE_FILE, "body"),
        ListCell("D", ref.cell, "link" if place else "centred", place),
        ListCell("E", finding.message, "body"),
        ListCell("F", finding.hint, "body"),
        ListCell("G", finding.code, "link" if explanation else "centred", explanation),
    ]


def _place(finding: Finding, titles: Mapping[str, str]) -> Target | None:
    title, cell = titles.get(finding.ref.sheet), finding.ref.cell
    return Target(title, cell) if title and cell else None


def _explanations(first: int, rules: Sequence[Rule]) -> Iterator[ListRow]:
    """The heading row at `first`, then a row for each rule."""
    labels = (("B", "Mã"), ("E", "Điều được kiểm tra"), ("F", "Vì sao"))
    yield ListRow(first - 1, [ListCell("A", "GIẢI THÍCH CÁC MÃ", "title")])
    yield ListRow(first, [ListCell(column, label, "header") for column, label in labels])
    for at, rule in enumerate(rules, first + 1):
        cells = [ListCell("B", rule.code, "centred"), ListCell("E", rule.title, "body")]
        yield ListRow(at, [*cells, ListCell("F", rule.why, "body")])
