"""A zip archive of which some entries are replaced and all others keep their very bytes.

Raw on purpose: what is not touched is copied still compressed, local header and all.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from struct import Struct
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED

MOST_BYTES = 32_000_000
"""No part that we open is larger when inflated."""
MOST_BYTES_IN_ALL = 64_000_000
MOST_ENTRIES = 5_000

_LOCAL = Struct("<4s5H3I2H")
_CENTRAL = Struct("<4s6H3I5H2I")
_END = Struct("<4s4H2IH")
_OFFSET = Struct("<I")
_OFFSET_AT = 42
_ENCRYPTED = 0x0041
_UTF8_NAME = 0x0800
_NEEDS_ZIP64 = 0xFFFFFFFF
_VERSION = 20
_FIRST_DAY = (1 << 5) | 1
"""1 January 1980 as a zip date: a new entry says nothing of when it was made."""


class UnsafeError(ValueError):
    """The file cannot be patched without risk to what the sender wrote."""


class Entry(NamedTuple):
    """One entry: its record in the directory, the span of its raw bytes, its packed content."""

    record: bytes
    start: int
    end: int
    packed: slice
    method: int
    crc: int
    size: int


@dataclass(frozen=True)
class Archive:
    """A zip archive in memory, its entries by name in the order of its directory."""

    data: bytes
    entries: Mapping[str, Entry]
    comment: bytes

    def read(self, name: str) -> bytes:
        """The content of an entry. Raises KeyError, and UnsafeError where it is damaged."""
        entry = self.entries[name]
        packed = self.data[entry.packed]
        content = packed if entry.method == ZIP_STORED else _inflate(packed)
        if len(content) != entry.size or zlib.crc32(content) != entry.crc:
            raise UnsafeError(f"{name}: damaged")
        return content

    def check(self) -> None:
        """Reads every entry to its end. Raises UnsafeError where one is damaged or all too much."""
        total = 0
        for name in self.entries:
            total += len(self.read(name))
            if total > MOST_BYTES_IN_ALL:
                raise UnsafeError("too large")


def open_archive(data: bytes) -> Archive:
    """The archive in `data`. Raises UnsafeError on anything out of the ordinary."""
    end = data.rfind(b"PK\5\6")
    if end < 0 or end + _END.size > len(data):
        raise UnsafeError("not a zip archive")
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(data, end)
    if disk or first_disk or here != count or start + size != end:
        raise UnsafeError("unusual directory")
    if not 0 < count <= MOST_ENTRIES:
        raise UnsafeError("no entries, or too many")
    if end + _END.size + comment != len(data):
        raise UnsafeError("bytes after the end")
    records = _records(data, start, end, count)
    return Archive(data, _entries(data, records, start), data[end + _END.size :])


def _records(data: bytes, at: int, end: int, count: int) -> list[bytes]:
    records = []
    for _ in range(count):
        if at + _CENTRAL.size > end or data[at : at + 4] != b"PK\1\2":
            raise UnsafeError("damaged directory")
        length = _CENTRAL.size + sum(_CENTRAL.unpack_from(data, at)[10:13])
        records.append(data[at : at + length])
        at += length
    if at != end:
        raise UnsafeError("damaged directory")
    return records


def _entries(data: bytes, records: list[bytes], directory: int) -> dict[str, Entry]:
    starts = sorted(_CENTRAL.unpack_from(record)[16] for record in records)
    end_of = dict(zip(starts, [*starts[1:], directory], strict=True))
    if len(end_of) != len(records) or starts[:1] != [0]:
        raise UnsafeError("entries share bytes or something stands before them")
    entries = {}
    for record in records:
        name, entry = _entry(data, record, end_of)
        entries[name] = entry
    if len({name.casefold() for name in entries}) != len(records):
        raise UnsafeError("two entries of one name")
    return entries


def _entry(data: bytes, record: bytes, end_of: Mapping[int, int]) -> tuple[str, Entry]:
    fields = _CENTRAL.unpack_from(record)
    flags, method, crc, packed, size, name_length = (*fields[3:5], *fields[7:11])
    start = fields[16]
    if (
        flags & _ENCRYPTED
        or method not in (ZIP_STORED, ZIP_DEFLATED)
        or _NEEDS_ZIP64 in (packed, size, start)
    ):
        raise UnsafeError("encrypted, or packed in an unusual way")
    name = record[_CENTRAL.size : _CENTRAL.size + name_length]
    if start + _LOCAL.size > len(data) or data[start : start + 4] != b"PK\3\4":
        raise UnsafeError("damaged entry")
    local = _LOCAL.unpack_from(data, start)
    first = start + _LOCAL.size + local[9] + local[10]
    if (
        data[first - local[9] - local[10] : first - local[10]] != name
        or first + packed > end_of[start]
    ):
        raise UnsafeError("the directory and an entry disagree")
    span = slice(first, first + packed)
    return _text(name, flags), Entry(record, start, end_of[start], span, method, crc, size)


def _text(name: bytes, flags: int) -> str:
    try:
        return name.decode("utf-8" if flags & _UTF8_NAME else "cp437")
    except UnicodeDecodeError as error:
        raise UnsafeError("an entry without a readable name") from error


def _inflate(packed: bytes) -> bytes:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(packed, MOST_BYTES)
    except zlib.error as error:
        raise UnsafeError("damaged entry") from error
    if not stream.eof:
        raise UnsafeError("an entry too large or cut off")
    return content


def rewrite(archive: Archive, changed: Mapping[str, bytes], dropped: Collection[str] = ()) -> bytes:
    """The archive with the content of `changed` (new names come last), without `dropped`."""
    kept = {name: entry for name, entry in archive.entries.items() if name not in dropped}
    body: list[bytes] = []
    records: dict[str, bytes] = dict.fromkeys(kept, b"")
    at = 0
    for name, entry in sorted(kept.items(), key=lambda pair: pair[1].start):
        if name in changed:
            raw, records[name] = _packed(entry.record, changed[name], at)
        else:
            raw = archive.data[entry.start : entry.end]
            records[name] = _moved(entry.record, at)
        body.append(raw)
        at += len(raw)
    for name in changed:
        if name not in kept:
            raw, records[name] = _packed(_new_record(name), changed[name], at)
            body.append(raw)
            at += len(raw)
    directory = b"".join(records.values())
    count = len(records)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), at, len(archive.comment))
    return b"".join([*body, directory, end, archive.comment])


def _moved(record: bytes, at: int) -> bytes:
    return record[:_OFFSET_AT] + _OFFSET.pack(at) + record[_OFFSET_AT + _OFFSET.size :]


def _new_record(name: str) -> bytes:
    encoded = name.encode()
    times = (0, _FIRST_DAY)
    sizes = (0, 0, 0, len(encoded), 0, 0, 0, 0, 0, 0)
    return (
        _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, _UTF8_NAME, ZIP_DEFLATED, *times, *sizes)
        + encoded
    )


def _packed(record: bytes, content: bytes, at: int) -> tuple[bytes, bytes]:
    """The raw bytes of an entry and its directory record, both fresh but for name and date."""
    old = _CENTRAL.unpack_from(record)
    name = record[_CENTRAL.size : _CENTRAL.size + old[10]]
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = stream.compress(content) + stream.flush()
    both = (
        *(_VERSION, old[3] & _UTF8_NAME, ZIP_DEFLATED, old[5], old[6]),
        *(zlib.crc32(content), len(packed), len(content), len(name)),
    )
    local = _LOCAL.pack(b"PK\3\4", *both, 0)
    central = _CENTRAL.pack(b"PK\1\2", old[1], *both, 0, 0, 0, old[14], old[15], at)
    return local + name + packed, central + name
