"""What the open workbook is, and whether a button can do its work on it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aggregator.layout import META_SHEET
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.single import Document
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.package.refusal import Refused
from aggregator.workbook.returned.identity import identify
from xl_addin.snapshot import Snapshot

NOTHING_OPEN = "Chưa mở tệp nào. Mở biểu, tệp tổng hợp hoặc tệp kế hoạch rồi bấm lại."
_FOREIGN = (
    "“{}” không phải biểu, tệp tổng hợp hay tệp kế hoạch của ketnap, nên không có gì để làm ở đây."
)
_NOWHERE = (
    "“{}” chưa nằm trong thư mục nào trên máy này (chưa lưu, hoặc mở thẳng từ OneDrive, "
    "SharePoint). Lưu tệp vào một thư mục trên máy rồi bấm lại."
)
_UNSAVED = "“{}” có thay đổi chưa lưu. Lưu tệp rồi bấm lại."


def described(snapshot: Snapshot | None) -> tuple[Snapshot, Mapping[str, str]]:
    """The workbook and what it says of itself; only the hidden sheet is read.

    Raises UnusableError where none is open, or it isn't one of ours.
    """
    if snapshot is None:
        raise UnusableError(NOTHING_OPEN)
    try:
        book = read_book(snapshot.data, lambda title: title == META_SHEET)
    except Refused as refused:
        raise UnusableError(f"“{snapshot.name}”: {refused.message}") from refused
    identification = identify(book)
    if identification is None:
        raise UnusableError(_FOREIGN.format(snapshot.name))
    return snapshot, identification.values


def kept(snapshot: Snapshot) -> Path:
    """Where the workbook stands on disk. Raises UnusableError where it stands nowhere."""
    if snapshot.folder is None:
        raise UnusableError(_NOWHERE.format(snapshot.name))
    return snapshot.folder / snapshot.name


def as_saved(snapshot: Snapshot) -> Path:
    """The same of a workbook without changes that aren't saved. Raises UnusableError."""
    path = kept(snapshot)
    if not snapshot.saved:
        raise UnusableError(_UNSAVED.format(snapshot.name))
    return path


def summary(snapshot: Snapshot | None) -> Document:
    """The open summary, with the place of the files it names. Raises UnusableError."""
    found, values = described(snapshot)
    if values.get("kind") != "summary":
        raise UnusableError(
            f"“{found.name}” không phải tệp tổng hợp. Mở tệp tong-hop_….xlsx rồi bấm lại."
        )
    return Document(kept(found), found.data)
