"""Reads a folder of a mailbox and leaves it as it is: nothing is marked, moved or deleted."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from aggregator.mail.server import SECONDS, Server, shown, why

if TYPE_CHECKING:
    from imapclient import IMAPClient

LARGEST = 100_000_000
"""Bytes of a message that are fetched: two workbooks of the largest size that is read."""
_DEFAULT_FOLDER = "INBOX"
_AT_ONCE = 200


class Mark(NamedTuple):
    """How far a folder was read: its UIDVALIDITY, without which the UID means nothing."""

    validity: int = 0
    uid: int = 0


class Came(NamedTuple):
    """A message, the mark behind it, when the server got it; no `data` where it is too large."""

    mark: Mark
    moment: datetime
    data: bytes | None


class MailboxError(Exception):
    """The mailbox can't be read, or not to its end; holds the sentence."""


def new_messages(server: Server, password: str, since: Mark) -> Iterator[Came]:
    """The messages behind a mark that may hold an attachment, oldest first.

    All of them where the server numbered the folder anew. Raises MailboxError.
    """
    with _connected(server, password) as client:
        folder = client.select_folder(server.folder or _DEFAULT_FOLDER, readonly=True)
        validity = folder.get(b"UIDVALIDITY", 0)
        first = since.uid + 1 if since.validity == validity else 1
        uids = client.search(["UNDELETED", "UID", f"{first}:*"])
        # “n:*” means the last message, too, where its number is below n.
        behind = sorted(uid for uid in uids if uid >= first)
        for at in range(0, len(behind), _AT_ONCE):
            for uid, is_small in _promising(client, behind[at : at + _AT_ONCE]):
                wanted = ["INTERNALDATE", *(["BODY.PEEK[]"] if is_small else [])]
                if found := client.fetch([uid], wanted).get(uid):
                    data = found.get(b"BODY[]") or b""
                    moment = found[b"INTERNALDATE"]
                    yield Came(Mark(validity, uid), moment, data if is_small else None)


def _promising(client: IMAPClient, uids: Sequence[int]) -> Iterator[tuple[int, bool]]:
    """The messages that may hold an attachment, and whether each is small enough to fetch.

    Only the outlines are fetched for it; where one can't be understood every message may.
    """
    from imapclient.exceptions import ProtocolError

    sizes = client.fetch(uids, ["RFC822.SIZE"])
    try:
        outlines = client.fetch(uids, ["BODYSTRUCTURE"])
    except ProtocolError:
        outlines = {}
    for uid in (uid for uid in uids if uid in sizes):
        outline = outlines.get(uid, {}).get(b"BODYSTRUCTURE")
        if outline is None or _may_hold(outline):
            yield uid, sizes[uid][b"RFC822.SIZE"] <= LARGEST


def _may_hold(outline: Sequence[Any]) -> bool:
    """Whether an outline names anything but running text and pictures."""
    kind = outline[0]
    if isinstance(kind, list):
        return not kind or any(map(_may_hold, kind))
    is_attached = any(
        isinstance(each, tuple) and each[:1] in ((b"attachment",), (b"ATTACHMENT",))
        for each in outline
    )
    return is_attached or kind.lower() not in (b"text", b"image")


@contextmanager
def _connected(server: Server, password: str) -> Iterator[IMAPClient]:
    """Logged in, encrypted wherever it leads off this machine. Raises MailboxError."""
    from imapclient import IMAPClient
    from imapclient.exceptions import IMAPClientError

    context = ssl.create_default_context()
    client = None
    try:
        client = IMAPClient(
            server.host,
            server.port,
            ssl=server.encrypted,
            ssl_context=context if server.encrypted else None,
            timeout=SECONDS,
        )
        client.normalise_times = False
        if not server.encrypted and not server.is_this_machine:
            client.starttls(context)
        client.login(server.user, password)
        yield client
        client.logout()
    except (OSError, IMAPClientError, UnicodeError) as error:
        where = f"Không đọc được hộp thư {server.user} ở {server.host}:{server.port}"
        raise MailboxError(f"{where}: {_reason(error)}") from error
    finally:
        if client is not None:
            with contextlib.suppress(OSError):
                client.shutdown()


def _reason(error: Exception) -> str:
    from imapclient.exceptions import CapabilityError, IMAPClientAbortError, LoginError

    cause = error.__context__ if isinstance(error, LoginError) else error
    match cause:
        case IMAPClientAbortError():
            return "đứt kết nối giữa chừng"
        case _ if isinstance(error, LoginError):
            return "sai tên hoặc mật khẩu"
        case CapabilityError():
            return "máy chủ không có mã hóa STARTTLS"
        case OSError() | UnicodeError():
            return why(error)
        case _:
            return f"máy chủ trả lời: {shown(str(error))}"
