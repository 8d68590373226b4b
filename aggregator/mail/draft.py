"""A letter as a file that mail programs open as a draft: the same letter, the same bytes.

A draft has no From, Date or Message-ID of its own: the officer's mail program sets them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import NamedTuple
from unicodedata import normalize

OURS = "X-Ketnap"
"""Header of drafts that go down: found among returns they are outputs of ours."""
UNSENT = "X-Unsent"
"""Header that makes mail programs open a file for sending instead of reading."""

_OF_THE_SENDER = ("From", "Sender", "Date", "Message-ID", "Bcc", UNSENT, OURS)
_TYPES = {
    ".xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "vnd.ms-excel.sheet.macroEnabled.12",
    ".ods": "vnd.oasis.opendocument.spreadsheet",
    ".zip": "zip",
}
_UNSAFE = re.compile(r"[^A-Za-z0-9._() -]")
_LONGEST_STEM = 80
_WIRE = policy.compat32.clone(linesep="\r\n")


class Attachment(NamedTuple):
    """A file to send along: its name as it stands on disk, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """A letter; `to` and `sender` are usable addresses or empty, the subject is one line."""

    subject: str
    body: str
    to: str = ""
    attachments: tuple[Attachment, ...] = ()
    sender: str = ""
    goes_down: bool = False


def draft(letter: Letter) -> bytes:
    """The bytes of an .eml that opens as a draft."""
    message = composed(letter)
    message[UNSENT] = "1"
    if letter.goes_down:
        message[OURS] = "1"
    return message.as_bytes(policy=_WIRE)


def finished(message: Message, sender: str, number: str, moment: datetime) -> bytes:
    """The bytes of a message as it goes to a server. The sender's machine is not named in it.

    `number` is what tells it from all others: the same again where it may be a second copy.
    """
    for header in _OF_THE_SENDER:
        del message[header]
    message["From"] = sender
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{number}@{sender.rpartition('@')[2]}>"
    return message.as_bytes(policy=_WIRE)


def unsent(data: bytes) -> Message | None:
    """The message of an .eml that opens as a draft; None for any other."""
    message = message_from_bytes(data)
    return message if UNSENT in message else None


def is_unsent_output(message: Message) -> bool:
    """Whether a mail is a draft of ours that goes down, and was never sent."""
    return OURS in message and UNSENT in message


def ascii_name(name: str) -> str:
    """The name with plain letters only, so that no mail program garbles it; the ending stays."""
    path = PurePosixPath(name.replace("đ", "d").replace("Đ", "D"))
    plain = normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    stem = _UNSAFE.sub("_", plain).strip(" .")[:_LONGEST_STEM]
    ending = path.suffix.lower()
    return f"{stem or 'tep'}{ending if ending in _TYPES else '.xlsx'}"


def composed(letter: Letter) -> Message:
    """The letter as a message, without what a mail program adds."""
    body = MIMEText(letter.body.replace("\n", "\r\n"), "plain", "utf-8")
    message: Message = body
    if letter.attachments:
        parts = [body, *map(_part, letter.attachments)]
        message = MIMEMultipart("mixed", _boundary(letter), parts)
    if letter.sender:
        message["From"] = letter.sender
    if letter.to:
        message["To"] = letter.to
    # Header splits between characters; folding by the newer policies loses blanks in some versions.
    message["Subject"] = Header(letter.subject, "utf-8", header_name="Subject").encode()
    return message


def _part(attachment: Attachment) -> Message:
    name = ascii_name(attachment.name)
    part = MIMEBase("application", _TYPES[PurePosixPath(name).suffix], name=name)
    part.set_payload(attachment.data)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def _boundary(letter: Letter) -> str:
    """A line that stands in no base64 text."""
    digest = sha256("\0".join((letter.to, letter.subject, letter.body)).encode())
    for attachment in letter.attachments:
        digest.update(sha256(attachment.data).digest())
    return f"=_{digest.hexdigest()[:40]}"
