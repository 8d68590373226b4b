"""`ketnap report`: a summary workbook -> the report of the period as .docx."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from aggregator import atomic, wording
from aggregator.model import Carried
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.single import Document, Returned, returned
from aggregator.report.word import document as word
from aggregator.report.word import office_template, remembered
from aggregator.report.word.account import Account, Asked
from aggregator.report.word.content import PUBLISHED
from aggregator.report.word.package import is_ours
from aggregator.report.word.remembered import Earlier
from aggregator.report.word.tags import TemplateUnusableError
from aggregator.workbook.returned import tables as summary_read


class Made(NamedTuple):
    """A report, the older one that was kept beside it, and what an officer should know of both."""

    path: Path
    kept: Path | None = None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def report(
    summary: Document, period: str, template: Path | None, public: bool, out: Path | None
) -> Made:
    """Write the report beside the summary or at `out`. Raises UnusableError.

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
    target = out or summary.path.parent / _name(identity, public)
    before = _existing(target)
    old = None if before is None else remembered.earlier(before)
    if public and old is not None and PUBLISHED not in old.texts:
        old = None
    try:
        document = word.write(account(read), word_template, public, old)
    except TemplateUnusableError as error:
        raise UnusableError(str(error)) from error
    kept = None
    if before is not None and not (is_ours(before) or before == document):
        kept = _beside(target, before)
        atomic.write(kept, before)
    atomic.write(target, document)
    notes = _notes(old, remembered.earlier(document)) if kept else ()
    return Made(target, kept, notes, _literals(word_template))


def _name(identity: Carried, public: bool) -> str:
    """A published report never takes the place of the full one."""
    return f"bao-cao_{identity.unit}_{identity.period}{'_cong-khai' if public else ''}.docx"


def _literals(template: bytes | None) -> tuple[str, ...]:
    return () if template is None else tuple(office_template.literals(template))


def _notes(old: Earlier | None, new: Earlier | None) -> tuple[str, ...]:
    """What became of that which somebody had put into the older report."""
    if old is None or new is None:
        return ("Không chép gì từ bản trước sang: không phải báo cáo cùng loại do phần mềm lập",)
    notes = []
    if old.own:
        notes.append(
            f"Đã chép {wording.number(len(old.own))} đoạn viết tay từ bản trước sang (giữ chữ đậm, "
            "nghiêng, gạch chân; không giữ định dạng khác)"
        )
    lost = ((old.tables, "bảng"), (max(old.pictures - new.pictures, 0), "hình"))
    if left := [f"{wording.number(count)} {what}" for count, what in lost if count]:
        notes.append(f"Không chép sang được {' và '.join(left)} đã chèn thêm; lấy lại từ bản trước")
    return (
        *notes,
        "Phụ lục được lập lại từ số liệu; chỗ sửa tay trong phụ lục chỉ còn ở bản trước",
    )


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
