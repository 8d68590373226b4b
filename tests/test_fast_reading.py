"""What is read from memory is what the exact readers read: samples, broken workbooks, mutations."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from random import Random

import pytest

from aggregator.workbook.cells import plainsheet, strings, xlsx
from aggregator.workbook.cells.book import Book
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.package import alike, markup, sniff
from aggregator.workbook.package.refusal import Refused
from aggregator.workbook.returned import read as returned
from aggregator.workbook.returned.identity import form_of, identify
from aggregator.workbook.returned.personal import looks_personal

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
WORKBOOKS = sorted(SAMPLES.glob("*/nhan-ve/**/*.xlsx"))[::15] + sorted(
    SAMPLES.glob("loi/**/*.xlsx")
)
PARTS = (
    "xl/worksheets/sheet2.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "docProps/custom.xml",
)
NUMBER = re.compile(r'(<c r="[A-H]\d+"(?: s="\d+")?>(?:<f[^<]*</f>)?)<v>[^<]*</v>')
NOISE = (
    "<",
    ">",
    "&",
    "&#x41;",
    "\x01",
    "é",
    "</row>",
    "<!--",
    "-->",
    "<v>",
    "</v>",
    "0",
    '"',
    " ",
)


def read(data: bytes) -> Book | str:
    try:
        return read_book(data)
    except Refused as refused:
        return f"{refused.code} {refused.message}"


@pytest.fixture
def exactly(monkeypatch: pytest.MonkeyPatch):
    def reader(data: bytes) -> Book | str:
        with monkeypatch.context() as patch:
            patch.setattr(plainsheet, "read_plain_sheet", lambda *_: None)
            patch.setattr(strings, "plain_strings", lambda *_: None)
            patch.setattr(xlsx, "part", alike.parsed)
            return read(data)

    return reader


def test_every_sample(exactly):
    assert len(WORKBOOKS) > 50
    for path in WORKBOOKS:
        data = path.read_bytes()
        if sniff.sniff(data) == "xlsx":
            assert read(data) == exactly(data), path


def test_what_is_remembered_does_not_hide_a_mutation(exactly):
    """A return that was read before, with one place in one part changed."""
    whole = WORKBOOKS[0].read_bytes()
    rng = Random(5)
    read(whole)
    refused = 0
    for _ in range(250):
        data = mutated(whole, rng)
        found = read(data)
        assert found == exactly(data)
        refused += isinstance(found, str)
    assert 25 < refused < 225


def mutated(whole: bytes, rng: Random) -> bytes:
    name, target = rng.choice(PARTS), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            text = old.read(entry).decode()
            if entry == name:
                at = rng.randrange(len(text))
                cut = rng.choice((0, 0, 1, 7))
                text = text[:at] + rng.choice((*NOISE, "")) + text[at + cut :]
            new.writestr(entry, text.encode())
    return target.getvalue()


def test_small_parts_that_differ_in_their_texts(exactly):
    del exactly
    part = "<a xmlns='u'><b k='1'>{}</b> <b>{}</b>tail</a>"
    for first, last in (
        ("x", "y"),
        ("y", "&lt;x&#272;"),
        ("", "\ue000"),
        (" ", "\ue001z"),
        ("]]>", ""),
    ):
        xml = part.format(first, last).encode()
        assert said(in_part, xml) == said(markup.elements, xml)


def in_part(xml: bytes) -> list[markup.Element]:
    part = alike.part(xml)
    return [markup.Element(p, a, part.said(text)) for p, a, text in part.pattern.elements]


def said(reader, xml: bytes) -> object:
    try:
        return reader(xml)
    except Refused as refused:
        return refused.code


def test_rows_remembered_say_what_cells_one_by_one_say(exactly):
    """Of samples, broken ones and returns with other cells, whatever was read before."""
    rng = Random(7)
    returns = [path.read_bytes() for path in WORKBOOKS]
    ours = [data for data in returns if sniff.sniff(data) == "xlsx"]
    changed = [retyped(rng.choice(ours), rng) for _ in range(120)]
    for data in rng.sample(ours + changed, len(ours + changed)):
        assert meant(read(data)) == meant(exactly(data))


def retyped(whole: bytes, rng: Random) -> bytes:
    """With other values in some cells of the form, or without some of its rows."""

    def other(match: re.Match[str]) -> str:
        if rng.random() > 0.02:
            return match[0]
        return f"{match[1]}<v>{rng.choice(('0', '1', '7', '66.67', '-3', 'x', ''))}</v>"

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            text = old.read(entry).decode(errors="surrogateescape")
            if re.fullmatch(r"xl/worksheets/sheet[1-4]\.xml", entry):
                text = NUMBER.sub(other, text)
                if rng.random() < 0.1:
                    text = re.sub(rf'<row r="{rng.randrange(8, 40)}".*?</row>', "", text)
            new.writestr(entry, text.encode(errors="surrogateescape"))
    return target.getvalue()


def meant(book: Book | str) -> object:
    """All that is concluded from a workbook."""
    if isinstance(book, str) or (personal := looks_personal(book)):
        return book if isinstance(book, str) else personal
    identified = identify(book)
    if identified is None or identified.carried.kind not in ("template", "summary"):
        return identified
    try:
        form = form_of(identified.carried, "")
    except KeyError as unknown:
        return str(unknown)
    found = returned.read(book, identified, form)
    places = [found.ref(form, fact.key) for fact in form.facts] if found.submission else []
    said = found.submission, found.revision, found.faults, found.repairs, found.unread
    return identified, said, places
