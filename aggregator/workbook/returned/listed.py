"""The table of units of a summary held against the plan: is each unit in it, in its own row?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aggregator import layout, wording
from aggregator import period as periods
from aggregator.model import Fault, Plan, Ref, Unit
from aggregator.scope import in_force
from aggregator.workbook.returned.tables import UnitRow
from aggregator.workbook.typed.text import fold

_NAMED = 3


def against_plan(rows: Sequence[UnitRow], sender: str, period: str, plan: Plan) -> Iterator[Fault]:
    """A fault for rows that name other units than their codes do.

    Else one for units without a row, and one for rows of units that the plan has elsewhere. A table
    that is lost says nothing.
    """
    if not rows or sender not in plan.units:
        return
    if displaced := _displaced(rows, plan):
        row, unit = displaced[0]
        more = f"; và {len(displaced) - 1} dòng khác" if len(displaced) > 1 else ""
        message = f"dòng của “{unit.name}” ({unit.code}) ghi tên đơn vị khác: “{row.name}”{more}"
        yield Fault("S226", message, _place(row))
        return
    if silent := _unlisted(rows, sender, period, plan):
        heads = [(unit.name, unit.code) for unit in silent.values() if unit.parent not in silent]
        message = f"không có dòng của {wording.number(len(silent))} đơn vị theo kế hoạch"
        yield Fault("S225", f"{message}: {_named(heads)}", Ref(sheet=layout.UNIT_SHEET))
    branch = frozenset(plan.below(sender))
    if strange := [row for row in rows if row.code not in branch]:
        message = (
            f"có dòng của {wording.number(len(strange))} đơn vị không thuộc nhánh theo kế hoạch"
        )
        names = _named([(row.name, row.code) for row in strange])
        yield Fault("S227", f"{message}: {names}", _place(strange[0]))


def _place(row: UnitRow) -> Ref:
    return Ref(sheet=layout.UNIT_SHEET, cell=row.cell)


def _named(units: Sequence[tuple[str, str]]) -> str:
    """The first of some units, by name and code."""
    names = ", ".join(f"“{name}” ({code})" for name, code in units[:_NAMED])
    return f"{names} và {len(units) - _NAMED} nơi khác" if len(units) > _NAMED else names


def _displaced(rows: Sequence[UnitRow], plan: Plan) -> list[tuple[UnitRow, Unit]]:
    """Whoever sorts only some columns moves the names and numbers away from their codes."""
    known = [(row, plan.units[row.code]) for row in rows if row.code in plan.units]
    names = {fold(unit.name) for _, unit in known if unit.name}
    return [
        (row, unit)
        for row, unit in known
        if fold(row.name) != fold(unit.name) and fold(row.name) in names
    ]


def _unlisted(rows: Sequence[UnitRow], sender: str, period: str, plan: Plan) -> dict[str, Unit]:
    """The units below the sender that are in force when the period ends and have no row."""
    day, listed = periods.last_day(period), {row.code for row in rows}
    below = (plan.units[code] for code in plan.below(sender)[1:])
    return {unit.code: unit for unit in below if unit.code not in listed and in_force(unit, day)}
