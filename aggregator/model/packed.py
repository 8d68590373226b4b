"""Rows of numbers held as bytes: a folder holds millions of them, most of them blank or small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from types import MemberDescriptorType
from typing import Any, TypeVar, cast, overload

from aggregator.model.basics import Number

OTHER = 255
"""The byte of a number that is written out before the bytes."""
_NUMBERS: tuple[int | None, ...] = (None, *range(OTHER - 1), None)
"""What a byte stands for: blank, the numbers that fit, in the place of another nothing."""
_OF_COUNTS = bytes([*range(1, OTHER), OTHER, OTHER])
"""The byte of each count that fits a byte itself."""
_END, _DECIMAL = b"|", "="
_LATELY_ASKED = 3_000
"""The units of a small province: its rows are made once for all passes over them. More would cost a
folder of 100,000 files a tenth of its memory, and save none of its time."""

Row = tuple[Any, ...]
R = TypeVar("R")


class _Codes(dict[Number | None, int]):
    def __missing__(self, number: Number | None) -> int:
        return OTHER


_CODES = _Codes({number: code for code, number in enumerate(_NUMBERS[:OTHER])})


def pack(numbers: Sequence[Number | None]) -> bytes:
    """The row, a byte a number; each keeps its type and a decimal its form."""
    codes = bytearray(map(_CODES.__getitem__, numbers))
    for at in places(list(map(type, numbers)), Decimal):
        codes[at] = OTHER
    others = " ".join([_written(numbers[at]) for at in places(codes, OTHER)])
    return others.encode("ascii") + _END + codes


@lru_cache(maxsize=_LATELY_ASKED)
def pack_once(counts: tuple[int, ...]) -> bytes:
    """As `pack` for counts, of which the same rows come often: equal ones are one object."""
    codes = bytes(counts).translate(_OF_COUNTS) if max(counts, default=0) < OTHER else b""
    return _END + codes if codes and OTHER not in codes else pack(counts)


@lru_cache(maxsize=_LATELY_ASKED)
def unpack(packed: bytes) -> Row:
    """The row of numbers. Raises ValueError or ArithmeticError for what `pack` never made."""
    written, codes = apart(packed)
    numbers = numbers_of(codes)
    if not written:
        return numbers
    found = list(numbers)
    for at, number in written_out(written, codes):
        found[at] = number
    return tuple(found)


def written_out(written: bytes, codes: bytes) -> Iterator[tuple[int, Number]]:
    """Where the numbers stand that are written out of a row, and they."""
    return zip(places(codes, OTHER), map(_number, written.split(b" ")), strict=True)


@lru_cache(maxsize=4096)
def _number(written: bytes) -> Number:
    text = written.decode("ascii")
    return Decimal(text[1:]) if text[0] == _DECIMAL else int(text)


def apart(packed: bytes) -> tuple[bytes, bytes]:
    """What is written out of a row, and its byte for each number."""
    written, _, codes = packed.partition(_END)
    return written, codes


def numbers_of(codes: Iterable[int]) -> Row:
    """The numbers that bytes stand for, nothing where one is written out."""
    numbers: Row = itemgetter(*codes, 0, 0)(_NUMBERS)[:-2]  # of one place it would give no tuple
    return numbers


def column(rows: Sequence[bytes], at: int) -> list[Number | None]:
    """The numbers at one place of rows of one length, without the others."""
    end = at - len(apart(rows[0])[1]) if rows else at
    return [_NUMBERS[row[end]] if row[end] != OTHER else Glance(row)[at] for row in rows]


class Glance(Sequence[Number | None]):
    """A row of which a number is made where it is asked for."""

    __slots__ = ("_codes", "_written")

    def __init__(self, packed: bytes) -> None:
        self._written, self._codes = apart(packed)

    @overload
    def __getitem__(self, at: int) -> Number | None: ...
    @overload
    def __getitem__(self, at: slice) -> Row: ...
    def __getitem__(self, at: int | slice) -> Number | Row | None:
        if isinstance(at, slice):
            return tuple([self[each] for each in range(*at.indices(len(self)))])
        code = self._codes[at]
        if code != OTHER:
            return _NUMBERS[code]
        return _number(self._written.split(b" ")[self._codes.count(OTHER, 0, at)])

    def __len__(self) -> int:
        return len(self._codes)


def picked(held: Callable[[object], Row | bytes], places: Sequence[int]) -> Callable[[object], Row]:
    """How the numbers at some places, two at least, are had of a row however it is held."""
    at_places: Callable[[Sequence[Any]], Row] = itemgetter(*places)

    def numbers(record: object) -> Row:
        row = held(record)
        if isinstance(row, bytes):
            codes = at_places(apart(row)[1])
            return at_places(unpack(row)) if OTHER in codes else numbers_of(codes)
        return at_places(row)

    return numbers


def places(row: Sequence[Any], of: object) -> Iterator[int]:
    """Where something stands in a row."""
    at = -1
    with suppress(ValueError):
        while True:
            at = row.index(of, at + 1)
            yield at


def _written(number: Number | None) -> str:
    return f"{_DECIMAL}{number}" if isinstance(number, Decimal) else str(number)


def unread(packed: bytes) -> Row:
    """A packed row for a field that may hold one: it is unpacked where somebody asks for it."""
    return cast(Row, packed)


def as_packed(record: type, name: str) -> Callable[[object], bytes]:
    """How a row of such records is had packed, however it is held."""
    packed: Callable[[object], bytes] = vars(record)[name].packed
    return packed


def as_held(record: type, name: str) -> Callable[[object], Row | bytes]:
    """How a row of such records is had as it is held."""
    held: Callable[[object], Row | bytes] = vars(record)[name].held
    return held


def as_glanced(record: type, name: str) -> Callable[[object], Sequence[Number | None]]:
    """How a few numbers of a row of such records are looked at, however it is held."""
    glanced: Callable[[object], Sequence[Number | None]] = vars(record)[name].glanced
    return glanced


def may_hold_packed(**how: Callable[[Row], bytes]) -> Callable[[type[R]], type[R]]:
    """Of a record with slots: these rows may be given packed, are held as given, read as tuples.

    `how` names the fields with what packs each. A pickle carries a row as it is held.
    """

    def made(record: type[R]) -> type[R]:
        slots = [vars(record)[field.name] for field in fields(cast(Any, record))]

        def held(self: R) -> list[object]:
            return [slot.__get__(self) for slot in slots]

        given = {name: _Read(vars(record)[name], packing) for name, packing in how.items()}
        for name, what in {**given, "__getstate__": held}.items():
            setattr(record, name, what)
        return record

    return made


class _Read(property):
    """A slot for a row, set without a call of ours."""

    def __init__(self, slot: MemberDescriptorType, packing: Callable[[Row], bytes]) -> None:
        super().__init__(self._read, slot.__set__)
        self._pack = packing
        self.held: Callable[[object], Row | bytes] = slot.__get__

    def _read(self, record: object) -> Row:
        row = self.held(record)
        return unpack(row) if isinstance(row, bytes) else row

    def packed(self, record: object) -> bytes:
        row = self.held(record)
        return row if isinstance(row, bytes) else self._pack(row)

    def glanced(self, record: object) -> Sequence[Number | None]:
        row = self.held(record)
        return Glance(row) if isinstance(row, bytes) else row
