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
    """A fault for rows that name other units than their codes do; else for units without a row."""
    if sender not in plan.units:
        return
    if displaced := _displaced(rows, plan):
        row, unit = displaced[0]
        more = f"; và {len(displaced) - 1} dòng khác" if len(displaced) > 1 else ""
        message = f"dòng của “{unit.name}” ({unit.code}) ghi tên đơn vị khác: “{row.name}”{more}"
        yield Fault("S226", message, Ref(sheet=layout.UNIT_SHEET, cell=row.cell))
    elif silent := _unlisted(rows, sender, period, plan):
        heads = [unit for unit in silent.values() if unit.parent not in silent]
        names = ", ".join(f"“{unit.name}” ({unit.code})" for unit in heads[:_NAMED])
        more = f" và {len(heads) - _NAMED} nơi khác" if len(heads) > _NAMED else ""
        count = wording.number(len(silent))
        message = f"không có dòng của {count} đơn vị theo kế hoạch: {names}{more}"
        yield Fault("S225", message, Ref(sheet=layout.UNIT_SHEET))


def _displaced(rows: Sequence[UnitRow], plan: Plan) -> list[tuple[UnitRow, Unit]]:
    """Whoever sorts only some columns moves the names and numbers away from their codes."""
    known = [(row, plan.units[row.code]) for row in rows if row.code in plan.units]
    names = {fold(unit.name) for _, unit in known}
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
