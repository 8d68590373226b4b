"""The parts of a package that are inflated when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from aggregator.workbook.package import contents
from aggregator.workbook.package.directory import Entry
from aggregator.workbook.package.refusal import Caps


class Inflating(Mapping[str, bytes]):
    """Those of `parts`, and beside them `entries`, which are inflated anew each time."""

    def __init__(
        self, data: bytes, entries: Iterable[Entry], caps: Caps, parts: Mapping[str, bytes]
    ) -> None:
        self._data, self._caps, self._parts = data, caps, parts
        self._entries = {entry.name: entry for entry in entries}

    def __getitem__(self, name: str) -> bytes:
        """Raises KeyError, or Refused where it is damaged."""
        entry = self._entries.get(name)
        if entry is None:
            return self._parts[name]
        return contents.inflate(self._data, entry, self._caps)

    def pieces(self, name: str) -> Callable[[], Iterator[bytes]] | None:
        """A part in pieces, from its beginning each time; None where it is held."""
        entry = self._entries.get(name)
        return None if entry is None else partial(contents.pieces, self._data, entry, self._caps)

    def __iter__(self) -> Iterator[str]:
        yield from self._parts
        yield from self._entries

    def __len__(self) -> int:
        return len(self._parts) + len(self._entries)
