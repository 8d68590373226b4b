"""Pieces of the last output that are what they would be again: taken over as they stand there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from struct import Struct
from typing import BinaryIO, NamedTuple

from aggregator import atomic
from aggregator.report.piece import DIGEST_SIZE, Piece, digest
from aggregator.workbook.package.deflate import crc32
from aggregator.workbook.package.pack import Packed, joined

FORMAT = 6
"""Raised with every change of what an index says, or of what a piece rests on."""

_PIECE = Struct(f"<{DIGEST_SIZE}sQIIII")
"""The digest of what a piece rests on, where it begins in the output, its length, its CRC; CRC and
size of its content."""
_NEAR = 64 * _PIECE.size
"""So far from where it stood last a piece is looked for."""
_BUFFER = 1 << 18


class Place(NamedTuple):
    """The output, the file that holds the index of it, and what every piece of it rests on."""

    output: Path
    index_file: Path
    context: str


_Found = tuple[bytes, int, int, int]
"""A piece as it stands in an output and the CRC of that; CRC and size of its content."""
_Given = tuple[bytes, Sequence[tuple[bytes, _Found]]]
"""What is on its way into the output: pieces, each by its digest, one behind the other."""


class Kept:
    """The pieces of one output: as the last run wrote them, and as this one does.

    Whatever is wrong with the index or the last output costs time and nothing else: a piece is
    taken over only if its digest and its CRC are as noted, and after one that isn't, none.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._last = _Last(place)
        self._given: deque[_Given] = deque()

    def noted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The output as it is; once all of it is written, its index is too."""
        written, new = 0, bytearray()
        with closing(self._last):
            for piece in pieces:
                if self._given and piece is self._given[0][0]:
                    at = written
                    for key, (data, *crcs) in self._given.popleft()[1]:
                        new += _PIECE.pack(key, at, len(data), *crcs)
                        at += len(data)
                written += len(piece)
                yield piece
        _write_sealed(self._place, bytes(new))

    def piece(self, key: bytes, make: Callable[[], Packed]) -> Packed:
        """The piece that rests on that, made if it is new; the next to stand in the output."""
        found = self._found(key, make)
        self._given.append((found[0], [(key, found)]))
        return _packed(found)

    def joined(self, pieces: Iterable[tuple[bytes, Callable[[], Packed]]]) -> Packed:
        """The part made of such pieces; the next to stand in the output."""
        found = [(key, self._found(key, make)) for key, make in pieces]
        part = joined(_packed(each) for _, each in found)
        self._given.append((part.data, found))
        return part

    def _found(self, key: bytes, make: Callable[[], Packed]) -> _Found:
        found = self._last.find(key)
        if found is None:
            data, crc, size = make()
            found = data, crc32(data), crc, size
        return found

    def as_they_are(self, pieces: Iterable[Piece]) -> Iterator[bytes]:
        """Pieces that stand in the output as they are made, each made if it is new."""
        for rests, made in pieces:
            key = rests()
            found = self._last.find(key) or _as_it_is(made())
            self._given.append((found[0], [(key, found)]))
            yield found[0]


def noted(pieces: Iterator[bytes], kept: Kept | None) -> Iterator[bytes]:
    """The pieces of an output; where some may be `kept`, noted for the next run."""
    return pieces if kept is None else kept.noted(pieces)


def _as_it_is(entry: bytes) -> _Found:
    crc = crc32(entry)
    return entry, crc, crc, len(entry)


def _packed(found: _Found) -> Packed:
    data, _, crc, size = found
    return Packed(data, crc, size)


class _Last:
    """The output as it was written last."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._index = b""
        self._file: BinaryIO | None = None
        self._is_open = False
        self._at = 0
        self._behind = -1

    def find(self, key: bytes) -> _Found | None:
        """The piece that rests on that; pieces are asked for in much one order."""
        if not self._is_open:
            self._open()
        if self._file is None:
            return None
        found = self._at
        if not self._index.startswith(key, found):
            near = max(found - _NEAR, 0)
            found = self._index.find(key, near, near + 2 * _NEAR)
        if found < 0 or found % _PIECE.size:
            self._at += _PIECE.size
            return None
        self._at = found + _PIECE.size
        _, start, length, crc, of_content, size = _PIECE.unpack_from(self._index, found)
        data = self._read(start, length)
        if len(data) == length and crc32(data) == crc:
            return data, crc, of_content, size
        self.close()
        return None

    def _read(self, start: int, length: int) -> bytes:
        if self._file is None:
            return b""
        try:
            if start != self._behind:
                self._file.seek(start)
            self._behind = start + length
            return self._file.read(length)
        except OSError:
            return b""

    def _open(self) -> None:
        self._is_open = True
        self._index = _read_sealed(self._place)
        if self._index and self._place.output.is_file():
            with suppress(OSError):
                self._file = self._place.output.open("rb", _BUFFER)

    def close(self) -> None:
        """Take nothing over any more; an open file couldn't be replaced everywhere."""
        if self._file is not None:
            self._file.close()
        self._file = None


def _seal(place: Place, data: bytes) -> bytes:
    return digest(f"{FORMAT} {place.context}".encode(), data)


def _read_sealed(place: Place) -> bytes:
    """What the file of the index holds; nothing where it isn't whole, or not of this output."""
    if place.index_file.parent.is_symlink() or not place.index_file.is_file():
        return b""
    try:
        sealed = place.index_file.read_bytes()
    except OSError:
        return b""
    data = sealed[DIGEST_SIZE:]
    return data if sealed[:DIGEST_SIZE] == _seal(place, data) else b""


def _write_sealed(place: Place, data: bytes) -> None:
    if place.index_file.parent.is_symlink():
        return
    with suppress(OSError):
        atomic.sweep(place.index_file.parent)
        atomic.write(place.index_file, _seal(place, data) + data, flush=False)
