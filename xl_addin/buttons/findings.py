"""The panel of findings: where, what, what to do and why, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Sequence

from aggregator import forms, rules, wording
from aggregator.model import Finding, Severity
from xl_addin.snapshot import Panel, Row, cell_link

WORDS = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cảnh báo", Severity.INFO: "Lưu ý"}
_HEADER = ("Mức", "Sheet", "Ô", "Nội dung", "Cách sửa", "Mã", "Vì sao")
_WIDTHS = (11, 14, 8, 60, 60, 10, 60)
_CELL = 2


def panel(title: str, findings: Sequence[Finding], remark: str = "") -> Panel:
    """Errors first, else in the order of the check."""
    ranks = list(Severity)
    listed = sorted(findings, key=lambda finding: ranks.index(finding.severity))
    note = f"{counted(findings)}. {remark}".strip()
    explained = rules.explained((each.code for each in findings), forms.load())
    why = {rule.code: rule.why for rule in explained}
    rows = tuple(
        Row((*_cells(each), why.get(each.code, "")), cell_link(each.ref.sheet, each.ref.cell))
        for each in listed
    )
    return Panel(title, note, _HEADER, _WIDTHS, rows, _CELL)


def counted(findings: Sequence[Finding]) -> str:
    """`CÒN LỖI: 2 lỗi, 1 cảnh báo`, or `ĐẠT`."""
    numbers = {each: sum(f.severity is each for f in findings) for each in Severity}
    told = [f"{wording.number(n)} {WORDS[each].lower()}" for each, n in numbers.items() if n]
    verdict = "CÒN LỖI" if numbers[Severity.ERROR] else "ĐẠT"
    return f"{verdict}: {', '.join(told)}" if told else verdict


def _cells(finding: Finding) -> tuple[str, ...]:
    return (
        WORDS[finding.severity],
        finding.ref.sheet or "(cả tệp)",
        finding.ref.cell,
        finding.message,
        finding.hint,
        finding.code,
    )
