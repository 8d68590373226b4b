"""Sends an outbox: each draft once, and on after whatever breaks midway."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from aggregator.mail import sent
from aggregator.mail.sent import AlreadyError, Book, Note
from aggregator.mail.smtp import Failure, Line, UndeliveredError
from aggregator.pipeline.outbox import Draft, Outbox
from aggregator.pipeline.sending import Parcel, Way, already, hand_over

_PATIENCE = (0, 5, 25)
"""How many pauses lie before each try of a letter."""
_MOST_BROKEN = 3
"""So many letters in a row the line broke: it will break with the next ones too."""
_STOPPED = "đã dừng vì máy chủ không nhận thư; chạy lại lệnh này để gửi tiếp"


class Fate(Enum):
    """What became of a draft."""

    SENT = "sent"
    BEFORE = "sent by an earlier run"
    UNSURE = "may have arrived"
    NOT_SENT = "not sent"


class Told(NamedTuple):
    """A draft, what became of it, and the reason unless it was sent."""

    draft: Draft
    fate: Fate
    why: str = ""


def post(box: Outbox, by: Way, again: bool, pause: float) -> Iterator[Told]:
    """Send every draft, with `pause` seconds between two letters; tells of each as it happens.

    `again` sends what may have arrived once more; what certainly did only where the outbox is one
    draft. Raises BookUnusableError: the letters not told of are not sent.
    """
    waiting: list[tuple[Draft, Parcel, bool]] = []
    with sent.opened(box.home) as book, Line(by.server, by.password) as line:
        for draft in box.drafts:
            if draft.parcel is None:
                yield Told(draft, Fate.NOT_SENT, draft.unfit)
                continue
            note = book.last(draft.parcel.sha256, draft.parcel.to)
            once_more = again and (note is None or not note.confirmed or len(box.drafts) == 1)
            if note is not None and not once_more:
                yield _told_before(draft, draft.parcel, note)
            else:
                waiting.append((draft, draft.parcel, once_more))
        sending = _Round(line, book, by.sender, pause)
        for each in waiting:
            yield sending.post(*each)


def _told_before(draft: Draft, parcel: Parcel, note: Note) -> Told:
    fate = Fate.BEFORE if note.confirmed else Fate.UNSURE
    return Told(draft, fate, already(parcel.to, note))


@dataclass
class _Round:
    """One way through the letters; stops where no letter gets through."""

    line: Line
    book: Book
    sender: str
    pause: float
    broken: int = 0
    begun: bool = False

    def post(self, draft: Draft, parcel: Parcel, again: bool) -> Told:
        if self.broken >= _MOST_BROKEN:
            return Told(draft, Fate.NOT_SENT, _STOPPED)
        time.sleep(self.pause if self.begun else 0)
        self.begun = True
        try:
            self._insist(parcel, again)
        except AlreadyError as error:
            return _told_before(draft, parcel, error.note)
        except UndeliveredError as error:
            self._count(error.failure)
            fate = Fate.UNSURE if error.failure is Failure.UNSURE else Fate.NOT_SENT
            return Told(draft, fate, str(error))
        self.broken = 0
        return Told(draft, Fate.SENT)

    def _insist(self, parcel: Parcel, again: bool) -> None:
        """Try until the server takes the letter, or says that it won't."""
        for patience in _PATIENCE:
            time.sleep(self.pause * patience)
            try:
                hand_over(parcel, self.line, self.sender, self.book, again)
            except UndeliveredError as error:
                if error.failure is not Failure.LATER or patience == _PATIENCE[-1]:
                    raise
            else:
                return

    def _count(self, failure: Failure) -> None:
        match failure:
            case Failure.LETTER:
                self.broken = 0
            case Failure.SERVER:
                self.broken = _MOST_BROKEN
            case _:
                self.broken += 1
