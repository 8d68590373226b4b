"""`ketnap send --smtp`: hands a letter to a mail server, once for each content and receiver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from hashlib import sha256

from aggregator import atomic
from aggregator.deadlines import day_of
from aggregator.mail import sent
from aggregator.mail import server as servers
from aggregator.mail.address import usable
from aggregator.mail.draft import composed, finished
from aggregator.mail.sent import AlreadyError, Book, Note
from aggregator.mail.smtp import Failure, Line, UndeliveredError
from aggregator.pipeline.mailing import Outgoing, write_draft
from aggregator.pipeline.planfile import UnusableError


class NotSentError(Exception):
    """The letter didn't go out, or it isn't certain that it did; holds the sentence."""


@dataclass(frozen=True)
class Way:
    """The server that takes the letter, the password for it, and who sends."""

    server: servers.Server
    password: str
    sender: str


@dataclass(frozen=True)
class Parcel:
    """A letter to send: the digest of its content, its one receiver, the message."""

    sha256: str
    to: str
    message: Message


def way(url: str, sender: str) -> Way:
    """The way through a server; without `sender` the user of the server sends.

    Raises UnusableError where the URL, the sender or the password is missing or wrong.
    """
    server, password = reached(url, "smtp")
    sender = sender or server.user
    if not usable(sender):
        raise UnusableError("Chưa biết địa chỉ gửi; ghi bằng --from")
    return Way(server, password, usable(sender))


def reached(url: str, protocol: servers.Protocol) -> tuple[servers.Server, str]:
    """A server and the password for it. Raises UnusableError."""
    try:
        server = servers.server(url, protocol)
    except servers.AddressError as error:
        raise UnusableError(str(error)) from error
    password = servers.password(server, protocol) if server.user else ""
    if server.user and not password:
        raise UnusableError(
            f"Chưa có mật khẩu của “{server.user}”; đặt vào biến môi trường "
            f"{servers.variable(protocol)} hoặc keyring"
        )
    return server, password


def hand_over(parcel: Parcel, line: Line, sender: str, book: Book, again: bool) -> bytes:
    """Send one letter and note it; the bytes that went.

    Raises AlreadyError, UndeliveredError, BookUnusableError. What may have gone stays noted.
    """
    before = book.last(parcel.sha256, parcel.to)
    if before is not None and not again:
        raise AlreadyError(before)
    line.offer(sender, parcel.to)
    times = book.confirmed(parcel.sha256, parcel.to)
    now = datetime.now(UTC)
    letter = finished(parcel.message, sender, _number(parcel, times), now)
    note = book.begin(parcel.sha256, parcel.to, now, again)
    try:
        line.carry(letter)
    except UndeliveredError as error:
        if error.failure is not Failure.UNSURE:
            book.withdraw(note)
        raise
    book.confirm(note)
    return letter


def _number(parcel: Parcel, times: int) -> str:
    """Stays the same until the letter certainly went, so that a second copy shows as one."""
    return sha256(f"{parcel.sha256} {parcel.to} {times}".encode()).hexdigest()[:32]


def send(outgoing: Outgoing, by: Way, again: bool = False) -> None:
    """Send the letter and leave it as sent where its draft would stand.

    Raises NotSentError: then the draft stands there, to be sent by hand. Raises UnusableError
    where nobody is known to send to.
    """
    letter = outgoing.letter
    if not letter.to:
        raise UnusableError("Chưa biết địa chỉ cấp trên; ghi bằng --to")
    parcel = Parcel(outgoing.sha256, letter.to, composed(letter))
    try:
        with sent.opened(outgoing.home) as book, Line(by.server, by.password) as line:
            message = hand_over(parcel, line, letter.sender, book, again)
    except AlreadyError as error:
        raise NotSentError(f"Tệp này {already(parcel.to, error.note)}") from error
    except UndeliveredError as error:
        write_draft(outgoing)
        raise NotSentError(f"{error}.\nThư nháp để gửi tay: {outgoing.target}") from error
    except sent.BookUnusableError as error:
        raise NotSentError(str(error)) from error
    atomic.write(outgoing.target, message)


def already(to: str, note: Note) -> str:
    """Why a letter isn't sent once more."""
    day = f"{day_of(note.moment):%d/%m/%Y}"
    if note.confirmed:
        return f"đã gửi tới {to} ngày {day}; muốn gửi lần nữa thì thêm --again"
    return (
        f"gửi tới {to} ngày {day} bị đứt giữa chừng, không rõ đã tới hay chưa; hỏi nơi nhận, "
        "nếu chưa nhận được thì gửi lại với --again"
    )
