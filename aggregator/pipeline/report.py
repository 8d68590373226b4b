"""`ketnap report`: a summary workbook -> the report of the period as .docx."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from aggregator import atomic
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.single import Document, Returned, returned
from aggregator.report.word import document as word
from aggregator.report.word import remembered
from aggregator.report.word.account import Account, Asked
from aggregator.report.word.content import PUBLISHED
from aggregator.report.word.package import is_ours
from aggregator.workbook.returned import tables as summary_read


def report(
    summary: Document, period: str, template: Path | None, public: bool, out: Path | None
) -> Path:
    """Write the report beside the summary or at `out`; its path. Raises UnusableError.

    What an officer wrote into a report that stands there is carried over (into a published one
    only from a published one), and the file as he saved it is kept beside the new one.
    """
    try:
        word_template = template.read_bytes() if template else None
    except OSError as error:
        raise UnusableError(f"Không đọc được tệp: {error.strerror}") from error
    name = summary.path.name
    read = returned(summary.data, name)
    identity = read.identification.carried
    if period and period != identity.period:
        raise UnusableError(f"“{name}” là của kỳ {identity.period}, không phải {period}")
    target = out or summary.path.parent / f"bao-cao_{identity.unit}_{identity.period}.docx"
    before = _existing(target)
    old = None if before is None else remembered.earlier(before)
    if public and old is not None and PUBLISHED not in old.texts:
        old = None
    try:
        document = word.write(account(read), word_template, public, old)
    except word.TemplateUnusableError as error:
        raise UnusableError(str(error)) from error
    if before is not None and not (is_ours(before) or before == document):
        atomic.write(_beside(target, before), before)
    atomic.write(target, document)
    return target


def _existing(target: Path) -> bytes | None:
    try:
        return target.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnusableError(f"Không đọc được tệp cũ “{target.name}”: {error.strerror}") from error


def _beside(target: Path, data: bytes) -> Path:
    """Where an older report that somebody has saved is kept: the same content only once."""
    digest = sha256(data).hexdigest()[:8]
    return target.with_name(f"{target.stem}_ban-cu-{digest}{target.suffix}")


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
