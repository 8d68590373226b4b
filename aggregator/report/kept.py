"""Entries of the last output that are what they would be again: taken over as they stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from typing import BinaryIO, NamedTuple, TypeVar

from aggregator import atomic
from aggregator.workbook.package.deflate import crc32

FORMAT = 1
"""Raised with every change of what an index says, or of what an entry rests on."""
DIGEST_SIZE = 16

_ENTRY = Struct(f"<{DIGEST_SIZE}sQII")
"""The digest of what an entry rests on, where it begins in the output, its length, its CRC."""
_NEAR = 64 * _ENTRY.size
"""So far from where it stood last an entry is looked for."""
_BUFFER = 1 << 18

Some = TypeVar("Some")


def digest(*rests: bytes) -> bytes:
    """The digest of what an entry rests on."""
    return blake2b(b"".join(rests), digest_size=DIGEST_SIZE).digest()


class Place(NamedTuple):
    """The output, the file that holds the index of it, and what every entry of it rests on."""

    output: Path
    index_file: Path
    context: str


class Kept:
    """The entries of one output: as the last run wrote them, and as this one does.

    Whatever is wrong with the index or the last output costs time and nothing else: an entry is
    taken over only if its digest and its CRC are as noted, and after one that isn't, none.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._written = 0
        self._new = bytearray()

    def noted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The output as it is; once all of it is written, its index is too."""
        for piece in pieces:
            self._written += len(piece)
            yield piece
        _write_index(self._place, bytes(self._new))

    def entries(
        self, some: Iterable[Some], rests: Callable[[Some], bytes], make: Callable[[Some], bytes]
    ) -> Iterator[bytes]:
        """The entry of each of some things, made by `make` if what it `rests` on is new."""
        with closing(_Last(self._place)) as last:
            for each in some:
                key = rests(each)
                entry, crc = last.find(key) or _checked(make(each))
                yield entry
                start = self._written - len(entry)
                self._new += _ENTRY.pack(key, start, len(entry), crc)


def _checked(entry: bytes) -> tuple[bytes, int]:
    return entry, crc32(entry)


class _Last:
    """The output as it was written last."""

    def __init__(self, place: Place) -> None:
        self._index = _read_index(place)
        self._file: BinaryIO | None = None
        self._at = 0
        self._behind = -1
        if self._index and place.output.is_file():
            with suppress(OSError):
                self._file = place.output.open("rb", _BUFFER)

    def find(self, key: bytes) -> tuple[bytes, int] | None:
        """The entry that rests on that, with its CRC; entries are asked for in much one order."""
        if self._file is None:
            return None
        near = max(self._at - _NEAR, 0)
        found = self._at
        if not self._index.startswith(key, found):
            found = self._index.find(key, near, near + 2 * _NEAR)
        if found < 0 or found % _ENTRY.size:
            self._at += _ENTRY.size
            return None
        self._at = found + _ENTRY.size
        _, start, length, crc = _ENTRY.unpack_from(self._index, found)
        with suppress(OSError):
            if start != self._behind:
                self._file.seek(start)
            entry = self._file.read(length)
            self._behind = start + length
            if len(entry) == length and crc32(entry) == crc:
                return entry, crc
        self.close()
        return None

    def close(self) -> None:
        """Take nothing over any more; an open file couldn't be replaced everywhere."""
        if self._file is not None:
            self._file.close()
        self._file = None


def _seal(place: Place, entries: bytes) -> bytes:
    return digest(f"{FORMAT} {place.context}".encode(), entries)


def _read_index(place: Place) -> bytes:
    """The entries of the index; none where it isn't whole, or not of this output."""
    if place.index_file.parent.is_symlink() or not place.index_file.is_file():
        return b""
    try:
        data = place.index_file.read_bytes()
    except OSError:
        return b""
    entries = data[DIGEST_SIZE:]
    return entries if data[:DIGEST_SIZE] == _seal(place, entries) else b""


def _write_index(place: Place, entries: bytes) -> None:
    if place.index_file.parent.is_symlink():
        return
    with suppress(OSError):
        atomic.sweep(place.index_file.parent)
        atomic.write(place.index_file, _seal(place, entries) + entries, flush=False)
