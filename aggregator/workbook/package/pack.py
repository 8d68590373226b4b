"""Zip archives out of parts that are packed already: no clock, no names but those given."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from struct import Struct
from typing import NamedTuple

_LOCAL = Struct("<4s5H3I2H")
_CENTRAL = Struct("<4s6H3I5H2I")
_END = Struct("<4s4H2IH")
_VERSION = 20
_DEFLATED = 8
_FIRST_DAY = (1 << 5) | 1
"""1 January 1980, the first day a zip can name."""


class Packed(NamedTuple):
    """A deflated part with the CRC and the size of its content."""

    data: bytes
    crc: int
    size: int


def pack(content: bytes) -> Packed:
    """Deflate one part as tightly as zlib can."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Packed(stream.compress(content) + stream.flush(), zlib.crc32(content), len(content))


def archive(parts: Iterable[tuple[str, Packed]]) -> bytes:
    """The zip archive of named parts; names are ASCII."""
    body: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, part in parts:
        encoded = name.encode("ascii")
        sizes = (part.crc, len(part.data), part.size, len(encoded))
        both = (_VERSION, 0, _DEFLATED, 0, _FIRST_DAY, *sizes)
        directory += [_CENTRAL.pack(b"PK\1\2", _VERSION, *both, 0, 0, 0, 0, 0, at), encoded]
        local = (_LOCAL.pack(b"PK\3\4", *both, 0), encoded, part.data)
        body += local
        at += sum(map(len, local))
    listing = b"".join(directory)
    count = len(directory) // 2
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), at, 0)
    return b"".join([*body, listing, end])
