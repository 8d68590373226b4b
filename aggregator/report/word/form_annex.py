"""Annex 2 of the report: the sheets of the form with the numbers of the unit itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from aggregator import layout, wording
from aggregator.model import Indicator, Key, Method, Sheet
from aggregator.report.word import small_cells
from aggregator.report.word.account import Account
from aggregator.report.word.annexes import INDENT, UNKNOWN
from aggregator.report.word.inference import LIMIT, WITHHELD

_COLUMNS = ("ky", "luy_ke", "cung_ky", "ty_le")


class FormLine(NamedTuple):
    """A row of annex 2; a heading has no cells."""

    label: str
    heading: bool = False
    now: str = ""
    total: str = ""
    before: str = ""
    percent: str = ""


class FormTable(NamedTuple):
    """A form sheet of annex 2."""

    number: str
    heading: str
    lines: list[FormLine]


def form_tables(account: Account, public: bool) -> list[FormTable]:
    """Annex 2: every sheet of the form with the numbers of the unit itself."""
    shelter = public and account.shelters_itself
    return [
        FormTable(sheet.number, sheet.heading, list(_form_lines(account, sheet, shelter)))
        for sheet in account.form.sheets
    ]


def _form_lines(account: Account, sheet: Sheet, shelter: bool) -> Iterator[FormLine]:
    sensitive = shelter and any(i.code == account.admissions for i in sheet.indicators)
    hidden = _form_marks(account, sheet) if sensitive else {}
    for row in layout.rows(sheet):
        if row.indicator is None:
            yield FormLine(row.heading, heading=True)
            continue
        indicator = row.indicator
        yield FormLine(
            f"{INDENT * indicator.indent}{indicator.label}",
            False,
            *(_form_cell(account, indicator, column, hidden) for column in _COLUMNS),
        )


def _form_cell(
    account: Account, indicator: Indicator, column: str, hidden: Mapping[Key, str]
) -> str:
    key = Key(indicator.code, column)
    if key in hidden:
        return hidden[key]
    if not layout.applies(indicator, column):
        return ""
    value = account.figures.get(key)
    if column == "ty_le":
        comparable = value is None or account.unlike(indicator.code).comparable
        return wording.number(value, 2) if comparable else UNKNOWN
    if value is None:
        return UNKNOWN
    if indicator.method is Method.FLAG:
        return "không" if value == 0 else "có"
    return wording.number(value, 1 if indicator.method is Method.MEAN else None)


def _form_marks(account: Account, sheet: Sheet) -> dict[Key, str]:
    """Small cells of the breakdown of a unit inside a TCCSĐ, each block adding up to its total."""
    groups, below = _blocks(sheet)
    parts = {code for group in (*groups, *below.values()) for code in group}
    found: dict[Key, str] = {}
    for column in ("ky", "luy_ke", "cung_ky"):
        values = {code: account.figures.get(Key(code, column)) for code in parts}
        marks = small_cells.marks(groups, below, values, parts)
        if small_cells.in_vain(groups, below, values, parts):
            marks = dict.fromkeys(parts, WITHHELD)
        found |= {Key(code, column): mark for code, mark in marks.items()}
        found |= _mean_marks(account, sheet, column)
    shown = {key.indicator for key in found if key.column != "ky"}
    return found | {Key(code, "ty_le"): "" for code in shown}


def _blocks(sheet: Sheet) -> tuple[list[list[str]], dict[str, list[str]]]:
    groups: list[list[str]] = [[]]
    below: dict[str, list[str]] = {}
    for indicator in sheet.indicators:
        if indicator.heading:
            groups.append([])
        if indicator.indent == 1 and indicator.method is Method.FLOW:
            groups[-1].append(indicator.code)
        elif indicator.indent > 1 and groups[-1]:
            below.setdefault(groups[-1][-1], []).append(indicator.code)
    return groups, below


def _mean_marks(account: Account, sheet: Sheet, column: str) -> dict[Key, str]:
    """The mean of one or two people says too much about them."""
    return {
        Key(i.code, column): WITHHELD
        for i in sheet.indicators
        if i.method is Method.MEAN and i.weight
        for weight in [account.figures.get(Key(i.weight, column))]
        if weight is not None and weight < LIMIT
    }
