"""What a published report keeps back cannot be worked out by subtraction."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.report.word.inference import LIMIT, SMALL, WITHHELD
from aggregator.report.word.small_cells import in_vain, marks

groups = st.lists(st.integers(0, 9) | st.none(), min_size=1, max_size=7)


def shown(values, sheltered=None):
    codes = [str(at) for at in range(len(values))]
    named = dict(zip(codes, values, strict=True))
    found = marks([codes], {}, named, set(codes) if sheltered is None else sheltered)
    return [found.get(code, named[code]) for code in codes]


@pytest.mark.parametrize(
    ("values", "printed"),
    [
        ([3, 4, 0], [3, 4, 0]),
        ([0, 0, 0], [0, 0, 0]),
        ([1, 0, 7], ["<3", "<3", 7]),
        ([1, 0, 0], ["<3", "<3", "<3"]),
        ([1, 2, 7], ["<3", "<3", 7]),
        ([1, 5, 7], ["<3", "*", 7]),
        ([2, 2, 9], ["<3", "<3", "*"]),
        ([1, 3], ["*", "*"]),
        ([2, 2], ["*", "*"]),
        ([1], ["<3"]),
        ([1, None, 6], ["<3", None, "*"]),
        ([], []),
    ],
)
def test_a_group_as_it_is_printed(values, printed):
    assert shown(values) == printed


@given(groups)
def test_every_small_count_is_kept_back(values):
    for value, printed in zip(values, shown(values), strict=True):
        if value in (1, 2):
            assert printed in (SMALL, WITHHELD)
        if printed == SMALL:
            assert value < LIMIT


@given(groups)
def test_the_total_does_not_give_a_small_count_away(values):
    printed = shown(values)
    hidden = [v for v, p in zip(values, printed, strict=True) if p in (SMALL, WITHHELD)]
    if len(hidden) < 2:
        assert not hidden or sum(v is not None for v in values) == 1
        return
    rest, small = sum(hidden), printed.count(SMALL)
    others = 2 * (small - 1) if WITHHELD not in printed else rest
    possible = [v for v in range(LIMIT) if 0 <= rest - v <= others]
    assert not small or len(possible) > 1


@given(groups)
def test_nothing_is_kept_back_without_a_small_count(values):
    if not any(value in (1, 2) for value in values):
        assert shown(values) == values


def test_only_sheltered_units_have_small_cells():
    assert shown([1, 2, 5], sheltered=set()) == [1, 2, 5]
    assert shown([1, 2, 5], sheltered={"1"}) == ["*", "<3", 5]


@given(st.lists(groups, min_size=2, max_size=4))
def test_parts_do_not_add_up_to_what_is_kept_back_above_them(parts):
    below = {f"u{at}": [f"u{at}.{n}" for n in range(len(p))] for at, p in enumerate(parts)}
    values = {f"u{a}.{n}": v for a, p in enumerate(parts) for n, v in enumerate(p)}
    for unit, codes in below.items():
        values[unit] = sum(values[code] or 0 for code in codes)
    found = marks([list(below)], below, values, set(values))
    for unit, codes in below.items():
        if unit in found and any(values[code] is not None for code in codes):
            assert any(code in found for code in codes)


MOST = 9
"""What the adversary takes the largest hidden number to be; no example has a larger one."""


def possible(printed, total=None):
    """Every way to fill the hidden places, by their sum; a total that is known must be met."""
    ranges = [
        range(LIMIT) if each == SMALL else range(MOST) if each == WITHHELD else [each]
        for each in printed
    ]
    ways = {}
    for way in product(*ranges):
        if total is None or sum(way) in total:
            ways.setdefault(sum(way), []).append(way)
    return ways


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=3), min_size=2, max_size=3))
def test_an_adversary_with_every_printed_number_determines_no_small_count(parts):
    below = {f"u{at}": [f"u{at}.{n}" for n in range(len(p))] for at, p in enumerate(parts)}
    values = {f"u{a}.{n}": v for a, p in enumerate(parts) for n, v in enumerate(p)}
    values |= {unit: sum(values[code] for code in codes) for unit, codes in below.items()}
    found = marks([list(below)], below, values, set(values))
    ways = []
    for unit, codes in below.items():
        printed = found.get(unit, values[unit])
        allowed = {SMALL: range(LIMIT), WITHHELD: range(3 * MOST)}.get(printed, [printed])
        ways.append(possible([found.get(code, values[code]) for code in codes], allowed))
    whole = sum(values[unit] for unit in below)
    kept = [way for way in product(*ways) if sum(way) == whole]
    for at, (unit, codes) in enumerate(below.items()):
        sums = {way[at] for way in kept}
        if 0 < values[unit] < LIMIT:
            assert len(sums) > 1
        for n, code in enumerate(codes):
            if 0 < values[code] < LIMIT:
                assert len({way[n] for total in sums for way in ways[at][total]}) > 1


numbers = st.integers(0, 4) | st.none()
cells = st.lists(numbers, min_size=1, max_size=3)
committees = st.lists(st.tuples(st.booleans(), cells), min_size=1, max_size=3)
"""Committees with their cells; some committees are themselves inside a TCCSĐ."""


def grown(trees):
    """The groups, parts, numbers and sheltered codes of made-up committees."""
    below = {f"u{at}": [f"u{at}.{n}" for n in range(len(p))] for at, (_, p) in enumerate(trees)}
    values = {f"u{at}.{n}": v for at, (_, p) in enumerate(trees) for n, v in enumerate(p)}
    for unit, codes in below.items():
        known = [values[code] for code in codes if values[code] is not None]
        values[unit] = sum(known) if known else None
    inside = {code for codes in below.values() for code in codes}
    inside |= {f"u{at}" for at, (section, _) in enumerate(trees) if section}
    return [list(below)], below, values, inside


def ways(below, values, sheltered, found):
    """Every way to fill what is kept back, found without bounds: by trying all."""

    def allowed(code):
        mark = found.get(code)
        if mark is None:
            return [values[code] or 0]
        return range(LIMIT) if mark == SMALL else range(0 if code in sheltered else 1, 3 * MOST)

    each = []
    for unit, codes in below.items():
        own = set(allowed(unit))
        parts = [range(MOST) if found.get(c) == WITHHELD else allowed(c) for c in codes]
        filled = [way for way in product(*parts) if sum(way) in own]
        each.append([dict(zip((*codes, unit), (*way, sum(way)), strict=True)) for way in filled])
    whole = sum(values[unit] or 0 for unit in below)
    reached = [
        sorted({way[unit] for way in filled}) for unit, filled in zip(below, each, strict=True)
    ]
    sums = [choice for choice in product(*reached) if sum(choice) == whole]
    for at, (unit, filled) in enumerate(zip(below, each, strict=True)):
        fitting = {choice[at] for choice in sums}
        yield from (way for way in filled if way[unit] in fitting)


@settings(max_examples=100, deadline=None)
@given(committees)
def test_no_way_of_adding_up_determines_a_small_count_unless_all_comes_from_it(trees):
    groups, below, values, inside = grown(trees)
    found = marks(groups, below, values, inside)
    possible = {}
    for way in ways(below, values, inside, found):
        for code, number in way.items():
            possible.setdefault(code, set()).add(number)
    small = {code for code in inside if 0 < (values[code] or 0) < LIMIT}
    told = {code for code in small if len(possible[code]) < 2}
    assert not told or in_vain(groups, below, values, inside)
    assert not told or all(unit in found for unit in below if values[unit])


def test_where_one_cell_alone_has_numbers_its_committee_is_kept_back_with_another():
    groups, below, values, inside = grown([(False, [2, None]), (False, [4, 5]), (False, [3, 3])])
    found = marks(groups, below, values, inside)
    assert found == {"u0.0": SMALL, "u0": WITHHELD, "u2": WITHHELD, "u2.0": WITHHELD}
    assert not in_vain(groups, below, values, inside)
    assert in_vain([["x"]], {}, {"x": 1}, {"x"})
