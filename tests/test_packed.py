"""Numbers held as bytes come back as they were, and a further file costs little memory."""

import gc
import pickle
import tracemalloc
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.examine import examine_all
from aggregator.examine_book import Context
from aggregator.examined import Examined
from aggregator.intake import Entry, Received
from aggregator.model import Number, Submission, packed
from aggregator.model.adding import added, sums
from aggregator.model.packed import Glance, column, pack, unpack
from aggregator.model.returns import glanced, picking
from aggregator.rollup import total
from aggregator.stored import Found, from_bytes, to_bytes
from tests.offices import admitted, fill, small_plan, templates

numbers = (
    st.none()
    | st.integers(-3, 300)
    | st.integers()
    | st.sampled_from([Decimal(3), Decimal("3.0"), Decimal("-0"), Decimal(255), Decimal("1E+3")])
    | st.decimals(allow_nan=False, allow_infinity=False)
)
rows = st.lists(numbers, max_size=12).map(tuple)
counts = st.lists(st.integers(0, 3) | st.integers(250, 70_000), max_size=12).map(tuple)


@settings(max_examples=300, deadline=None)
@given(rows)
def test_each_number_comes_back_of_its_type_and_in_its_form(row: tuple[Number | None, ...]) -> None:
    assert repr(unpack(pack(row))) == repr(row)


@settings(max_examples=100, deadline=None)
@given(rows)
def test_single_numbers_are_those_of_the_row(row: tuple[Number | None, ...]) -> None:
    looked = Glance(pack(row))
    assert repr(tuple(looked)) == repr(row)
    assert repr(looked[1:]) == repr(row[1:])
    for at, number in enumerate(row):
        assert repr(column([pack(row)], at)) == repr([number])


@settings(max_examples=100, deadline=None)
@given(rows, rows, counts)
def test_equal_bytes_are_equal_rows(one: tuple, other: tuple, blanks: tuple) -> None:
    assert (pack(one) == pack(other)) == (repr(one) == repr(other))
    assert unpack(pack(blanks)) == blanks


@settings(max_examples=100, deadline=None)
@given(rows, counts)
def test_nobody_can_tell_that_a_submission_is_packed(values: tuple, blanks: tuple) -> None:
    plain = Submission("A", "2024-Q1", values, blanks, 2)
    small = packed(plain)
    assert (small, hash(small), repr(small)) == (plain, hash(plain), repr(plain))
    assert packed(small) == small
    for copied in (pickle.loads(pickle.dumps(small)), replace(small, missing=2)):
        assert repr(copied) == repr(plain)
    assert replace(small, values=(7, None)).values == (7, None)
    with pytest.raises(FrozenInstanceError):
        small.values = ()


@settings(max_examples=100, deadline=None)
@given(rows, st.data())
def test_some_numbers_are_had_however_the_row_is_held(values: tuple, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, 1 + len(values)), min_size=2))
    plain = Submission("A", "2024-Q1", (*values, 7, None), (0,) * (2 + len(values)))
    wanted = tuple(plain.values[at] for at in places)
    for held in (plain, packed(plain)):
        assert repr(picking(places)(held)) == repr(wanted)


def test_messages_between_processes_carry_the_bytes() -> None:
    plain = Submission("A", "2024-Q1", (300, *range(200)) * 2, (0,) * 402)
    assert len(pickle.dumps(packed(plain))) < len(pickle.dumps(plain)) * 0.8


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Examined:
    plan = small_plan()
    data = fill(templates(plan, tmp_path_factory.mktemp("mau"))["A.1"], admitted(3))
    received = Received("A.1.xlsx", data, datetime(2024, 4, 1, tzinfo=UTC))
    entry = Entry(received.path, b"A.1.xlsx", regular=True, loaded=received)
    return examine_all([entry], Context(plan))[0][0]


def test_a_further_file_costs_little_memory(record: Examined) -> None:
    """Of a hundred thousand returns only their numbers grow, and those by a byte each."""
    assert record.submission is not None
    kept = to_bytes([record], Found(record.path, record.sha256, record.modified))
    asked = [f"{at:06}.xlsx" for at in range(2_000)]

    def held(paths: list[str]) -> int:
        before = tracemalloc.get_traced_memory()[0]
        found = [from_bytes(kept, Found(path, record.sha256, record.modified)) for path in paths]
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before if found else 0

    tracemalloc.start()
    each = (held(asked) - held(asked[:1_000])) / 1_000
    tracemalloc.stop()
    assert each < len(record.submission.values) + 900


few = st.none() | st.sampled_from([0, 0, 1, 2, 30, 252, 253, 254, 255, 300, -1, Decimal("2.50")])


@settings(max_examples=200, deadline=None)
@given(st.data(), st.integers(1, 6), st.sampled_from([1, 2, 3, 20, 254, 255, 256, 600]))
def test_packed_rows_add_up_as_their_numbers_do(data, width: int, most: int) -> None:
    some = data.draw(st.lists(st.tuples(*[few] * width), min_size=1, max_size=5))
    table = [some[at % len(some)] for at in range(most)]
    plain = [total(numbers) for numbers in zip(*table, strict=True)]
    assert repr(added([pack(row) for row in table], total)) == repr(plain)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(few, few, few), min_size=1, max_size=20))
def test_some_columns_of_packed_rows_add_up_as_their_numbers_do(table) -> None:
    plain = [sum(filter(None, (row[at] for row in table))) for at in (2, 0)]
    assert [*sums([pack(row) for row in table], (2, 0))] == plain


def test_rows_of_two_forms_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="unpack"):
        added([pack((1, 2)), pack((1,))], total)


@given(st.lists(few, min_size=1))
def test_a_few_numbers_are_looked_at_however_the_row_is_held(row: list[Number | None]) -> None:
    values = tuple(row)
    plain = Submission("A", "2024-Q1", values, ())
    assert glanced(plain) is values
    assert repr([*glanced(packed(plain))]) == repr(row)
