"""What was read before never decides what a row says: rows written well and badly, in any order."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aggregator.workbook.cells import plainsheet
from aggregator.workbook.cells.book import Cell, State
from aggregator.workbook.cells.byrow import beside
from aggregator.workbook.cells.learning import LEARNT
from aggregator.workbook.cells.plainsheet import read_plain_sheet
from aggregator.workbook.cells.rowshape import cut, shape_of
from aggregator.workbook.cells.sheet import SheetReader
from aggregator.workbook.cells.styles import Styles
from aggregator.workbook.cells.values import Shared
from aggregator.workbook.package.refusal import CAPS, Refused
from tests.offices import admitted, aggregate, fates, fill, office, small_plan, templates

SPREADSHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BLANK_OR_NOT = [(b"_x0000_", b"77"), (b"&#127;", b"77"), (b"5", b"6"), (b"1", b"_x0031_")]
WAYS = [
    b'<c r="A1" t="%s"><v>%%s</v></c>',
    b'<c r="A1" t="%s"><is><t>%%s</t></is></c>',
    b'<c r="A1" t="%s"><is><v>%%s</v></is></c>',
    b'<c r="A1" t="%s"><t>%%s</t></c>',
    b'<c r="A1" t="%s"><is>%%s</is></c>',
    b'<c r="A1" t="%s">%%s</c>',
    b'<c r="A1" t="%s"><f>B1</f><v>%%s</v></c>',
    b'<c r="A1" t="%s"><is><t>%%s</t></is><v>1</v></c>',
    b'<c xmlns="urn:x" r="A1" t="%s"><v>%%s</v></c>',
]
KINDS = [b"n", b"s", b"str", b"b", b"e", b"inlineStr", b"d", b"z"]
TEXTS = [b"0", b"1", b"2", b"7", b"07", b" 3", b"1e2", b"-1", b"_x0000_", b"_x0031_", b"&#x7f;"]
TEXTS += [b"&#49;", b"&amp;", b"abc", b"", b"]]>", b"#REF!", b"\xff", b"&#0;", b"9" * 5000]
HEADS = [b'<row r="%d">', b'<row r="%d" ht="5">', b"<row>", b'<row xmlns="urn:x" r="%d">']
HEADS += [b'<row r="%d"><?x <row r="1"?>', b'\n<row spans="1:2" r="%d">']


def sheet(*rows: bytes) -> bytes:
    data = b"".join(row + b"</row>" for row in rows)
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (SPREADSHEET, data)


def exactly(xml: bytes, shared: Shared) -> dict[tuple[int, int], Cell] | None:
    reader = SheetReader(shared, CAPS, CAPS.cells)
    try:
        reader.read(xml)
    except Refused:
        return None
    return reader.cells


def from_memory(xml: bytes, shared: Shared) -> dict[tuple[int, int], Cell] | None:
    """What memory says; where it leaves the answer to the exact reader, what that says."""
    found = read_plain_sheet(xml, shared, CAPS, CAPS.cells)
    return exactly(xml, shared) if found is None else found.cells


def planted() -> Iterator[tuple[bytes, bytes]]:
    for way in WAYS:
        for kind in KINDS:
            for first, second in BLANK_OR_NOT:
                cell = b'<row r="1">' + way % kind
                yield cell % first, cell % second


def test_a_row_planted_before_changes_nothing() -> None:
    words = [Cell(State.TEXT, text) for text in ("", "0", "1", "2", "7")]
    for first, second in planted():
        for before, then in ((first, second), (second, first)):
            shared = Shared(words, Styles())
            from_memory(sheet(before), shared)
            assert from_memory(sheet(then), shared) == exactly(sheet(then), shared), (before, then)


@some.composite
def rows(draw: some.DrawFn) -> bytes:
    number = draw(some.sampled_from([1, 1, 1, 2]))
    head = draw(some.sampled_from([*HEADS[:1] * 6, *HEADS]))
    row = head % number if b"%d" in head else head
    for letter in (b"A", b"B")[: draw(some.integers(1, 2))]:
        way, kind = draw(some.sampled_from(WAYS)), draw(some.sampled_from(KINDS))
        cell = way % kind % draw(some.sampled_from(TEXTS))
        place = b'r="%s%d"' % (letter, draw(some.sampled_from([number] * 9 + [3])))
        style = draw(some.sampled_from([b"", b' s="1"', b' s="2"', b' s="3"']))
        row += cell.replace(b'r="A1"', place + style)
    return row


TABLE = some.lists(some.sampled_from(["", "0", "2", "7", "abc"]), max_size=8)


@settings(max_examples=100, deadline=None)
@given(
    some.lists(
        some.tuples(
            some.lists(rows(), min_size=1, max_size=2),
            TABLE,
            some.sampled_from([Styles(), Styles(frozenset({"1"}), {"3": ".VnTime"})]),
            some.booleans(),
        ),
        max_size=8,
    )
)
def test_memory_reads_what_the_exact_reader_reads(
    sheets: list[tuple[list[bytes], list[str], Styles, bool]],
):
    for written, words, styles, in_another_run in sheets:
        if in_another_run:
            plainsheet._rows.cache_clear()
            LEARNT.take(LEARNT.news() or b"{}")
        shared = Shared([Cell(State.TEXT, word) for word in words], styles)
        xml = sheet(*written)
        found, exact = from_memory(xml, shared), exactly(xml, shared)
        assert found == exact
        if found is not None and exact is not None:
            assert [*beside(found, 1, 2)] == [*beside(exact, 1, 2)]


def test_a_row_may_end_under_another_name() -> None:
    """Then two rows stand before one end tag as it is mostly written, each with its cells."""
    rows = [b'<x:row r="%d"><c r="A%d"><v>%d</v></c></x:row>' % (at, at, 10 * at) for at in (1, 2)]
    rows.append(b'<row r="3"><c r="A3"><v>30</v></c>')
    shared = Shared([], Styles())
    xml = sheet(b"".join(rows)).replace(b" xmlns=", b' xmlns:x="%s" xmlns=' % SPREADSHEET, 1)
    for _ in range(2):
        found = from_memory(xml, shared)
        assert found == exactly(xml, shared)
        assert [int(key.value) for key, _ in beside(found, 1, 2)] == [10, 20, 30]


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="1" spans="1:2" ht="15" customHeight="1"><c r="A1" s="2" t="s"><v>1</v></c>',
        b'<row r="1" customFormat="false" ht="12.8" hidden="false" customHeight="false" '
        b'outlineLevel="0" collapsed="false"><c r="A1" t="n"><f aca="false">B1</f><v>2</v></c>',
        b'<row r="1" x14ac:dyDescent="0.25"><c r="A1" t="inlineStr"><is><t>x</t></is></c>',
        b'<row r="1"><c r="A1" /><c r="B1" t="str"><f>A1</f><v></v></c><c r="C1"><v /></c>',
    ],
    ids=["Excel", "LibreOffice", "inline", "openpyxl"],
)
def test_rows_of_spreadsheet_programs_are_remembered(row: bytes) -> None:
    assert shape_of(cut(row), Styles()) is not None


@pytest.mark.parametrize("way", WAYS[2:6] + WAYS[7:8])
def test_a_value_in_the_wrong_place_is_refused_and_never_blank(way: bytes) -> None:
    for kind in KINDS:
        assert exactly(sheet(b'<row r="1">' + way % kind % b"77"), Shared([])) is None


@pytest.mark.parametrize(
    ("kind", "form"), [("inlineStr", "<is><v>%s</v></is>"), ("s", "<is><t>%s</t></is>")]
)
def test_no_order_and_no_register_decides_a_number(tmp_path: Path, kind: str, form: str) -> None:
    blank = templates(small_plan(), tmp_path)
    cell = f' t="{kind}">{form}</c>'
    files = {
        unit: rewritten(fill(blank[unit], admitted(1)), cell % text)
        for unit, text in (("C", "_x0000_"), ("B.2", "77"))
    }
    seen = []
    for names in (("a", "b"), ("b", "a")):
        folder = office(
            tmp_path, {f"{n}.xlsx": files[u] for n, u in zip(names, files, strict=True)}
        )
        for options in ((), ("--no-cache",), ("--jobs", "2", "--no-cache"), ()):
            found = fates(aggregate(folder, *options))
            seen.append({unit: found[f"{n}.xlsx"] for n, unit in zip(names, files, strict=True)})
        shutil.rmtree(folder)
    assert seen == seen[:1] * len(seen)
    assert seen[0]["B.2"] == ("rejected", "R102")


def rewritten(data: bytes, cell: str) -> bytes:
    """The return with one input cell of its first form sheet written in another way."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                text, times = re.subn(
                    rb'(<c r="E10"[^>]*?)(?: t="\w+")?(?:/>|>.*?</c>)',
                    rb"\1" + cell.encode(),
                    text,
                    count=1,
                )
                assert times == 1
            new.writestr(name, text)
    return target.getvalue()
