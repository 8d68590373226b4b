"""Deflating and inflating by ISA-L where it is installed, else by zlib.

Both inflate to the same content. What ISA-L deflates is ready in a tenth of the time and a fifth
larger: for the rows of large tables. All that is packed once for many is packed by zlib.
"""

from __future__ import annotations

import zlib
from importlib import import_module
from typing import Any


def _fastest() -> Any:  # noqa: ANN401
    try:
        return import_module("isal.isal_zlib")
    except ImportError:
        return zlib


LIBRARY = _fastest()


def quick() -> Any:  # noqa: ANN401
    """What deflates a raw stream in the least time: it has `compress` and `flush`."""
    level = 5 if LIBRARY is zlib else 2
    return LIBRARY.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)


def inflated(packed: bytes, most: int) -> tuple[bytes, bool]:
    """At most so many bytes of a raw deflated stream; whether it ended there, nothing behind it.

    Raises zlib.error where it is none.
    """
    machine = LIBRARY.decompressobj(-zlib.MAX_WBITS)
    try:
        content = machine.decompress(packed, most)
    except LIBRARY.error as error:
        raise zlib.error(str(error)) from error
    return content, machine.eof and not machine.unused_data


def crc32(content: bytes, before: int = 0) -> int:
    """The CRC that a zip holds of a content, or of one that begins with what `before` is of."""
    return int(LIBRARY.crc32(content, before))
