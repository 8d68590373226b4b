"""Sheet `Chỉ tiêu` of a summary: every judgement, so that a report needs only the summary."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from aggregator import layout, vocabulary
from aggregator.arithmetic import percent
from aggregator.model import Judgement, Quota, Verdict
from aggregator.quota import labels
from aggregator.report import targets, words
from aggregator.report.digest import Digest
from aggregator.report.each import Each
from aggregator.report.room import fitting
from aggregator.report.table import PERCENT, TEXT, Area, Column, Look, Table, Value
from aggregator.report.table_sheet import write_table
from aggregator.workbook.style import Formats

CONCLUDED: Look = attrgetter("cell_concluded")

COLUMNS = (
    Column("quota", "Mã", look=TEXT, hidden=True),
    Column("quota_shown", "Mã chỉ tiêu", 12, TEXT),
    Column("title", "Chỉ tiêu", 40, TEXT),
    Column("name", "Đơn vị", 44, TEXT, unique=True),
    Column("kind_label", "Cách tính", 26, TEXT),
    Column("strength_label", "Mức", 10, TEXT),
    Column("measure_label", "Nội dung đếm", 30, TEXT),
    Column("required", "Yêu cầu", 10),
    Column("actual", "Đã đạt", 10),
    Column("percent", "Tỷ lệ % so với yêu cầu", 11, PERCENT),
    Column("verdict_label", "Kết luận", 26, CONCLUDED),
    Column("detail", "Diễn giải", 48, TEXT),
    Column("basis", "Căn cứ", 70, TEXT),
    Column("unit", "Mã đơn vị", look=TEXT, hidden=True, unique=True),
    Column("kind", "Mã cách tính", look=TEXT, hidden=True),
    Column("strength", "Mã mức", look=TEXT, hidden=True),
    Column("scope", "Phạm vi", look=TEXT, hidden=True),
    Column("measure", "Mã nội dung", look=TEXT, hidden=True),
    Column("verdict", "Mã kết luận", look=TEXT, hidden=True),
)


def table(digest: Digest) -> Table:
    """The table of sheet `Chỉ tiêu`, in the order of the judgements, as far as it holds them."""
    plan = digest.result.plan
    asked = {quota.code: _asked(digest, quota) for quota in reversed(plan.quotas)}
    kinds = labels()
    every = Table(
        "KẾT QUẢ THỰC HIỆN TỪNG CHỈ TIÊU",
        f"{digest.coverage}. Số đã đạt lũy kế từ 01/01; chỉ tiêu theo tỷ lệ làm tròn lên.",
        COLUMNS,
        Each(
            lambda judgement: _row(digest, judgement, asked.get(judgement.quota, _UNKNOWN), kinds),
            digest.result.judgements,
        ),
        back=layout.OVERVIEW_SHEET,
        rests=digest.resting(digest.of_judgements),
    )
    return fitting(every)


def write(sheet: Worksheet, formats: Formats, filled: Table) -> None:
    """Fill sheet `Chỉ tiêu` but for the rows."""
    write_table(sheet, formats, filled)
    mark_verdicts(sheet, formats, filled.area("verdict_label"))
    # The documents are long and repeated: they are read on the screen, and stand in the report.
    sheet.print_area(0, 0, filled.last_row - 1, filled.area("detail").last_column - 1)


def mark_verdicts(sheet: Worksheet, formats: Formats, area: Area) -> None:
    """Colours under the words of a column of verdicts."""
    looks = {
        Verdict.MET: formats.mark_good,
        Verdict.NOT_MET: formats.mark_bad,
        Verdict.NO_DATA: formats.mark_warn,
    }
    for verdict, look in looks.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{words.VERDICT[verdict]}"'}
        sheet.conditional_format(*area.from_zero, {**rule, "format": look})


class _Asked(NamedTuple):
    """What of a quota stands in each row about it."""

    title: str = ""
    subject: str = ""
    basis: str = ""
    scope: str = ""
    measure: str = ""


_UNKNOWN = _Asked()


def _asked(digest: Digest, quota: Quota) -> _Asked:
    title = targets.title(quota, digest.form, digest.result.plan)
    subject = words.subject(digest.form, quota.measure)
    return _Asked(title, subject, quota.basis, quota.scope, quota.measure)


def _row(
    digest: Digest, judgement: Judgement, asked: _Asked, kinds: Mapping[str, str]
) -> tuple[Value, ...]:
    return (
        judgement.quota,
        judgement.quota,
        asked.title,
        digest.full_name(judgement.unit),
        kinds.get(judgement.kind, judgement.kind),
        vocabulary.label("strength", judgement.strength),
        asked.subject,
        judgement.required,
        judgement.actual,
        percent(judgement.actual, judgement.required),
        words.VERDICT[judgement.verdict],
        judgement.detail,
        asked.basis,
        judgement.unit,
        judgement.kind,
        judgement.strength,
        asked.scope,
        asked.measure,
        judgement.verdict.value,
    )
