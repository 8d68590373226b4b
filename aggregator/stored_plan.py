"""A plan as text and back, exactly: what the register keeps of a plan workbook that was read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
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


def to_text(plan: Plan, findings: Sequence[Finding]) -> str:
    """The plan and what is to be said of it, pure ASCII."""
    head = [getattr(plan, name) for name in _HEAD]
    tables = [_rows(plan, name) for name in _TABLES]
    said = [
        (f.code, f.severity.value, f.message, f.hint, f.unit, f.ref.sheet, f.ref.cell)
        for f in findings
    ]
    return json.dumps([head, tables, said], default=_named, separators=(",", ":"))


def from_text(text: str) -> tuple[Plan, tuple[Finding, ...]]:
    """The same again. Raises ValueError, TypeError or ArithmeticError where it is no such text."""
    head, tables, said = json.loads(text, object_hook=_meant)
    rows: dict[str, Any] = {
        name: tuple([_TABLES[name](*map(_held_once, row)) for row in table])
        for name, table in zip(_TABLES, tables, strict=True)
    }
    units = {unit.code: unit for unit in rows.pop("units")}
    plan = Plan(**dict(zip(_HEAD, head, strict=True)), units=units, **rows)
    findings = tuple(
        Finding(code, Severity(severity), message, hint, unit, Ref("", sheet, cell))
        for code, severity, message, hint, unit, sheet, cell in said
    )
    return plan, findings


def _held_once(value: object) -> object:
    """The code of a superior, a level or a kind stands in many rows."""
    return intern(value) if isinstance(value, str) else value


def _rows(plan: Plan, table: str) -> list[Sequence[object]]:
    values = attrgetter(*(field.name for field in fields(_TABLES[table])))
    rows = getattr(plan, table)
    return [values(row) for row in (rows.values() if isinstance(rows, Mapping) else rows)]


def _named(value: object) -> dict[str, str]:
    """What JSON has no word for, by the name of its type."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    raise TypeError(type(value).__name__)


def _meant(found: Mapping[str, str]) -> Decimal | date:
    if "decimal" in found:
        return Decimal(found["decimal"])
    return date.fromisoformat(found["date"])
