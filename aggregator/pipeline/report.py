"""`ketnap report`: a summary workbook -> the report of the period as .docx."""

from __future__ import annotations

from pathlib import Path

from aggregator import atomic
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.single import Document, Returned, returned
from aggregator.report.word import document as word
from aggregator.report.word.account import Account, Asked
from aggregator.workbook.returned import tables as summary_read


def report(
    summary: Document, period: str, template: Path | None, public: bool, out: Path | None
) -> Path:
    """Write the report beside the summary or at `out`; its path. Raises UnusableError."""
    try:
        word_template = template.read_bytes() if template else None
    except OSError as error:
        raise UnusableError(f"Không đọc được tệp: {error.strerror}") from error
    name = summary.path.name
    read = returned(summary.data, name)
    identity = read.identification.carried
    if period and period != identity.period:
        raise UnusableError(f"“{name}” là của kỳ {identity.period}, không phải {period}")
    try:
        document = word.write(account(read), word_template, public)
    except word.TemplateUnusableError as error:
        raise UnusableError(str(error)) from error
    target = out or summary.path.parent / f"bao-cao_{identity.unit}_{identity.period}.docx"
    atomic.write(target, document)
    return target


def account(read: Returned) -> Account:
    """What the report tells of: all of it stands in the summary."""
    asked = {
        row.code: Asked(row.measure, row.basis, row.title, row.scope)
        for row in summary_read.quotas(read.book).values()
    }
    return Account(
        meta=dict(read.identification.values),
        form=read.form,
        figures=read.figures,
        judgements=summary_read.judgements(read.book),
        units=summary_read.units(read.book),
        quotas=asked,
    )
