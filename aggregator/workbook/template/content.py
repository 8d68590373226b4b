"""What differs from one workbook of a form to the next: its texts and its cells.

The writer puts them on the sheets, the stamp into a finished workbook; neither knows a rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from aggregator import figures, layout
from aggregator import period as periods
from aggregator.layout import Slot
from aggregator.model import CARRIED, Carried, Form, Indicator, Key, Method, Number, Submission
from aggregator.workbook.template import formulas, status

_NEVER_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Filling:
    """One workbook about one unit and period.

    `meta` is what sheet `_ketnap` carries, `cover` what stands at the keys of the cover; `known`
    are the numbers that are locked because they were known before; `typed_counts` opens the
    counts of grassroots organisations, which the engine makes at the grassroots and below.
    """

    meta: Mapping[str, str]
    cover: Mapping[str, str | int | None]
    submission: Submission
    known: frozenset[Key] = frozenset()
    typed_counts: bool = False


LOOKS = (
    *("input", "input_mean", "input_flag", "input_text"),
    *("locked", "locked_mean", "locked_flag", "locked_text"),
    *("derived", "mean", "percent", "mark", "status", "number_left", "cell_link"),
)
"""Every format that a cell of a filling may have."""


class Cell(NamedTuple):
    """A value under a named format of `style`, with the formula that gives it, if any."""

    value: Number | str | None
    look: str
    formula: str = ""


@dataclass(frozen=True)
class Content:
    """Texts by name (`meta.unit`, `cover.name`, `head.period`, …) and cells by place.

    `opens_year` hides the carried column.
    """

    texts: Mapping[str, str]
    cells: Mapping[Slot, Cell]
    opens_year: bool


def content(form: Form, filling: Filling) -> Content:
    """Everything that a filling puts into a workbook of the form."""
    opens_year = _opens_year(form, filling.submission)
    cells = dict(_form_cells(form, filling, opens_year))
    cells.update(_cover_cells(form, filling, cells))
    texts = {name: _NEVER_IN_XML.sub("", text) for name, text in _texts(filling)}
    return Content(texts, cells, opens_year)


def _opens_year(form: Form, submission: Submission) -> bool:
    """Whether nothing is carried in: a report period without its first return carries something."""
    carried = (
        value
        for fact, value in zip(form.facts, submission.values, strict=True)
        if fact.key.column == CARRIED
    )
    return periods.opens_year(submission.period) and all(value is None for value in carried)


# --- texts ------------------------------------------------------------------------------------


def _texts(filling: Filling) -> Iterator[tuple[str, str]]:
    values = filling.meta
    for key, value in values.items():
        yield f"meta.{key}", value
    label = periods.label(filling.submission.period)
    for key in layout.COVER_KEYS:
        if key not in (*layout.COVER_INPUTS, "status"):
            yield f"cover.{key}", _cover_text(key, filling)
    yield "note.plan", values.get("plan_title", "")
    yield "note.period", label
    yield "head.above", values.get("parent_name") or values.get("issuer", "")
    yield "head.unit", values.get("name", "")
    yield "head.period", f"Kỳ báo cáo: {label}"
    for name, key in zip(layout.ANCHOR_NAMES, ("unit", "period", "plan"), strict=True):
        yield f"name.{name}", '"' + values.get(key, "").replace('"', '""') + '"'


def _cover_text(key: str, filling: Filling) -> str:
    """Codes are those of the identity; the rest is as the caller words it."""
    if key in Carried._fields and key in filling.meta:
        return filling.meta[key]
    value = filling.cover.get(key)
    return filling.meta.get(key, "") if value is None else str(value)


# --- the form sheets --------------------------------------------------------------------------


def shown(form: Form, submission: Submission) -> dict[Key, Number | None]:
    """Every number of the form as its cell shows it, the carried column included."""
    numbers = figures.figures(form, submission)
    opens_year = _opens_year(form, submission)
    for key in layout.slots(form):
        if key.column == CARRIED:
            numbers[key] = None if opens_year else figures.figure(form, submission, key)
    return numbers


def _form_cells(form: Form, filling: Filling, opens_year: bool) -> Iterator[tuple[Slot, Cell]]:
    numbers = shown(form, filling.submission)
    state = status.State(numbers, filling.cover.get("nothing") == status.YES)
    for key, slot in layout.slots(form).items():
        if key.column == CARRIED and opens_year:
            continue
        indicator = form.indicators[key.indicator]
        formula = formulas.formula(form, *key, filling.submission, opens_year)
        look = _look(indicator, key, filling, bool(formula))
        yield slot, Cell(_as_text(indicator, numbers[key]), look, formula)
    for code in form.indicators:
        slot = layout.slots(form)[Key(code, "ky")]
        mark = Cell(status.mark(form, code, state), "mark", status.mark_formula(form, code))
        yield slot._replace(column=layout.MARK_COLUMN), mark


def _as_text(indicator: Indicator, value: Number | None) -> Number | str | None:
    if indicator.method is Method.FLAG and value is not None:
        return status.YES if value == 1 else status.NO
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    return value


def _look(indicator: Indicator, key: Key, filling: Filling, derived: bool) -> str:
    suffix = {Method.MEAN: "_mean", Method.FLAG: "_flag"}.get(indicator.method, "")
    if key.column == "ty_le":
        return "percent"
    if derived:
        return "mean" if indicator.method is Method.MEAN else "derived"
    if indicator.method is Method.UNIT_COUNT and not filling.typed_counts:
        return "derived"
    if key in filling.known or filling.meta.get("kind") == "summary":
        return f"locked{suffix}"
    return f"input{suffix}"


# --- the cover --------------------------------------------------------------------------------


def _cover_cells(
    form: Form, filling: Filling, cells: Mapping[Slot, Cell]
) -> Iterator[tuple[Slot, Cell]]:
    errors = Counter(
        slot.sheet
        for slot, cell in cells.items()
        if slot.column == layout.MARK_COLUMN and str(cell.value).startswith(status.ERROR)
    )
    for at, sheet in enumerate(form.sheets):
        slot, count = layout.count_slot(at), errors[sheet.title]
        yield slot, Cell(count, "number_left", status.count_formula(sheet))
        link = status.LINK if count else ""
        formula = status.link_formula(sheet, slot.cell)
        yield slot._replace(column=slot.column + 1), Cell(link, "cell_link", formula)
    yield from _cover_values(form, filling, errors.total())


def _cover_values(form: Form, filling: Filling, errors: int) -> Iterator[tuple[Slot, Cell]]:
    slots = layout.cover_slots()
    first, last = (layout.count_slot(at).cell for at in (0, len(form.sheets) - 1))
    formula = status.status_formula(f"{first}:{last}")
    yield slots["status"], Cell(status.status(errors), "status", formula)
    look = "locked_text" if filling.meta.get("kind") == "summary" else "input_text"
    revision = filling.cover.get("revision")
    yield slots["nothing"], Cell(filling.cover.get("nothing"), look)
    yield slots["revision"], Cell(1 if revision is None else revision, look)
