"""Random trees of units and random numbers for them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from aggregator import forms
from aggregator.consolidate import grassroots
from aggregator.model import CARRIED, Method, Plan, Submission, Unit
from aggregator.rollup import blank, counted

FORM = forms.load()
LEVELS = ("tinh", "cap_tren_truc_tiep", "co_so", "bo_phan", "chi_bo")


@st.composite
def plans(draw: st.DrawFn, most: int = 14) -> Plan:
    """3-5 levels, ragged: a leaf may hang at any level below the root."""
    depth = draw(st.integers(3, 5))
    units = [Unit("U0", "Đơn vị 0", "", LEVELS[5 - depth])]
    depths = {"U0": 0}
    for number in range(1, draw(st.integers(2, most))):
        parents = [u.code for u in units if depths[u.code] < depth - 1]
        parent = draw(st.sampled_from(parents))
        at = depths[parent] + 1
        code = f"U{number}"
        depths[code] = at
        units.append(Unit(code, f"Đơn vị {number}", parent, LEVELS[5 - depth + at]))
    return Plan("P", form=FORM.code, units={u.code: u for u in units})


counts = st.one_of(st.none(), st.integers(0, 9))


@st.composite
def submissions(draw: st.DrawFn, unit: Unit, period: str) -> Submission:
    """Any numbers and blanks a workbook of that unit can hold."""
    opens = period.endswith(("Q1", "-01"))
    numbers = draw(st.lists(counts, min_size=len(FORM.facts), max_size=len(FORM.facts)))
    values: list = []
    for fact, number in zip(FORM.facts, numbers, strict=True):
        if fact.key.column == CARRIED and opens:
            number = None
        elif fact.method is Method.FLAG and number is not None:
            number = number % 2
        elif fact.part == "sum" and number is not None:
            number = Decimal(number) + Decimal("0.5")
        elif fact.method is Method.UNIT_COUNT:
            number = None
        values.append(number)
    for (key, part), at in FORM.position.items():
        if part == "weight":
            total = FORM.position[key, "sum"]
            values[at] = None if values[total] is None else values[at] or 0
    made = replace(
        blank(FORM, unit.code, period),
        values=tuple(values),
        blanks=tuple(int(value is None) for value in values),
    )
    return counted(FORM, made, grassroots(unit.level))
