"""`ketnap collect`: new returns from a mailbox into a folder, as the letters they came in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path

from aggregator import atomic, intake
from aggregator.deadlines import day_of
from aggregator.mail import marks
from aggregator.mail.address import usable
from aggregator.mail.mailbox import Came, MailboxError, Mark, new_messages
from aggregator.mail.server import Server
from aggregator.pipeline import planfile, plansearch
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.sending import reached
from aggregator.workbook.package.sniff import sniff

_HOLDS_NUMBERS = intake.WORKBOOKS | {
    "zip", "rar", "7z", "archive", "biff", "xml2003", "fods", "encrypted", "eml", "msg", "tnef",
}  # fmt: skip
"""Kinds of attachments that are or may hold a workbook, also such as will be turned away."""


@dataclass
class Collected:
    """What a run fetched: letters saved, letters already there, days of those too large.

    `broken` says why the mailbox wasn't read to its end.
    """

    saved: list[Path] = field(default_factory=list)
    known: int = 0
    too_large: list[date] = field(default_factory=list)
    broken: str = ""


def collect(url: str, into: Path, anew: bool = False) -> Collected:
    """Fetch what came since the last run, or with `anew` everything that isn't in the folder.

    Raises UnusableError for a URL or a password that can't be used.
    """
    server, password = reached(url, "imap")
    if not server.user:
        raise UnusableError("Địa chỉ máy chủ thư thiếu tên hộp thư: imaps://tên@máy-chủ/thư-mục")
    plans = plansearch.nearest(into.resolve())
    home = plans[0].parent if plans else into
    into.mkdir(parents=True, exist_ok=True)
    atomic.sweep(into)
    drawer = _Drawer(into, _senders(plans))
    mailbox = _name(server)
    since = Mark() if anew else marks.read(home, mailbox)
    try:
        for came in new_messages(server, password, since):
            drawer.put(came)
            marks.write(home, mailbox, came.mark)
    except MailboxError as error:
        drawer.collected.broken = str(error)
    return drawer.collected


def _name(server: Server) -> str:
    return f"{server.user}@{server.host}:{server.port}/{server.folder}"


def _senders(plans: Sequence[Path]) -> dict[str, str]:
    """The unit of each address that is one unit's alone; letters come before a plan is right."""
    found: dict[str, set[str]] = {}
    for path in plans:
        try:
            units = planfile.load(path).plan.units.values()
        except UnusableError:
            continue
        for unit in units:
            if address := usable(unit.email).lower():
                found.setdefault(address, set()).add(unit.code)
    return {address: units.pop() for address, units in found.items() if len(units) == 1}


class _Drawer:
    """The folder that letters go into, each content once."""

    def __init__(self, folder: Path, senders: Mapping[str, str]) -> None:
        self._folder = folder
        self._senders = senders
        self._digests = set(_digests(folder))
        self.collected = Collected()

    def put(self, came: Came) -> None:
        """Save a letter that may hold a return."""
        day = day_of(came.moment)
        if came.data is None:
            self.collected.too_large.append(day)
            return
        message = message_from_bytes(came.data)
        if not may_hold_return(message):
            return
        digest = sha256(came.data).hexdigest()
        if digest in self._digests:
            self.collected.known += 1
            return
        # The sender's address may be a person's: only the code of a unit goes into the name.
        address = parseaddr(str(message.get("From", "")))[1].lower()
        unit = self._senders.get(address, "thu")
        path = self._folder / f"{day:%Y-%m-%d}_{unit}_{digest[:12]}.eml"
        atomic.write(path, came.data)
        os.utime(path, (came.moment.timestamp(), came.moment.timestamp()))
        self._digests.add(digest)
        self.collected.saved.append(path)


def _digests(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.eml"):
        if path.is_file() and not path.is_symlink():
            yield sha256(path.read_bytes()).hexdigest()


def may_hold_return(message: Message) -> bool:
    """Whether a workbook, or what may hold one, is attached; a torn letter may have held one."""
    for part in message.walk():
        if part.is_multipart():
            if part.defects:
                return True
        elif part.get_filename() or part.get_content_maintype() != "text":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and sniff(payload) in _HOLDS_NUMBERS:
                return True
    return False
