"""The content of an entry of a zip: inflated to its end, under caps, its length and CRC checked.

The standard zip module does not check what an entry really inflates to before it does.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import lru_cache

from aggregator.workbook.package.deflate import LIBRARY, crc32, inflated
from aggregator.workbook.package.directory import Entry
from aggregator.workbook.package.refusal import CAPS, Caps, damaged, suspicious

_SMALL = 200_000
_PIECE = 1 << 14
"""Bytes inflated at a time; they come to at most a thousand times as many."""


def inflate(data: bytes, entry: Entry, caps: Caps = CAPS) -> bytes:
    """The whole content of an entry, its length and CRC checked. Raises Refused."""
    _refuse_large(entry, caps)
    stored = data[entry.packed]
    if max(entry.size, entry.stored) <= _SMALL:
        return _checked_before(stored, entry.method, entry.crc, entry.size)
    return _checked(stored, entry.method, entry.crc, entry.size)


def pieces(data: bytes, entry: Entry, caps: Caps = CAPS) -> Iterator[bytes]:
    """The same in pieces, which may be believed once all have come. Raises Refused."""
    _refuse_large(entry, caps)
    size = crc = 0
    for piece in _stored(data, entry) if entry.method == 0 else _unpacked(data, entry):
        size += len(piece)
        crc = crc32(piece, crc)
        if size > entry.size:
            raise damaged("kích thước ghi trong tệp không đúng")
        yield piece
    if size != entry.size or crc != entry.crc:
        raise damaged("một thành phần không khớp mã kiểm tra")


def _refuse_large(entry: Entry, caps: Caps) -> None:
    if entry.size > caps.part:
        raise suspicious("một thành phần quá lớn")
    if entry.size > caps.ratio_from and entry.size > caps.ratio * max(entry.stored, 1):
        raise suspicious("tỷ lệ nén quá cao (bom nén)")


def _stored(data: bytes, entry: Entry) -> Iterator[bytes]:
    end = entry.packed.stop
    for at in range(entry.start, end, _PIECE):
        yield data[at : min(at + _PIECE, end)]


def _unpacked(data: bytes, entry: Entry) -> Iterator[bytes]:
    machine = LIBRARY.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _stored(data, entry):
            if machine.eof:
                break
            yield machine.decompress(packed)
    except (zlib.error, LIBRARY.error) as error:
        raise damaged("không giải nén được") from error
    if not machine.eof or machine.unused_data:
        raise damaged("dữ liệu nén bị cắt hoặc bị chèn")


def _checked(stored: bytes, method: int, crc: int, size: int) -> bytes:
    content = stored if method == 0 else _inflated(stored, size)
    if len(content) != size or crc32(content) != crc:
        raise damaged("một thành phần không khớp mã kiểm tra")
    return content


_checked_before = lru_cache(maxsize=128)(_checked)
"""The returns of one template share most parts; the same bytes inflate to the same."""


def _inflated(stored: bytes, size: int) -> bytes:
    try:
        content, is_whole = inflated(stored, size + 1)
    except zlib.error as error:
        raise damaged("không giải nén được") from error
    if len(content) > size:
        raise damaged("kích thước ghi trong tệp không đúng")
    if not is_whole:
        raise damaged("dữ liệu nén bị cắt hoặc bị chèn")
    return content
