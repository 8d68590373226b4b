"""Sheet `Giải thích` of the control workbook: why each code that occurs is checked, how to mend it.

Offline help: the codes on the other sheets lead to its rows.
"""

from __future__ import annotations

from collections import Counter

from xlsxwriter.worksheet import Worksheet

from aggregator import layout, rules
from aggregator.model import Result
from aggregator.report import words
from aggregator.report.digest import Digest
from aggregator.report.each import Many
from aggregator.report.links import MOST_LINKS, First, Relative
from aggregator.report.table import BOLD, TEXT, Column, Table
from aggregator.report.table_sheet import write_table
from aggregator.workbook.style import Formats

SHEET = "Giải thích"

COLUMNS = (
    Column("code", "Mã", look=TEXT, hidden=True),
    Column("code_shown", "Mã lỗi", 12, BOLD),
    Column("severity_label", "Mức", 12, TEXT),
    Column("times", "Số lần", 9),
    Column("title", "Điều được kiểm tra", 44, TEXT),
    Column("why", "Vì sao", 62, TEXT),
    Column("fix", "Cách sửa", 62, TEXT),
)


def write(sheet: Worksheet, formats: Formats, digest: Digest, relative: Relative) -> Table:
    """Fill sheet `Giải thích`: a row for each code of this run that is known."""
    del relative
    times = _times(digest.result)
    table = Table(
        "GIẢI THÍCH CÁC MÃ",
        "Các mã có trong lần tổng hợp này; mọi mã khác: lệnh ketnap rules.",
        COLUMNS,
        [
            (r.code, r.code, words.SEVERITY[r.severity], times[r.code], r.title, r.why, r.fix)
            for r in rules.explained(times, digest.form)
        ],
    )
    write_table(sheet, formats, table)
    return table


def links(digest: Digest, codes: Many[str]) -> Many[str | None]:
    """For each code where it is explained; at most half of the links a sheet may have."""
    known = rules.explained(_times(digest.result), digest.form)
    row = {rule.code: at for at, rule in enumerate(known, layout.TABLE_FIRST_ROW)}
    place = {code: f"internal:'{SHEET}'!B{at}" for code, at in row.items()}
    return First(place.get, codes, MOST_LINKS // 2)


def _times(result: Result) -> Counter[str]:
    """How often each code occurs: in findings and repairs, else as the reason of a file."""
    said = Counter(finding.code for finding in result.findings)
    said.update(repair.code for repair in result.repairs)
    return said | Counter(record.reason for record in result.files if record.reason)
