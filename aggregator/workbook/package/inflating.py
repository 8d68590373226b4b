"""Inflating by ISA-L where it is installed, else by zlib: the same answers, in half the time."""

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


def crc32(content: bytes) -> int:
    """The CRC that a zip holds of a content."""
    return int(LIBRARY.crc32(content))
