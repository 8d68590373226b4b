"""The stamp is only a faster way to build: what it makes holds the same."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from random import Random
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator import earlier, layout
from aggregator.earlier import Archived
from aggregator.model import Key, Method, Number, Unit
from aggregator.pipeline import distribute
from aggregator.pipeline.distribute import Known
from aggregator.report.assigned import Assigned
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.meta import REQUIRED
from aggregator.workbook.returned.identity import identify
from aggregator.workbook.returned.read import read
from aggregator.workbook.template import master
from aggregator.workbook.template.content import Filling
from aggregator.workbook.template.stamp import Stamper
from aggregator.workbook.template.targets import Target
from tests.fillings import FORM, PLAN, blank, dump, made, met_before, properties, typed

STAMPERS = {
    (opens_year, typed): Stamper(FORM, opens_year, typed)
    for opens_year in (True, False)
    for typed in (True, False)
}


def stamp(filling: Filling) -> bytes:
    opens_year = filling.submission.period.endswith("Q1")
    return STAMPERS[opens_year, filling.typed_counts].stamp(filling)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["2024-Q1", "2024-Q3"]))
def test_a_stamp_holds_what_a_build_holds(seed: int, period: str) -> None:
    filling = made(seed, period)
    built, stamped = (dump(data) for data in (master.build(FORM, filling), stamp(filling)))
    for title in built:
        assert stamped[title] == built[title]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["2024-Q1", "2024-Q2"]))
def test_rows_met_before_hold_what_a_build_holds(seed: int, period: str) -> None:
    """Most rows were written for another unit: only what they rest on may have been the same."""
    filling = met_before(seed, period)
    built, stamped = (dump(data) for data in (master.build(FORM, filling), stamp(filling)))
    for title in built:
        assert stamped[title] == built[title]


@pytest.mark.parametrize("seed", range(6))
def test_a_template_of_the_second_quarter_holds_what_a_build_holds(seed: int) -> None:
    """What came back in the first is known: whole numbers, and means as the outcome prints them."""
    known = Known(Archived("2024-Q1", {"UB.01": _came_back(Random(seed))}), earlier.NOTHING)
    filled = distribute.filling(PLAN, FORM, "UB.01", "2024-Q2", known)
    stamped = stamp(filled)
    assert dump(stamped) == dump(master.build(FORM, filled))


_UNITS = {
    "TINH": Unit("TINH", "Tỉnh ủy", level="tinh"),
    "DB": Unit("DB", "Đảng bộ cơ sở", "TINH", "co_so", members_start=30),
    "CB": Unit("CB", "Chi bộ", "DB", "chi_bo", members_start=12),
    "DN": Unit("DN", "Chi bộ doanh nghiệp", "TINH", "chi_bo_co_so"),
}
_TREE = replace(PLAN, units=_UNITS)
_ASKED = Assigned("Kết nạp 2", (Target("B2.I", 2),))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([*_UNITS]), st.sampled_from(["2024-Q1", "2024-Q2"]))
def test_what_earlier_numbers_lead_to_is_what_a_build_holds(
    seed: int, unit: str, period: str
) -> None:
    """Found by what it comes from: of most rows the same numbers came to another unit before."""
    rng = Random(seed)
    known = Known(*(_before(rng, unit, each) for each in ("2023-Q4", "2023-Q1")))
    if period.endswith("Q2"):
        known = Known(*(_before(rng, unit, each) for each in ("2024-Q1", "2023-Q2")))
    filled = distribute.filling(_TREE, FORM, unit, period, known, _ASKED)
    data = distribute.stamped(_TREE, FORM, unit, period, known, _ASKED)
    assert dump(data) == dump(master.build(FORM, filled))


def _before(rng: Random, unit: str, period: str) -> Archived:
    """One time in four nothing is known of a period, else little that differs."""
    numbers = {} if rng.random() < 0.25 else _came_back(Random(rng.randrange(3)))
    for key in rng.sample([*numbers], min(3, len(numbers))):
        numbers[key] = rng.choice((0, 3))
    return Archived(period, {unit: numbers}) if numbers else earlier.NOTHING


def _came_back(rng: Random) -> dict[Key, Number]:
    keys = [key for key in layout.slots(FORM) if key.column in ("ky", "luy_ke")]
    chosen = [key for key in keys if rng.random() < 0.7]
    means = {key for key in chosen if FORM.indicators[key.indicator].method is Method.MEAN}
    age = Decimal("31.4")
    return {key: age if key in means else rng.choice((0, 1, 2, 12)) for key in chosen}


def test_that_nobody_admits_is_said_of_the_unit_it_is_true_of() -> None:
    counts = {"B2.III.1": 1, "B2.III.1a": 0, "B2.III.2": 1}
    above = blank()._replace(typed_counts=True)
    for admitted, by_cells in ((2, 1), (2, 0), (0, 0)):
        filling = typed(above, {**counts, "B2.I": admitted, "B2.III.2a": by_cells})
        assert dump(stamp(filling)) == dump(master.build(FORM, filling))


def test_a_stamp_is_the_same_whatever_was_stamped_before() -> None:
    fillings = [met_before(seed) for seed in range(300)]
    above = [filling for filling in fillings if filling.typed_counts]
    worn = Stamper(FORM, False, True)
    for filling in above:
        worn.stamp(filling)
    for filling in above[-3:]:
        fresh = Stamper(FORM, False, True)
        fresh.stamp(above[0])
        assert worn.stamp(filling) == fresh.stamp(filling)


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@example("100 %s")
@example(" before, after\n")
@example("\u00a0_x0041_")
@example("\x1fdivided")
def test_any_text_gets_through(text: str) -> None:
    filling = blank()
    meta = {**filling.meta, "name": text, "plan": text}
    strange = filling._replace(meta=meta, cover={"quota": text})
    built, stamped = (dump(data) for data in (master.build(FORM, strange), stamp(strange)))
    assert stamped == built


def test_carriers_are_stamped() -> None:
    first, second = blank(), made(5, "2024-Q1")
    other = second._replace(meta={**second.meta, "unit": "UB.99", "plan": 'x"<&'})
    stamp(first._replace(typed_counts=other.typed_counts))
    data = stamp(other)
    book = openpyxl.load_workbook(BytesIO(data))
    assert properties(data) == {key: other.meta[key] for key in REQUIRED}
    assert book.defined_names["ketnap.unit"].value == '"UB.99"'
    assert book.defined_names["ketnap.plan"].value == '"x""<&"'


def test_the_order_of_stamping_leaves_no_trace() -> None:
    fillings = [made(seed, "2024-Q3") for seed in range(6)]
    above = [filling for filling in fillings if filling.typed_counts]
    forwards, backwards = Stamper(FORM, False, True), Stamper(FORM, False, True)
    one = [forwards.stamp(filling) for filling in above]
    other = [backwards.stamp(filling) for filling in reversed(above)]
    assert [dump(data) for data in one] == [dump(data) for data in reversed(other)]


def test_the_archive_is_sound_and_dated_1980() -> None:
    archive = ZipFile(BytesIO(stamp(made(1, "2024-Q3"))))
    assert archive.testzip() is None
    assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_a_full_template_stays_small() -> None:
    assert len(stamp(blank())) <= 29 * 1024
    assert len(stamp(made(1, "2024-Q3"))) <= 35 * 1024


def test_another_kind_of_filling_is_refused() -> None:
    with pytest.raises(ValueError, match="another kind"):
        STAMPERS[True, False].stamp(blank("2024-Q3"))


def test_same_rows_in_a_stamp_and_in_the_layout() -> None:
    cells = dump(stamp(blank()))
    for key, slot in layout.slots(FORM).items():
        code = cells[slot.sheet][f"A{slot.row}"].value
        column = cells[slot.sheet][f"{layout.column_letter(slot.column)}1"].value
        assert (code, column) == tuple(key)


@pytest.mark.parametrize("period", ["2024-Q1", "2024-Q3"])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_stamped_is_read_back(seed: int, period: str) -> None:
    filling = made(seed, period)
    book = read_book(stamp(filling._replace(cover={"revision": 3})))
    identification = identify(book)
    assert identification is not None
    reading = read(book, identification, FORM)
    assert reading.submission is not None
    assert reading.submission.values == filling.submission.values
    assert reading.revision == 3
    assert {fault.code for fault in reading.faults} <= {"V302"}
    assert not reading.repairs


def test_quotas_of_several_lines_are_each_units_own() -> None:
    one, other = (
        blank()._replace(targets=(Target("B2.I", least), Target("B1.D", least)))
        for least in (3, 18)
    )
    stamper = Stamper(FORM, opens_year=True, typed_counts=False)
    for filling in (one, other):
        assert dump(stamper.stamp(filling)) == dump(master.build(FORM, filling))
