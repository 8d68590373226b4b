"""Zip archives out of parts that are packed already: no clock, no names but those given."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from struct import Struct
from typing import NamedTuple

from aggregator.workbook.package import deflate

_SIZES = Struct("<3I")
_END = Struct("<4s4H2IH")
_STORED = Struct("<B2H")
"""The header of a block of deflate that is stored as it is."""
_MOST_STORED = 0xFFFF
_NO_MORE = zlib.compress(b"", wbits=-zlib.MAX_WBITS)
"""Ends a part of which each piece ends at a whole byte."""
_VERSION, _DEFLATED = 20, 8
_FIRST_DAY = (1 << 5) | 1
"""1 January 1980, the first day a zip can name."""
_HOW = Struct("<5H").pack(_VERSION, 0, _DEFLATED, 0, _FIRST_DAY)
_LOCAL = b"PK\3\4" + _HOW
_CENTRAL = b"PK\1\2" + _VERSION.to_bytes(2, "little") + _HOW
_NO_EXTRA, _NOTHING_ELSE = bytes(2), bytes(12)


class Packed(NamedTuple):
    """A deflated part with the CRC and the size of its content."""

    data: bytes
    crc: int
    size: int


def pack(content: bytes) -> Packed:
    """Deflate one part as tightly as zlib can."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Packed(stream.compress(content) + stream.flush(), zlib.crc32(content), len(content))


def pack_fast(content: bytes) -> Packed:
    """Deflate one part in a fraction of the time, a few hundredths larger."""
    return pack_pieces((content,))


def pack_pieces(pieces: Iterable[bytes], large: bool = False) -> Packed:
    """Deflate one part that is never whole in memory; a large one as quickly as may be."""
    stream = deflate.quick() if large else zlib.compressobj(5, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed, crc, size = BytesIO(), 0, 0
    for piece in pieces:
        packed.write(stream.compress(piece))
        crc, size = deflate.crc32(piece, crc), size + len(piece)
    packed.write(stream.flush())
    return Packed(packed.getvalue(), crc, size)


def pack_piece(content: bytes) -> Packed:
    """Deflate as quickly as may be what stands in a part behind, and before, anything else."""
    stream = deflate.quick()
    packed = stream.compress(content) + stream.flush(zlib.Z_FULL_FLUSH)
    return Packed(packed, deflate.crc32(content), len(content))


def joined(pieces: Iterable[Packed]) -> Packed:
    """The part made of what `pack_piece` deflated."""
    packed, crc, size = BytesIO(), 0, 0
    for piece in pieces:
        packed.write(piece.data)
        crc, size = deflate.crc32_combine(crc, piece.crc, piece.size), size + piece.size
    packed.write(_NO_MORE)
    return Packed(packed.getvalue(), crc, size)


def pack_start(content: bytes) -> Packed:
    """Deflate the start of parts that differ only behind it."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = stream.compress(content) + stream.flush(zlib.Z_FULL_FLUSH)
    return Packed(packed, zlib.crc32(content), len(content))


class Ending(NamedTuple):
    """The end of parts that differ only before it: deflated, and as it is."""

    data: bytes
    content: bytes


def pack_end(content: bytes) -> Ending:
    """Deflate the end of parts that differ only before it."""
    return Ending(pack(content).data, content)


def pack_between(start: Packed, content: bytes, end: Ending) -> Packed:
    """The part made of `start`, of `content`, which is stored as it is, and of `end`."""
    data = b"".join((start.data, *_stored(content), end.data))
    crc = deflate.crc32(end.content, deflate.crc32(content, start.crc))
    return Packed(data, crc, start.size + len(content) + len(end.content))


def _stored(content: bytes) -> Iterable[bytes]:
    size = len(content)
    if size <= _MOST_STORED:
        return _STORED.pack(0, size, size ^ _MOST_STORED), content
    return (*_stored(content[:_MOST_STORED]), *_stored(content[_MOST_STORED:]))


class Begun(NamedTuple):
    """The first parts of an archive, laid out once for many."""

    body: bytes
    directory: bytes
    members: int


NOTHING = Begun(b"", b"", 0)


def _header_and_record(name: str, part: Packed, at: int) -> tuple[bytes, bytes]:
    """What stands before a part at that place in an archive, and its record of the directory."""
    data, crc, size = part
    sizes, (length, encoded) = _SIZES.pack(crc, len(data), size), _name(name)
    place = at.to_bytes(4, "little")
    record = _CENTRAL + sizes + length + _NOTHING_ELSE + place + encoded
    return _LOCAL + sizes + length + _NO_EXTRA + encoded, record


@lru_cache(maxsize=256)
def _name(name: str) -> tuple[bytes, bytes]:
    """Its length and it, as an archive has them."""
    encoded = name.encode("ascii")
    return len(encoded).to_bytes(2, "little"), encoded


def begin(parts: Iterable[tuple[str, Packed]], begun: Begun = NOTHING) -> Begun:
    """Named parts behind those that were begun; names are ASCII."""
    body, directory = [begun.body], [begun.directory]
    at, count = len(begun.body), begun.members
    for name, part in parts:
        header, record = _header_and_record(name, part, at)
        body += header, part.data
        directory.append(record)
        at, count = at + len(header) + len(part.data), count + 1
    return Begun(b"".join(body), b"".join(directory), count)


def archive(parts: Iterable[tuple[str, Packed]], begun: Begun = NOTHING) -> bytes:
    """The zip archive of those that were begun and the named parts."""
    return b"".join(pieces(parts, begun))


def pieces(parts: Iterable[tuple[str, Packed]], begun: Begun = NOTHING) -> Iterator[bytes]:
    """The same archive from its start to its end: each part is asked for when it is its turn."""
    yield begun.body
    directory, at, count = [begun.directory], len(begun.body), begun.members
    for name, part in parts:
        header, record = _header_and_record(name, part, at)
        yield header
        yield part.data
        directory.append(record)
        at, count = at + len(header) + len(part.data), count + 1
        del part  # Not held while the next is made.
    size = sum(map(len, directory))
    yield from directory
    yield _END.pack(b"PK\5\6", 0, 0, count, count, size, at, 0)
