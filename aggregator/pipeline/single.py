"""One workbook at a time: `ketnap check`, and reading a summary back for report and trace."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from aggregator import containers, intake
from aggregator import period as periods
from aggregator.examine import examine_bytes
from aggregator.examine_book import Context
from aggregator.examined import Examined
from aggregator.figures import Figures, figures
from aggregator.intake import Entry, Received
from aggregator.model import Form, Severity
from aggregator.pipeline import planfile, plansearch
from aggregator.pipeline.planfile import UnusableError
from aggregator.workbook.cells.book import Book
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.package.refusal import Refused
from aggregator.workbook.returned.identity import Identification, form_of, identify
from aggregator.workbook.returned.read import Reading, read


class Document(NamedTuple):
    """A workbook in hand: its bytes, and where it stands, for what lies beside it."""

    path: Path
    data: bytes


def document(path: Path) -> Document:
    """The workbook as it is on disk. Raises UnusableError where it can't be read."""
    try:
        return Document(path, path.read_bytes())
    except OSError as error:
        raise UnusableError(f"Không đọc được “{path.name}”: {error.strerror}") from error


_APART = "chuyển mỗi kế hoạch vào thư mục riêng của nó rồi kiểm tra lại"


def check(path: Path) -> list[Examined]:
    """What is to be said of one file, with the plan of its folder if there is one."""
    received = intake.load(Entry(path.name, bytes(path), regular=True))
    return checked(received, path.resolve().parent)


def checked(received: Received, folder: Path | None) -> list[Examined]:
    """The same of bytes in hand; a workbook that stands nowhere is checked without a plan."""
    found = plansearch.find(folder, _APART) if folder else None
    plan = None
    with suppress(planfile.UnreadError):
        plan = planfile.load(found).plan if found else None
    context = Context(plan)
    return [_asked_for(examine_bytes(each, context)) for each in containers.opened(received)]


def _asked_for(record: Examined) -> Examined:
    """In a folder a foreign file is only left aside; named by its officer it is a mistake."""
    if record.submission is not None or record.identity.format:
        return record
    said = tuple(replace(finding, severity=Severity.ERROR) for finding in record.findings)
    return record._replace(findings=said)


@dataclass(frozen=True)
class Returned:
    """A return read back: its book, who it is of, its numbers."""

    book: Book
    identification: Identification
    form: Form
    reading: Reading
    figures: Figures


def returned(data: bytes, name: str) -> Returned:
    """Read a return (a summary, too). Raises UnusableError where it is none."""
    try:
        book = read_book(data)
    except Refused as refused:
        raise UnusableError(f"Không đọc được “{name}”: {refused.message}") from refused
    identification = identify(book)
    if (
        identification is None
        or identification.fault is not None
        or not periods.is_period(identification.carried.period)
    ):
        raise UnusableError(f"“{name}” không phải báo cáo hay tệp tổng hợp của ketnap")
    try:
        form = form_of(identification.carried, "")
    except KeyError as error:
        raise UnusableError(f"“{name}” làm theo biểu mẫu mà bản cài này không có") from error
    reading = read(book, identification, form)
    if reading.submission is None:
        raise UnusableError(f"“{name}” không còn đủ các sheet của biểu mẫu")
    return Returned(book, identification, form, reading, figures(form, reading.submission))
