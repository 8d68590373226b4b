"""What a mail holds: each attachment as a file that came with the mail's date."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from aggregator.intake import Received
from aggregator.mail.draft import is_unsent_output

MOST_PARTS = 500
"""Parts that hold parts; the library takes seconds over thousands, nested."""


def attachments(box: Received) -> list[Received] | None:
    """The attachments of a mail; None for a draft of ours that was never sent.

    Raises ValueError for what is no mail, and whatever the library makes of a broken one.
    """
    if box.data.lower().count(b"boundary=") > MOST_PARTS:
        raise ValueError("too many parts")
    message = message_from_bytes(box.data, policy=policy.default)
    mailed = _date(str(message.get("Date", ""))) or box.mailed
    if not isinstance(message, EmailMessage):
        raise ValueError("not a message")
    if is_unsent_output(message):
        return None
    found = []
    for number, part in enumerate(message.iter_attachments(), start=1):
        name = (part.get_filename() or f"dinh-kem-{number}").replace("/", "_")
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            data = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
        else:
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else b""
        found.append(Received(f"{box.path}/{name}", data, box.modified, mailed))
    return found


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
