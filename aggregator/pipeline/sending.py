"""`ketnap send --smtp`: hands a letter to a mail server, once for each content and receiver."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module

from aggregator import atomic
from aggregator.deadlines import day_of
from aggregator.mail import sent
from aggregator.mail import server as servers
from aggregator.mail.address import usable
from aggregator.mail.draft import ready
from aggregator.pipeline.mailing import Outgoing, write_draft
from aggregator.pipeline.planfile import UnusableError

PASSWORD = "KETNAP_SMTP_PASSWORD"
_SERVICE = "ketnap"


class NotSentError(Exception):
    """The letter didn't go out, or it isn't noted that it did; holds the sentence."""


@dataclass(frozen=True)
class Way:
    """The server that takes the letter, the password for it, and who sends."""

    server: servers.Server
    password: str
    sender: str


def way(url: str, sender: str) -> Way:
    """The way through a server; without `sender` the user of the server sends.

    Raises UnusableError where the URL, the sender or the password is missing or wrong.
    """
    try:
        server = servers.server(url)
    except servers.AddressError as error:
        raise UnusableError(str(error)) from error
    sender = sender or usable(server.user)
    if not sender:
        raise UnusableError("Chưa biết địa chỉ gửi; ghi bằng --from")
    password = _password(server) if server.user else ""
    if server.user and not password:
        raise UnusableError(
            f"Chưa có mật khẩu của “{server.user}”; đặt vào biến môi trường {PASSWORD} hoặc keyring"
        )
    return Way(server, password, sender)


def _password(server: servers.Server) -> str:
    """Out of the environment, else out of the keyring where there is one."""
    given = os.environ.get(PASSWORD, "")
    if given:
        return given
    try:
        ring = import_module("keyring")
    except ImportError:
        return ""
    try:
        return ring.get_password(_SERVICE, f"{server.user}@{server.host}") or ""
    except ring.errors.KeyringError:
        return ""


def send(outgoing: Outgoing, by: Way, again: bool = False) -> None:
    """Send the letter and leave it as sent where its draft would stand.

    Raises NotSentError: then the draft stands there, to be sent by hand. Raises UnusableError
    where nobody is known to send to.
    """
    if not outgoing.letter.to:
        raise UnusableError("Chưa biết địa chỉ cấp trên; ghi bằng --to")
    message = ready(outgoing.letter, datetime.now(UTC))
    delivered = False
    try:
        with sent.opened(outgoing.home) as book:
            _refuse_twice(book, outgoing, again)
            letter = outgoing.letter
            servers.deliver(by.server, by.password, letter.sender, letter.to, message)
            delivered = True
            book.note(outgoing.sha256, letter.to, datetime.now(UTC))
    except servers.UndeliveredError as error:
        write_draft(outgoing)
        raise NotSentError(f"{error}.\nThư nháp để gửi tay: {outgoing.target}") from error
    except sent.BookUnusableError as error:
        done = "Đã gửi thư, nhưng không ghi lại được" if delivered else "Chưa gửi thư"
        raise NotSentError(f"{done}: {error}") from error
    atomic.write(outgoing.target, message)


def _refuse_twice(book: sent.Book, outgoing: Outgoing, again: bool) -> None:
    before = book.last(outgoing.sha256, outgoing.letter.to)
    if before is not None and not again:
        raise NotSentError(
            f"Tệp này đã gửi tới {outgoing.letter.to} ngày {day_of(before):%d/%m/%Y}; "
            "muốn gửi lần nữa thì thêm --again"
        )
