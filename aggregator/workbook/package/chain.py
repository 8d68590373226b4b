"""Parts made of pieces that come again and again: each piece is deflated once behind the one that
stands before it, and a part is its deflated pieces one behind the other."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from operator import getitem

from aggregator.workbook.known import Known
from aggregator.workbook.package import deflate
from aggregator.workbook.package.pack import Packed, pack_end

_MOST = 1024
"""Of each place in the chain."""
_LEVEL, _WINDOW, _MEMORY = 9, 13, 5
"""A small machine is ready in a tenth of the time; no two pieces are larger than its window."""


class Chain:
    """Parts of so many pieces and one end."""

    def __init__(self, pieces: int, end: bytes) -> None:
        self._links = [Known(_link, _MOST) for _ in range(pieces)]
        self._end = pack_end(end)

    def packed(self, pieces: Sequence[bytes]) -> Packed:
        """The part of these pieces."""
        links = map(getitem, self._links, zip((b"", *pieces[:-1]), pieces, strict=True))
        data = b"".join((*links, self._end.data))
        content = b"".join((*pieces, self._end.content))
        return Packed(data, deflate.crc32(content), len(content))


def _link(pair: tuple[bytes, bytes]) -> bytes:
    """A piece deflated, with what it repeats of the one before it told as a repetition."""
    before, piece = pair
    stream = zlib.compressobj(
        _LEVEL, zlib.DEFLATED, -_WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, before
    )
    return stream.compress(piece) + stream.flush(zlib.Z_SYNC_FLUSH)
