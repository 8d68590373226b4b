"""The sheet says of itself what Python says of it; `python -m tests.live_status` does thousands."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from aggregator.workbook.cells.book import State
from aggregator.workbook.cells.reader import read_book
from tests.live_status.compare import differences
from tests.live_status.sheets import Screen
from tests.live_status.templates import templates
from tests.live_status.typed import Typed, filling
from tests.lo_engine.engine import LibreOffice
from tests.system import soffice, uno_python

EACH = 75
UNLIKE_EXCEL = (Typed("formula", "=TRUE()"), Typed("formula", "=0.1*3*10"))
"""LibreOffice counts with a truth as with 1 and saves it as a truth; it saves fifteen digits."""
NEEDS_LIBREOFFICE = pytest.mark.skipif(
    not (soffice() and uno_python()), reason="LibreOffice with its Python bridge is not here"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[LibreOffice]:
    running = LibreOffice(tmp_path_factory.mktemp("profile"))
    yield running
    running.quit()


@NEEDS_LIBREOFFICE
def test_sheet_and_python_agree(office, tmp_path) -> None:
    first, later = (t for t in templates(("can-tho-2023",)) if t.name.startswith("CT-2023 CT-01 "))
    for template, seeds in ((first, range(EACH)), (later, range(EACH, 2 * EACH))):
        for seed, said in differences(office, template, seeds, tmp_path):
            assert not said, f"{template.name}, seed {seed}"


@NEEDS_LIBREOFFICE
def test_an_error_in_a_count_leaves_what_does_not_rest_on_it(office, tmp_path) -> None:
    """`=NA()` in a row that I10.tccsd adds up: the identity I10.kn, without it, is still said."""
    name = "NA-2023 NA-01 2023-02 known"
    (template,) = (each for each in templates(("nghe-an-2023",)) if each.name == name)
    ((_, said),) = differences(office, template, range(714, 715), tmp_path)
    assert not said


@NEEDS_LIBREOFFICE
def test_a_saved_filling_is_read_as_the_comparison_takes_it(office, tmp_path) -> None:
    template = next(iter(templates(("can-tho-2023",))))
    screen = Screen(office, template, tmp_path / "mau.xlsx")
    for seed in range(8):
        typed = filling(Random(seed), template.form, template)
        seen = screen.show(typed)
        saved = tmp_path / f"{seed}.xlsx"
        office("copy", screen.key, str(saved))
        book = read_book(saved.read_bytes())
        for slot in (*template.inputs, *template.cover):
            grid = book.grid(slot.sheet)
            assert grid is not None
            stored, taken = grid.cells.get((slot.row, slot.column)), seen.cells[slot]
            each = typed.get(slot)
            if each in UNLIKE_EXCEL or (each is not None and each.kind == "date"):
                continue
            assert (stored is None) == (taken is None), (slot, stored, taken)
            if stored and taken and stored.state is not State.ERROR:
                assert stored[:2] == taken[:2]
