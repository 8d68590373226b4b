"""The central directory of a zip: which entries it has, and where the bytes of each stand.

The standard zip module does not refuse entries that overlap; here they decide whether a file may
be read at all.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

from aggregator.workbook.known import Latest
from aggregator.workbook.package.refusal import CAPS, Caps, Refused, damaged, suspicious


class Entry(NamedTuple):
    """One entry: its record in the directory, its header, the first byte of its stored data."""

    name: str
    method: int
    crc: int
    stored: int
    size: int
    record: slice
    header: int
    start: int

    @property
    def packed(self) -> slice:
        """Where its stored data stand."""
        return slice(self.start, self.start + self.stored)


class Directory(NamedTuple):
    """All entries in their order, folders too; the bytes of junk before the archive; its place."""

    entries: tuple[Entry, ...]
    shift: int
    start: int
    end: int


_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s4x2H4x3L3H8xL")
_LOCAL_LENGTHS = struct.Struct("<2H")
_LOCAL = struct.Struct("<4s5H3L2H")
_HEADER = attrgetter("header")
_UNKNOWN = 0xFFFFFFFF
_LARGE = 4 << 20
"""What is larger is let go, not remembered."""
_ENCRYPTED, _UTF8 = 0x41, 0x800


def read(data: bytes, caps: Caps) -> Directory:
    """The directory of an archive, nothing inflated yet. Raises Refused."""
    return _reader(caps)(data) if len(data) <= _LARGE else _read(data, caps)


@lru_cache(maxsize=4)
def _reader(caps: Caps) -> Latest[bytes, Directory]:
    return Latest(partial(_read, caps=caps))


def _read(data: bytes, caps: Caps) -> Directory:
    count, start, shift, end = _place(data)
    if count > caps.entries:
        raise suspicious("có quá nhiều thành phần")
    position = start
    found: list[Entry] = []
    for _ in range(count):
        if position + _CENTRAL.size > end:
            raise damaged("thiếu một phần danh mục")
        entry = _central(data, position, shift)
        position = entry.record.stop
        found.append(entry)
    _refuse_overlaps(found, end)
    return Directory(tuple(found), shift, start, end)


def entries(data: bytes, caps: Caps = CAPS) -> tuple[Entry, ...]:
    """The entries in the order of the directory, folders left out. Raises Refused."""
    return tuple(each for each in read(data, caps).entries if not each.name.endswith("/"))


def _place(data: bytes) -> tuple[int, int, int, int]:
    """(number of entries, first byte of the directory, bytes of junk before, its end)."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - 0xFFFF - 1024))
    if at < 0 or at + _END.size > len(data):
        raise damaged("thiếu phần cuối tệp")
    _, disk, first_disk, here, count, size, offset, _ = _END.unpack_from(data, at)
    if disk or first_disk or here != count:
        raise suspicious("tệp nén chia nhiều tập")
    end = at
    if 0xFFFF in (count, here) or _UNKNOWN in (size, offset):
        end, count, size, offset = _place64(data, at)
    start = end - size
    shift = start - offset
    if start < 0 or shift < 0:
        raise damaged("danh mục nằm ngoài tệp")
    return count, start, shift, end


def _place64(data: bytes, end: int) -> tuple[int, int, int, int]:
    at = data.rfind(b"PK\6\6", 0, max(0, end - _LOCATOR.size))
    if at < 0 or data[end - _LOCATOR.size : end - _LOCATOR.size + 4] != b"PK\6\7":
        raise damaged("thiếu phần cuối tệp")
    *_, count, size, offset = _END64.unpack_from(data, at)
    return at, count, size, offset


def _central(data: bytes, at: int, shift: int) -> Entry:
    found = _CENTRAL.unpack_from(data, at)
    magic, flags, method, crc, stored, size, n_name, n_extra, n_note, header = found
    extra_at = at + _CENTRAL.size + n_name
    after = extra_at + n_extra + n_note
    if magic != b"PK\1\2" or after > len(data):
        raise damaged("danh mục sai")
    if flags & _ENCRYPTED:
        raise Refused("R103", "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    if method not in (0, 8):
        raise damaged("kiểu nén lạ")
    if size == _UNKNOWN or stored == _UNKNOWN or header == _UNKNOWN:
        extra = data[extra_at : extra_at + n_extra]
        size, stored, header = _wide(extra, size, stored, header)
    raw = data[at + _CENTRAL.size : extra_at]
    start = _data_start(data, header + shift, raw)
    name, record = _name(raw, flags), slice(at, after)
    return Entry(name, method, crc, stored, size, record, header + shift, start)


def _wide(extra: bytes, *numbers: int) -> Iterator[int]:
    """Sizes of 64 bits stand in an extra field, only those that don't fit, in this order."""
    wide = _field(extra, 1)
    for number in numbers:
        if number == _UNKNOWN and len(wide) >= 8:
            yield int.from_bytes(wide[:8], "little")
            wide = wide[8:]
        else:
            yield number


def _field(extra: bytes, wanted: int) -> bytes:
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == wanted:
            return extra[4 : 4 + length]
        extra = extra[4 + length :]
    return b""


def _data_start(data: bytes, at: int, name: bytes) -> int:
    if at + _LOCAL.size > len(data):
        raise damaged("một thành phần nằm ngoài tệp")
    n_name, n_extra = _LOCAL_LENGTHS.unpack_from(data, at + _LOCAL.size - 4)
    if not data.startswith(b"PK\3\4", at):
        raise damaged("một thành phần không có phần đầu")
    name_at = at + _LOCAL.size
    if n_name != len(name) or not data.startswith(name, name_at):
        raise suspicious("tên thành phần ghi hai nơi khác nhau")
    return name_at + int(n_name) + int(n_extra)


@lru_cache(maxsize=512)
def _name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    return name.replace("\\", "/")


def _refuse_overlaps(found: Sequence[Entry], end: int) -> None:
    reached = 0
    for entry in sorted(found, key=_HEADER):
        if entry.header < reached:
            raise suspicious("các thành phần chồng lên nhau")
        reached = entry.start + entry.stored
    if reached > end:
        raise damaged("một thành phần nằm ngoài tệp")
