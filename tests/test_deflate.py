"""Both libraries inflate to the same content, or both refuse; what they deflate anyone reads."""

from __future__ import annotations

import zlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.workbook.package import contents, deflate
from aggregator.workbook.package.chain import Chain
from aggregator.workbook.package.pack import joined, pack_piece, pack_pieces
from aggregator.workbook.package.refusal import Refused

CONTENT = b"<row><c><v>12</v></c></row>" * 40
WHOLE = zlib.compress(CONTENT, 9)[2:-4]
isal = pytest.importorskip("isal.isal_zlib", reason="no wheel of isal for this system")


def said_of(packed: bytes, size: int) -> bytes | str:
    try:
        return contents._checked(packed, 8, zlib.crc32(CONTENT), size)
    except Refused as refused:
        return refused.code


def both(monkeypatch: pytest.MonkeyPatch, packed: bytes, size: int) -> set[bytes | str]:
    found = set()
    for library in (zlib, isal):
        monkeypatch.setattr(deflate, "LIBRARY", library)
        found.add(said_of(packed, size))
    return found


@pytest.mark.parametrize(
    ("packed", "size", "said"),
    [
        (WHOLE, len(CONTENT), CONTENT),
        (WHOLE + b"x", len(CONTENT), "R102"),
        (WHOLE + WHOLE, len(CONTENT), "R102"),
        (WHOLE[:-1], len(CONTENT), "R102"),
        (WHOLE, len(CONTENT) - 1, "R102"),
        (WHOLE, len(CONTENT) + 1, "R102"),
        (b"", 0, "R102"),
        (b"\7", 0, "R102"),
        (b"\3\0", 0, "R102"),
    ],
)
def test_a_part_is_its_whole_content_or_refused(monkeypatch, packed, size, said) -> None:
    assert both(monkeypatch, packed, size) == {said}


@given(seed=st.integers(0, 2**32))
def test_what_is_damaged_is_damaged_for_both(seed) -> None:
    rng = Random(seed)
    packed = bytearray(WHOLE)
    for _ in range(rng.randrange(1, 4)):
        packed[rng.randrange(len(packed))] = rng.randrange(256)
    packed = packed[: rng.randrange(len(packed) - 8, len(packed) + 1)]
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert len(both(monkeypatch, bytes(packed), len(CONTENT))) == 1


def test_only_so_much_is_inflated_as_is_asked_for(monkeypatch) -> None:
    bomb = zlib.compress(bytes(5_000_000), 9)[2:-4]
    for library in (zlib, isal):
        monkeypatch.setattr(deflate, "LIBRARY", library)
        assert deflate.inflated(bomb, 1_000) == (bytes(1_000), False)


@given(pieces=st.lists(st.binary(max_size=300).map(lambda piece: piece * 40), max_size=8))
def test_a_part_that_is_packed_in_pieces_is_their_content(pieces) -> None:
    content = b"".join(pieces)
    for library in (zlib, isal):
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(deflate, "LIBRARY", library)
            packed = pack_pieces(pieces, large=True)
        assert zlib.decompress(packed.data, -zlib.MAX_WBITS) == content
        assert (packed.crc, packed.size) == (zlib.crc32(content), len(content))


@given(pieces=st.lists(st.binary(max_size=300).map(lambda piece: piece * 40), max_size=8))
def test_a_part_of_pieces_that_know_nothing_of_each_other_is_their_content(pieces) -> None:
    content = b"".join(pieces)
    for library in (zlib, isal):
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(deflate, "LIBRARY", library)
            part = joined(map(pack_piece, pieces))
        assert zlib.decompress(part.data, -zlib.MAX_WBITS) == content
        assert isal.decompress(part.data, -zlib.MAX_WBITS) == content
        assert (part.crc, part.size) == (zlib.crc32(content), len(content))


@given(parts=st.lists(st.tuples(*[st.sampled_from((b"", CONTENT, b"<c/>", bytes(9_000)))] * 3)))
def test_a_part_of_pieces_met_before_is_their_content(parts) -> None:
    chain = Chain(3, b"</sheet>")
    for pieces in parts:
        packed, content = chain.packed(pieces), b"".join((*pieces, b"</sheet>"))
        assert zlib.decompress(packed.data, -zlib.MAX_WBITS) == content
        assert isal.decompress(packed.data, -zlib.MAX_WBITS) == content
        assert (packed.crc, packed.size) == (zlib.crc32(content), len(content))
