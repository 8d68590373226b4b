"""A published report is the same whichever of two small counts is meant: nobody can tell them.

For each small count inside a TCCSĐ another world is sought with another count there, of which the
document that is printed would be true word by word: its text, its tables and their totals.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.model import Judgement, UnitStatus, Verdict
from aggregator.report.word import document as word
from aggregator.report.word import published
from aggregator.report.word.account import Account, Asked
from aggregator.report.word.inference import LIMIT, SMALL
from tests.made_account import ADMITTED, account, judgement, unit

QUOTAS = {
    "Q1": Asked("B2.I", "", "Kết nạp cả năm"),
    "Q2": Asked("B2.I", "", "Mỗi chi bộ ít nhất 1", "kind=thon"),
    "Q3": Asked("B2.I", "", "Độ phủ"),
    "Q4": Asked("B2.I", "", "Chi bộ thôn", "kind=thon"),
}


def office(trees: list[tuple[str, list[int | None]]]) -> Account:
    """Committees or sections with cells, as a summary carries them."""
    units, total = [], 0
    for at, (level, cells) in enumerate(trees):
        known = [n for n in cells if n is not None]
        total += sum(known)
        units.append(
            unit(f"D{at}", "TP", level, sum(known) if known else None, UnitStatus.ROLLED_UP)
        )
        for n, number in enumerate(cells):
            status = UnitStatus.MISSING if number is None else UnitStatus.COUNTED
            units.append(unit(f"D{at}.{n}", f"D{at}", "chi_bo", number, status))
    whole = {**ADMITTED, "B1.B1": total, "B2.I": total}
    return replace(account(whole, units), quotas=QUOTAS, judgements=judged(units, total))


def judged(units, total: int) -> tuple[Judgement, ...]:
    """What quotas of every kind would find: on the whole, on each cell, on those that match."""
    cells = [row for row in units if row.level == "chi_bo"]
    reached = sum(bool(row.values["B2.I"]) for row in cells)
    each = [
        judgement(row.code, 1, row.values["B2.I"], Verdict.MET, "Q2", "K4")
        for row in cells
        if row.values["B2.I"] is not None
    ]
    shares = [judgement(row.code, 2, row.values["B2.I"], kind="K1") for row in units]
    return (
        judgement("TP", 20, total),
        judgement("TP", len(cells), reached, quota="Q2", kind="K4", detail=f"{reached} chi bộ đạt"),
        *each,
        judgement("D0", 1, min(reached, 1), quota="Q3", kind="K6"),
        judgement("TP", 3, sum(row.values["B2.I"] or 0 for row in cells[:1]), quota="Q4"),
        *shares,
    )


def moved(told: Account, changes: dict[str, int]) -> Account:
    """The same with the admissions of some cells changed, and every number that follows."""
    values = {row.code: row.values["B2.I"] for row in told.units}
    for code, change in changes.items():
        values[code] += change
        values[told.rows[code].parent] += change
    units = [replace(r, values={**r.values, "B2.I": values[r.code]}) for r in told.units]
    for at, row in enumerate(units):
        if row.values["B1.D"] is not None:
            end = row.values["B1.A"] + (row.values["B2.I"] or 0)
            units[at] = replace(row, values={**row.values, "B1.D": end})
    total = sum(values[code] or 0 for code in told.children["TP"])
    return replace(told, units=tuple(units), judgements=judged(units, total))


def worlds(told: Account) -> Iterator[Account]:
    """Two cells changed so that every sum stays."""
    cells = [r.code for r in told.units if r.level == "chi_bo" and r.values["B2.I"] is not None]
    for more, less in permutations(cells, 2):
        if told.rows[less].values["B2.I"]:
            yield moved(told, {more: 1, less: -1})


def marked_alike(told: Account, marks: dict[str, str]) -> bool:
    """Whether the signs that stand for numbers are true of these."""
    return all(
        (told.rows[code].values["B2.I"] or 0) < LIMIT for code, m in marks.items() if m == SMALL
    )


trees = st.lists(
    st.tuples(
        st.sampled_from(["co_so", "co_so", "bo_phan"]),
        st.lists(st.sampled_from([0, 0, 0, 1, 1, 2, 3, 5, None]), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(trees)
def test_for_each_small_count_another_one_gives_the_same_document(made):
    told = office(made)
    if published.hides_rows(told, ("B2.I",)):
        return
    marks = dict(published.kept_back(told, "B2.I"))
    printed = word.context(told, public=True)
    same = [told]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(published, "kept_back", lambda _, m: marks if m == "B2.I" else {})
        patch.setattr(published, "hides_rows", lambda *_: False)
        for other in worlds(told):
            if marked_alike(other, marks) and word.context(other, public=True) == printed:
                same.append(other)
    for code in told.sheltered:
        if told.rows[code].values["B2.I"] in (1, 2):
            assert len({each.rows[code].values["B2.I"] for each in same}) > 1, code


@settings(max_examples=40, deadline=None)
@given(trees)
def test_what_one_cell_alone_admitted_in_the_period_is_not_told_by_its_committee(made):
    told = office([(level, [None if n is None else n + 3 for n in cells]) for level, cells in made])
    numbers = {
        f"D{at}.{n}": own for at, (_, cells) in enumerate(made) for n, own in enumerate(cells)
    }
    for code in told.children["TP"]:
        known = [numbers[c] for c in told.children.get(code, ()) if numbers[c] is not None]
        numbers[code] = sum(known) if known else None
    units = [replace(row, current={"B2.I": numbers.get(row.code)}) for row in told.units]
    told = replace(told, units=tuple(units))
    if published.hides_rows(told, ("B2.I",)):
        return
    printed = {row["code"]: row["now"] for row in word.context(told, public=True)["unit_lines"]}
    for code in told.children["TP"]:
        known = [numbers[c] for c in told.children.get(code, ()) if numbers[c] is not None]
        if printed[code].isdecimal():
            assert len(known) != 1 or known[0] not in (1, 2)


def test_a_cell_known_to_have_none_hides_nobody_elses_number():
    told = office([("co_so", [0, 3]), ("co_so", [4, 5])])
    now = {"D0": 1, "D0.0": 0, "D0.1": 1, "D1": 6, "D1.0": 3, "D1.1": 3}
    units = [replace(row, current={"B2.I": now.get(row.code)}) for row in told.units]
    lines = word.context(replace(told, units=tuple(units)), public=True)["unit_lines"]
    assert {row["code"]: row["now"] for row in lines}["D0"] == "*"
