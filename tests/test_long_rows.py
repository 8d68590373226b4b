"""Long sheets, read by the shapes of their rows: never anything but what the exact reader reads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.cells.longsheet import LongSheet, rows_of
from aggregator.workbook.cells.plainsheet import read_plain_sheet
from aggregator.workbook.cells.rowmemory import MOST_ROWS
from aggregator.workbook.cells.styles import Styles
from aggregator.workbook.cells.values import Shared
from aggregator.workbook.package.refusal import CAPS
from tests.test_row_memory import KINDS, TEXTS, exactly, sheet

STYLES = Styles(frozenset({"1"}), {"3": ".VnTime"})
WORDS = [Cell(State.TEXT, text) for text in ("", "0", "1", "2", "7")]
SHARED = Shared(WORDS, STYLES)
PLAIN = b'<row r="%d"><c r="A%d" s="1" t="s"><v>4</v></c><c r="B%d"/><c r="C%d"><v>%d</v></c>'
CELLS = 2 * (MOST_ROWS + 1)
WAYS = [
    b'<c r="A%(at)d"%(look)s/>',
    b'<c r="A%(at)d"%(look)s><v>%(text)s</v></c>',
    b'<c r="A%(at)d"%(look)s><is><t>%(text)s</t></is></c>',
    b'<c r="A%(at)d"%(look)s><is><t xml:space="preserve"> %(text)s</t></is></c>',
    b'<c r="A%(at)d"%(look)s><f>B7</f><v>%(text)s</v></c>',
    b'<c r="A%(at)d"%(look)s><f>A%(at)d</f><v>%(text)s</v></c>',
    b'<c r="A%(at)d"%(look)s><f/><v>%(text)s</v></c>',
    b'<c r="A%(at)d"%(look)s><f>B7</f><v></v></c>',
    b'<c r="A%(at)d"%(look)s><v></v></c>',
    b'<c r="A%(at)d"%(look)s><f>IF($H%(at)d&gt;2,"",ROW())</f><v>%(text)s</v></c>',
    b'<c r="A%(at)d"%(look)s><f>x%(at)d|y!z</f><v>%(text)s</v></c>',
    b'<c r="A%(at)d"%(look)s><f>x%(at)d]]></f><v>%(text)s</v></c>',
    b'<c r="A%(at)d"%(look)s><f>x%(at)d&y;</f><v>%(text)s</v></c>',
    b'<c r="A%(at)d"%(look)s><f>x%(at)d\xff</f><v>%(text)s</v></c>',
    b'<c r="A%(at)d"%(look)s><f>B7</f/>',
    b'<c r="A%(at)d"%(look)s><v>%(text)s</t></is></c>',
    b'<c r="A%(at)d"%(look)s><is><t>%(text)s</v></c>',
    b'<c r="A%(at)d"%(look)s><v>/>%(text)s</v></c>',
    b'<c r="A%(at)d"%(look)s><v/></c>',
    b'<c r="A%(at)d"%(look)s>%(text)s</c>',
    b'<c r="A%(at)d"%(look)s><v>1</v><v>%(text)s</v></c>',
    b'<c r="A\1"%(look)s><v>%(text)s</v></c>',
]
HEADS = [b'<row r="%d">', b'<row r="%d" ht="%d">', b"<row>", b'<row r="0%d">', b'\n<row r="%d" >']
HEADS += [b'<row r="1"/><row r="%d">', b'<row r="%d" s="/>">', b"<row r='%d'>"]


def long(*odd: bytes) -> bytes:
    """A sheet too long for a form, with odd rows at its end."""
    plain = [PLAIN % ((at,) * 5) for at in range(1, MOST_ROWS + 2)]
    return sheet(*plain, *odd)


def read(xml: bytes) -> object:
    """The cells as they are read at first; where that is left to the exact reader, as it does."""
    found = read_plain_sheet(xml, SHARED, CAPS, CAPS.cells)
    return exactly(xml, SHARED) if found is None else dict(found.cells.items())


@some.composite
def odd_rows(draw: some.DrawFn) -> list[bytes]:
    rows = []
    head, way = draw(some.sampled_from(HEADS)), draw(some.sampled_from(WAYS))
    for at in range(MOST_ROWS + 2, MOST_ROWS + 2 + draw(some.integers(1, 6))):
        if draw(some.booleans()):
            head, way = draw(some.sampled_from(HEADS[:2])), draw(some.sampled_from(WAYS))
        kind = draw(some.sampled_from(KINDS))
        style = draw(some.sampled_from([b"", b' s="1"', b' s="3"', b' s="%d"' % at]))
        look = style + draw(some.sampled_from([b"", b' t="%s"' % kind]))
        text = draw(some.sampled_from([*TEXTS, b"%d" % at]))
        cell = way.replace(b"%(at)d", b"%d" % at).replace(b"%(look)s", look)
        named = head.replace(b"%d", b"%d" % draw(some.sampled_from([at] * 9 + [7])))
        rows.append(named + cell.replace(b"%(text)s", text))
    return rows


@settings(max_examples=150, deadline=None)
@given(odd_rows())
def test_a_long_sheet_is_read_as_the_exact_reader_reads_it(odd: list[bytes]) -> None:
    xml = long(*odd)
    assert read(xml) == exactly(xml, SHARED)


def test_rows_of_a_table_are_read_by_their_shape() -> None:
    found = read_plain_sheet(long(), SHARED, CAPS, CAPS.cells)
    assert found is not None
    assert isinstance(found.cells, LongSheet)
    assert dict(found.cells.items()) == exactly(long(), SHARED)
    assert len(found.cells) == found.most() == CELLS
    assert sorted(found.cells) == sorted(exactly(long(), SHARED) or ())
    assert (1, 2) not in found.cells
    assert found.cells[9, 3] == Cell(State.NUMBER, 9)


@pytest.mark.parametrize("at", [1, 9, MOST_ROWS])
def test_its_rows_are_those_of_a_sheet_held_by_place(at: int) -> None:
    found = read_plain_sheet(long(), SHARED, CAPS, CAPS.cells)
    assert found is not None
    assert dict(rows_of(found.cells))[at] == dict(rows_of(exactly(long(), SHARED) or {}))[at]


def test_a_number_that_is_also_a_style_is_no_number_of_a_row() -> None:
    cell = b'<row r="%d"><c r="A%d" s="%d"><v>5</v></c>'
    first, then = MOST_ROWS + 2, MOST_ROWS + 3
    odd = cell % (first, first, first), cell % (then, then, 1)
    styles = Styles(frozenset({str(first)}))
    shared = Shared(WORDS, styles)
    found = read_plain_sheet(long(*odd), shared, CAPS, CAPS.cells)
    assert found is not None
    assert [found.cells[at, 1].state for at in (first, then)] == [State.DATE, State.NUMBER]


def test_more_cells_than_there_is_room_for_are_left_to_the_exact_reader() -> None:
    assert read_plain_sheet(long(), SHARED, CAPS, CELLS) is not None
    assert read_plain_sheet(long(), SHARED, CAPS, CELLS - 1) is None
