"""Plans too large to be held: read as small ones are, and no way in for a bomb."""

from __future__ import annotations

import io
import random
import re
import tracemalloc
import zipfile
from collections.abc import Mapping

import pytest

from aggregator.examine import examine_bytes
from aggregator.examine_book import Context
from aggregator.intake import NO_TIME, Received
from aggregator.model import Finding, Plan, Quota, Unit
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.package import gate
from aggregator.workbook.package.refusal import CAPS, PLAN_CAPS, Refused
from aggregator.workbook.planbook.read import is_read, read
from aggregator.workbook.planbook.write import write
from aggregator.workbook.returned.glanced import is_plan, said_of_itself

UNITS = "xl/worksheets/sheet2.xml"
_LONGER_THAN_WHAT_IT_SAYS_OF_ITSELF = 3_000
CELLS = (
    b'<c %s t="inlineStr"><is><t>kh\xc3\xb4ng</t></is></c>',
    b"<c %s><v>1.5</v></c>",
    b'<c %s t="e"><v>#N/A</v></c>',
    b"<c %s><f>1+1</f></c>",
    b'<c %s t="inlineStr"><is><t>01.02.2023</t></is></c>',
    b'<c %s t="s"><v>7</v></c>',
    b'<c %s t="s"><v>99999</v></c>',
    b"",
)


def a_plan() -> Plan:
    units = [Unit("X", "Đảng bộ A & B", "", "co_so")]
    units += [Unit(f"X.{n}", f"Chi bộ {n}", "X", "chi_bo", members_start=n) for n in range(60)]
    quotas = (Quota("KN", "K3", "giao", "B2.I", "X", minimum=3),)
    return Plan("KH", "Kế hoạch", year_from=2024, units={u.code: u for u in units}, quotas=quotas)


WHOLE = write(a_plan())


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return {name: box.read(name) for name in box.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return target.getvalue()


def with_units(change: bytes) -> bytes:
    return packed(parts_of(WHOLE) | {UNITS: change})


def edited(seed: int) -> bytes:
    """Some cells and rows of the sheet of units written in another way."""
    rng = random.Random(seed)
    rows = re.split(rb"(?=<row )", parts_of(WHOLE)[UNITS])
    for _ in range(rng.randrange(1, 5)):
        at = rng.randrange(1, len(rows) - 1)
        cells = list(re.finditer(rb'<c (r="[A-Z]+[0-9]+")[^>]*?(?:/>|>.*?</c>)', rows[at]))
        if not cells or rng.random() < 0.1:
            other = rng.randrange(1, len(rows) - 1)
            rows[at], rows[other] = rows[other], rows[at]
            continue
        cell, way = rng.choice(cells), rng.choice(CELLS)
        new = way % cell[1] if way else way
        rows[at] = rows[at][: cell.start()] + new + rows[at][cell.end() :]
    return with_units(b"".join(rows))


def found(data: bytes) -> tuple[Plan, tuple[Finding, ...]] | str:
    try:
        return read(read_book(data, is_read, PLAN_CAPS, as_tables=True))
    except Refused as refused:
        return refused.message


@pytest.mark.parametrize("seed", range(60))
def test_a_plan_is_read_the_same_while_it_is_unfolded(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = edited(seed) if seed else WHOLE
    held = found(data)
    monkeypatch.setattr(gate, "_LARGE", _LONGER_THAN_WHAT_IT_SAYS_OF_ITSELF)
    assert found(data) == held


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size // 2).hex().encode()


BOMBS = {
    "blanks": lambda sheet: sheet.replace(b"<sheetData>", b"<sheetData>" + b" " * (40 << 20)),
    "one long text": lambda sheet: sheet.replace(
        b"<sheetData>", b'<sheetData><row r="1"><c r="A1" t="str"><v>' + noise(40 << 20)
    ),
    "depth": lambda sheet: sheet.replace(
        b"<sheetData>", b"<sheetData>" + b"<row><c>" * (1 << 20) + noise(9 << 20)
    ),
    "cut off": lambda sheet: sheet[: len(sheet) // 2] + noise(9 << 20),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_that_calls_itself_a_plan_is_refused_in_little_memory(bomb: str) -> None:
    data = with_units(BOMBS[bomb](parts_of(WHOLE)[UNITS]))
    assert is_plan(data)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        assert isinstance(found(data), str)
        assert tracemalloc.get_traced_memory()[1] - before < 60 << 20
    finally:
        tracemalloc.stop()


def test_what_a_plan_says_of_itself_is_read_whatever_the_rest_holds() -> None:
    said = said_of_itself(with_units(b"<worksheet"))
    assert (said["kind"], said["unit"]) == ("plan", "")
    assert not is_plan(packed(parts_of(WHOLE) | {"xl/sharedStrings.xml": b"<sst"}))


def test_among_returns_a_plan_too_large_for_one_is_a_plan() -> None:
    target = io.BytesIO(WHOLE)
    with zipfile.ZipFile(target, "a") as box:
        box.writestr("xl/more.bin", bytes(CAPS.file + 1))
    large = Received("ke-hoach.xlsx", target.getvalue(), NO_TIME)
    assert examine_bytes(large, Context()).reason == "S211"
    assert examine_bytes(large._replace(data=large.data[:-9]), Context()).reason == "R104"


def test_a_plan_may_be_larger_than_a_return() -> None:
    for bound in ("file", "part", "total", "tags", "cells"):
        assert getattr(PLAN_CAPS, bound) > getattr(CAPS, bound)
