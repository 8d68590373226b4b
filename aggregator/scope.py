"""The language of `scope`: which units a quota means.

Conditions joined by `;`, each `field OP value[,value…]` with `=`, `!=`, `>=`, `<=` over the
columns of sheet `Đơn vị`; a comma means any of (with `!=`: none of).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from aggregator import vocabulary
from aggregator.model import Plan, Unit

Value = str | int | bool | date

FIELDS: Mapping[str, tuple[str, str]] = {
    "unit": ("code", "text"),
    "name": ("name", "text"),
    "parent": ("parent", "text"),
    "level": ("level", "level"),
    "kind": ("kind", "kind"),
    "from": ("start", "date"),
    "to": ("end", "date"),
    "replaces": ("replaces", "text"),
    "workers": ("workers", "number"),
    "staff": ("staff", "number"),
    "members_start": ("members_start", "number"),
    "members_previous": ("members_previous", "number"),
    "source": ("source", "yes_no"),
    "email": ("email", "text"),
    "in_charge": ("in_charge", "text"),
}
"""Column of `Đơn vị` -> attribute of Unit and type of its values."""

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.eq,
    ">=": operator.ge,
    "<=": operator.le,
}
_CONDITION = re.compile(r"\s*([^\s=!<>]+)\s*([=!<>]+)(.*)", re.DOTALL)
_OPEN = {"from": date.min, "to": date.max}


class Condition(NamedTuple):
    """One condition: a column of `Đơn vị`, an operator, the values it may be compared with."""

    field: str
    operator: str
    values: tuple[Value, ...]


def parse(text: str) -> tuple[Condition, ...]:
    """The conditions of a scope; an empty text has none.

    Raises ValueError with the reason in Vietnamese.
    """
    return tuple(_condition(part) for part in text.split(";") if part.strip())


def _condition(text: str) -> Condition:
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text.strip()}” không có dạng “cột phép giá trị”, ví dụ kind=thon")
    field, compare, rest = match[1], match[2], match[3]
    if field not in FIELDS:
        raise ValueError(f"“{field}” không phải cột của sheet Đơn vị ({', '.join(FIELDS)})")
    if compare not in _COMPARE:
        raise ValueError(f"phép “{compare}” không có; chỉ dùng =, !=, >=, <=")
    kind = FIELDS[field][1]
    if compare in (">=", "<=") and kind not in ("number", "date"):
        raise ValueError(f"cột “{field}” không so sánh lớn nhỏ được; chỉ dùng = hoặc !=")
    values = tuple(_value(kind, field, value.strip()) for value in rest.split(","))
    return Condition(field, compare, values)


def _value(kind: str, field: str, text: str) -> Value:
    if not text:
        raise ValueError(f"điều kiện “{field}” thiếu giá trị")
    match kind:
        case "number":
            if re.fullmatch(r"[0-9]{1,15}", text):
                return int(text)
            raise ValueError(f"“{text}” không phải số nguyên, mà “{field}” là cột số")
        case "date":
            return _date(text)
        case "yes_no":
            answer = vocabulary.code(kind, text)
            if answer is None:
                raise ValueError(f"“{text}” không phải có hoặc không")
            return answer == "yes"
        case "level" | "kind":
            return vocabulary.code(kind, text) or text
        case _:
            return text


def _date(text: str) -> date:
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII)
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” không phải ngày (dd/mm/yyyy)") from None


def matches(unit: Unit, conditions: tuple[Condition, ...]) -> bool | None:
    """Whether a unit satisfies every condition; None where an empty attribute decides it.

    One condition that fails is enough for False, whatever else is empty. An empty date is open.
    """
    verdicts = [_holds(unit, condition) for condition in conditions]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _holds(unit: Unit, condition: Condition) -> bool | None:
    value = getattr(unit, FIELDS[condition.field][0])
    if value is None or value == "":
        if condition.field not in _OPEN:
            return None
        value = _OPEN[condition.field]
    compare = _COMPARE[condition.operator]
    found = any(compare(value, wanted) for wanted in condition.values)
    return found != (condition.operator == "!=")


def lacking(unit: Unit, conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    """The attributes of a unit that conditions need and that are empty, once each."""
    open_ones = [c.field for c in conditions if _holds(unit, c) is None]
    return tuple(dict.fromkeys(FIELDS[field][0] for field in open_ones))


def in_force(unit: Unit, on: date) -> bool:
    """Whether the unit exists on that day; both its dates are included."""
    has_begun = unit.start is None or unit.start <= on
    return has_begun and (unit.end is None or on <= unit.end)


def select(
    plan: Plan, node: str, scope: str, on: date | None = None
) -> tuple[list[str], list[str]]:
    """The units at or below `node` that a scope means, and those an empty attribute leaves open.

    Leaves only, unless a condition `level=…` names the level; without conditions every leaf.
    With `on`, units that do not exist on that day are left out. Raises ValueError as `parse`.
    """
    conditions = parse(scope)
    by_level = any(c.field == "level" and c.operator == "=" for c in conditions)
    asked = attrgetter("level", *(FIELDS[condition.field][0] for condition in conditions))
    verdicts: dict[tuple[object, ...], bool | None] = {}
    candidates = plan.below(node) if by_level else plan.leaves(node)
    chosen: list[str] = []
    unknown: list[str] = []
    for code in candidates:
        unit = plan.units.get(code)
        if unit is None or (on is not None and not in_force(unit, on)):
            continue
        seen = asked(unit)
        if seen not in verdicts:
            verdicts[seen] = matches(unit, conditions)
        if verdicts[seen] is not False:
            (unknown if verdicts[seen] is None else chosen).append(code)
    return chosen, unknown
