"""A piece of an output, and the digest of what it follows from."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, NamedTuple, cast

DIGEST_SIZE = 16
ROWS_A_BLOCK = 16
"""So many rows of a large table are made, and taken over, together."""
FILES_TOGETHER, UNITS_TOGETHER = 16, 4
"""So many entries of `ket-qua.json`; those of units take longest to make."""


def digest(*rests: bytes) -> bytes:
    """The digest of what a piece rests on."""
    return blake2b(b"".join(rests), digest_size=DIGEST_SIZE).digest()


def as_bytes(said: object) -> bytes:
    """The same bytes only for the same data."""
    try:
        return marshal.dumps(cast("Any", said), 0)
    except ValueError:
        return repr(said).encode()


class Piece(NamedTuple):
    """A piece of an output: the digest of what it rests on; its content, made when asked for."""

    rests: Callable[[], bytes]
    made: Callable[[], bytes]


def plain(content: bytes) -> Piece:
    """A piece that is made anyway, and worth keeping as it is packed."""
    return Piece(lambda: digest(content), lambda: content)
