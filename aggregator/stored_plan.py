"""A plan as text and back, exactly: what the register keeps of a plan workbook that was read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from itertools import repeat
from operator import attrgetter
from sys import intern
from typing import Any

from aggregator.model import (
    Allocation,
    Deadline,
    Exemption,
    Finding,
    History,
    Plan,
    Quota,
    Ref,
    Severity,
    Unit,
)

_TABLES: Mapping[str, type] = {
    "units": Unit,
    "quotas": Quota,
    "allocations": Allocation,
    "exemptions": Exemption,
    "deadlines": Deadline,
    "history": History,
}
_HEAD = tuple(field.name for field in fields(Plan) if field.name not in _TABLES)
_CODES = frozenset({"code", "unit", "quota"})
"""Columns whose texts stand in others too."""


def to_text(plan: Plan, findings: Sequence[Finding]) -> str:
    """The plan and what is to be said of it, pure ASCII."""
    head = [getattr(plan, name) for name in _HEAD]
    tables = [_columns(plan, name) for name in _TABLES]
    said = [
        (f.code, f.severity.value, f.message, f.hint, f.unit, f.ref.sheet, f.ref.cell)
        for f in findings
    ]
    return json.dumps([head, tables, said], default=_named, separators=(",", ":"))


def from_text(text: str) -> tuple[Plan, tuple[Finding, ...]]:
    """The same again.

    Raises ValueError, TypeError, KeyError or ArithmeticError where it is no such text.
    """
    head, tables, said = json.loads(text, object_hook=_meant)
    found: dict[str, Any] = {
        name: _records(name, *each) for name, each in zip(_TABLES, tables, strict=True)
    }
    units = {unit.code: unit for unit in found.pop("units")}
    plan = Plan(**dict(zip(_HEAD, head, strict=True)), units=units, **found)
    findings = tuple(
        Finding(code, Severity(severity), message, hint, unit, Ref("", sheet, cell))
        for code, severity, message, hint, unit, sheet, cell in said
    )
    return plan, findings


def _columns(plan: Plan, table: str) -> tuple[int, list[object]]:
    """How many rows a table has, and its columns: most are blank, or say the same in many rows."""
    rows = getattr(plan, table)
    records = list(rows.values() if isinstance(rows, Mapping) else rows)
    read = [attrgetter(name) for name in _names(table)]
    return len(records), [_told(list(map(each, records))) for each in read]


def _names(table: str) -> tuple[str, ...]:
    names: tuple[str, ...] = vars(_TABLES[table])["__match_args__"]
    return names


def _told(column: list[Any]) -> object:
    if not column or not all(each is None or isinstance(each, str) for each in column):
        return column
    numbers = {value: at for at, value in enumerate(dict.fromkeys(column))}
    if len(numbers) == 1:
        return {"all": column[0]}
    if 2 * len(numbers) > len(column):
        return column
    return {"of": list(numbers), "at": [numbers[each] for each in column]}


def _records(table: str, count: int, columns: Sequence[Any]) -> tuple[Any, ...]:
    told = [_again(*each, count) for each in zip(_names(table), columns, strict=True)]
    try:
        found = tuple(map(_TABLES[table], *told))
    except LookupError as error:
        raise ValueError(table) from error
    if len(found) != count:
        raise ValueError(table)
    return found


def _again(name: str, column: Any, count: int) -> Iterable[object]:  # noqa: ANN401
    if isinstance(column, list):
        return map(_held_once, column) if name in _CODES else column
    if "of" not in column:
        return repeat(column["all"], count)
    return map(list(map(_held_once, column["of"])).__getitem__, column["at"])


def _held_once(value: object) -> object:
    """The code of a superior, a level or a kind stands in many rows."""
    return intern(value) if isinstance(value, str) else value


def _named(value: object) -> dict[str, str]:
    """What JSON has no word for, by the name of its type."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    raise TypeError(type(value).__name__)


def _meant(found: dict[str, Any]) -> object:
    if "decimal" in found:
        return Decimal(found["decimal"])
    return date.fromisoformat(found["date"]) if "date" in found else found
