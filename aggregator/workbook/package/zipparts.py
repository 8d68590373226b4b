"""A zip archive of which some entries are replaced and all others keep their very bytes.

Raw on purpose: what is not touched is copied still compressed, local header and all.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from struct import Struct
from typing import NamedTuple
from zipfile import ZIP_DEFLATED

from aggregator.workbook.package import contents, directory
from aggregator.workbook.package.refusal import Caps, Refused

MOST_BYTES_IN_ALL = 64_000_000
_CAPS = Caps(part=32_000_000)

_LOCAL = Struct("<4s5H3I2H")
_CENTRAL = Struct("<4s6H3I5H2I")
_END = Struct("<4s4H2IH")
_OFFSET = Struct("<I")
_OFFSET_AT = 42
_UTF8_NAME = 0x0800
_NEEDS_ZIP64 = 0xFFFFFFFF
_VERSION = 20
_FIRST_DAY = (1 << 5) | 1
"""1 January 1980 as a zip date: a new entry says nothing of when it was made."""


class UnsafeError(ValueError):
    """The file cannot be patched without risk to what the sender wrote."""


class Entry(NamedTuple):
    """One entry: its record in the directory, the span of its raw bytes, what was read of it."""

    record: bytes
    start: int
    end: int
    found: directory.Entry


@dataclass(frozen=True)
class Archive:
    """A zip archive in memory, its entries by name in the order of its directory."""

    data: bytes
    entries: Mapping[str, Entry]
    comment: bytes

    def read(self, name: str) -> bytes:
        """The content of an entry. Raises KeyError, and UnsafeError where it is damaged."""
        try:
            return contents.inflate(self.data, self.entries[name].found, _CAPS)
        except Refused as refused:
            raise UnsafeError(f"{name}: {refused.message}") from refused

    def check(self) -> None:
        """Reads every entry to its end. Raises UnsafeError where one is damaged or all too much."""
        total = 0
        for name in self.entries:
            total += len(self.read(name))
            if total > MOST_BYTES_IN_ALL:
                raise UnsafeError("too large")


def open_archive(data: bytes) -> Archive:
    """The archive in `data`. Raises UnsafeError on anything out of the ordinary."""
    try:
        listed = directory.read(data, _CAPS)
    except Refused as refused:
        raise UnsafeError(refused.message) from refused
    found, comment = listed.entries, data[listed.end + _END.size :]
    if listed.shift or not found or found[-1].record.stop != listed.end:
        raise UnsafeError("no entries, or bytes between them and the directory")
    if not data.startswith(b"PK\5\6", listed.end):
        raise UnsafeError("written for more than 4 GB")
    if _END.unpack_from(data, listed.end)[-1] != len(comment):
        raise UnsafeError("bytes after the end")
    return Archive(data, _entries(data, listed), comment)


def _entries(data: bytes, listed: directory.Directory) -> dict[str, Entry]:
    starts = sorted(entry.header for entry in listed.entries)
    end_of = dict(zip(starts, [*starts[1:], listed.start], strict=True))
    if starts[0] != 0:
        raise UnsafeError("something stands before the entries")
    entries = {}
    for found in listed.entries:
        record, end = data[found.record], end_of[found.header]
        fields = _CENTRAL.unpack_from(record)
        if found.packed.stop > end or _NEEDS_ZIP64 in fields[8:]:
            raise UnsafeError("an entry leads into another, or is written for more than 4 GB")
        if b"\\" in record[_CENTRAL.size : _CENTRAL.size + fields[10]]:
            raise UnsafeError("a name that is none")
        entries[found.name] = Entry(record, found.header, end, found)
    if len({name.casefold() for name in entries}) != len(listed.entries):
        raise UnsafeError("two entries of one name")
    return entries


def rewrite(old: Archive, changed: Mapping[str, bytes], dropped: Collection[str] = ()) -> bytes:
    """The archive with the content of `changed` (new names come last), without `dropped`."""
    kept = {name: entry for name, entry in old.entries.items() if name not in dropped}
    body: list[bytes] = []
    records: dict[str, bytes] = dict.fromkeys(kept, b"")
    at = 0
    for name, entry in sorted(kept.items(), key=lambda pair: pair[1].start):
        if name in changed:
            raw, records[name] = _packed(entry.record, changed[name], at)
        else:
            raw = old.data[entry.start : entry.end]
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
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), at, len(old.comment))
    return b"".join([*body, directory, end, old.comment])


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
