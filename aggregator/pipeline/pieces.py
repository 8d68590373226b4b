"""The plain returns of a folder as the register keeps them: many in one piece, read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import chain, count, islice

from aggregator import recorded, stored_returns
from aggregator.examined import Examined
from aggregator.register import Register
from aggregator.stored import Found

_A_PIECE = 10_000
"""So many returns make a piece: they are held twice for a moment."""
_MANY = 16
"""All pieces are made anew where of so many returns more than one is in none."""


class Pieces:
    """The pieces of the folder whose paths begin with `prefix` in the register.

    Returns are told apart by the keys of their records.
    """

    def __init__(self, register: Register, prefix: str) -> None:
        self._register, self._prefix = register, prefix
        self._known: dict[str, Examined] = {}
        self._new: list[Examined] = []

    def read(self, wanted: Mapping[str, Found]) -> Mapping[str, Examined]:
        """Those that are wanted, as far as they are in a piece."""
        number = 0
        while (kept := self._register.find(self._name(number))) is not None:
            with suppress(ValueError, KeyError, TypeError, IndexError):
                self._known.update(stored_returns.from_bytes(kept, wanted))
            number += 1
        return self._known

    def add(self, found: Found, records: Sequence[Examined]) -> None:
        """What a content was found to be; what is a plain return may come into a piece."""
        if len(records) == 1 and recorded.key(found) not in self._known:
            (record,) = records
            if stored_returns.is_plain(record, found):
                self._new.append(record)

    def keep(self) -> None:
        """Make the pieces anew if it pays."""
        if _MANY * len(self._new) <= len(self._known) + len(self._new):
            return
        new = ((recorded.key(record), record) for record in self._new)
        returns = chain(self._known.items(), new)
        for number in count():
            some = dict(islice(returns, _A_PIECE))
            if not some:
                return
            self._register.keep(self._name(number), stored_returns.to_bytes(some))

    def _name(self, number: int) -> str:
        return f"returns {number} {self._prefix}"
