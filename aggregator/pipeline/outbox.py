"""Drafts on disk that are to be sent: which they are, to whom, and which of them may not go."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from aggregator import containers
from aggregator.intake import Received
from aggregator.mail.address import usable
from aggregator.mail.draft import unsent
from aggregator.pipeline import planfile, plansearch
from aggregator.pipeline.mailing import refuse_mark
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.sending import Parcel
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.package.refusal import Refused
from aggregator.workbook.package.sniff import sniff
from aggregator.workbook.returned.identity import hidden_values

ENDING = ".eml"


class Draft(NamedTuple):
    """A draft on disk; without a parcel `unfit` says why it can't be sent by itself."""

    path: Path
    parcel: Parcel | None
    unfit: str = ""


class Outbox(NamedTuple):
    """Drafts, the folder of the book, how many files of the same ending are no drafts."""

    drafts: tuple[Draft, ...]
    home: Path
    others: int


def outbox(path: Path) -> Outbox:
    """The drafts below a folder, or the one given.

    Raises UnusableError where there is none, or where a classification forbids mail.
    """
    folder = (path if path.is_dir() else path.parent).resolve()
    plans = plansearch.nearest(folder)
    for plan in plans:
        refuse_mark(planfile.load(plan).plan.classification)
    files = list(_letters(path)) if path.is_dir() else [path]
    drafts = tuple(draft for draft in map(_draft, files) if draft is not None)
    if not drafts:
        raise UnusableError(f"Không có thư nháp (.eml) nào để gửi trong “{path.name}”")
    return Outbox(drafts, plans[0].parent if plans else folder, len(files) - len(drafts))


def _letters(folder: Path) -> Iterator[Path]:
    """By folder and name, without what is hidden; links are not followed."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            hidden = name.startswith(".") or path.is_symlink()
            if name.lower().endswith(ENDING) and path.is_file() and not hidden:
                yield path


def _draft(path: Path) -> Draft | None:
    """None for a letter that was sent or received."""
    data = path.read_bytes()
    message = unsent(data)
    if message is None:
        return None
    for mark in _marks(message):
        refuse_mark(mark)
    receiver, unfit = _receiver(message)
    parcel = Parcel(sha256(data).hexdigest(), receiver, message) if receiver else None
    return Draft(path, parcel, unfit)


def _receiver(message: Message) -> tuple[str, str]:
    """The one address the letter goes to, or why there is none."""
    named = [address for _, address in getaddresses(message.get_all("To", [])) if address]
    if len(named) > 1 or "Cc" in message or "Bcc" in message:
        return "", "thư có nhiều nơi nhận; mở thư ra và gửi bằng phần mềm thư"
    if not named:
        return "", "chưa có địa chỉ nơi nhận; ghi vào kế hoạch rồi soạn lại thư"
    return usable(named[0]), "nơi nhận không phải một địa chỉ thư điện tử"


def _marks(message: Message) -> Iterator[str]:
    """The classifications that the workbooks in a letter carry."""
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if not part.get_filename() or not isinstance(payload, bytes):
            continue
        for inside in containers.opened(Received("", payload, datetime.min.replace(tzinfo=UTC))):
            if sniff(inside.data) == "xlsx":
                yield _carried_mark(inside.data)


def _carried_mark(data: bytes) -> str:
    try:
        book = read_book(data, lambda title: title == "_ketnap")
    except Refused:
        return ""
    return hidden_values(book).get("classification", "")
