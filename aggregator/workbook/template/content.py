"""What differs from one workbook of a form to the next: its texts and its cells.

The writer puts them on the sheets, the stamp into a finished workbook; neither knows a rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
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


class Numbers(NamedTuple):
    """All that the cells of a filling depend on: equal ones give equal cells."""

    period: str
    values: tuple[Number | None, ...]
    known: frozenset[Key]
    typed_counts: bool
    locked: bool
    nothing: str | int | None
    revision: str | int
    gaps: tuple[tuple[str, int], ...] = ()

    @property
    def submission(self) -> Submission:
        """The numbers as those of nobody."""
        return Submission("", self.period, self.values, (), gaps=self.gaps)


def content(form: Form, filling: Filling) -> Content:
    """Everything that a filling puts into a workbook of the form."""
    numbers = numbers_of(filling)
    return Content(texts(filling), cells(form, numbers), opens_year(form, numbers.submission))


def numbers_of(filling: Filling) -> Numbers:
    """What of a filling its cells depend on."""
    revision = filling.cover.get("revision")
    return Numbers(
        filling.submission.period,
        filling.submission.values,
        filling.known,
        filling.typed_counts,
        filling.meta.get("kind") == "summary",
        filling.cover.get("nothing"),
        1 if revision is None else revision,
        filling.submission.gaps,
    )


def cells(form: Form, numbers: Numbers) -> Mapping[Slot, Cell]:
    """The cells of the form sheets and of the cover."""
    found = dict(_form_cells(form, numbers))
    found.update(_cover_cells(form, numbers, found))
    return found


def opens_year(form: Form, submission: Submission) -> bool:
    """Whether nothing is carried in: a report period without its first return carries something."""
    carried = map(submission.values.__getitem__, _carried(form))
    return periods.opens_year(submission.period) and set(carried) <= {None}


@lru_cache(maxsize=4)
def _carried(form: Form) -> tuple[int, ...]:
    return tuple(at for at, fact in enumerate(form.facts) if fact.key.column == CARRIED)


# --- texts ------------------------------------------------------------------------------------

_COVER_TEXTS = tuple(
    (key, f"cover.{key}")
    for key in layout.COVER_KEYS
    if key not in (*layout.COVER_INPUTS, "status")
)


def texts(filling: Filling) -> dict[str, str]:
    """Every text by its name."""
    values, label = filling.meta, periods.label(filling.submission.period)
    found = {f"meta.{key}": text for key, text in values.items()}
    found |= {name: _cover_text(key, filling) for key, name in _COVER_TEXTS}
    found |= {
        "note.plan": values.get("plan_title", ""),
        "note.period": label,
        "head.above": values.get("parent_name") or values.get("issuer", ""),
        "head.unit": values.get("name", ""),
        "head.period": f"Kỳ báo cáo: {label}",
    }
    for name, key in zip(layout.ANCHOR_NAMES, ("unit", "period", "plan"), strict=True):
        found[f"name.{name}"] = '"' + values.get(key, "").replace('"', '""') + '"'
    if "".join(found.values()).replace("\n", "").isprintable():
        return found
    return {name: _NEVER_IN_XML.sub("", text) for name, text in found.items()}


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
    opens = opens_year(form, submission)
    for key in layout.slots(form):
        if key.column == CARRIED:
            numbers[key] = None if opens else figures.figure(form, submission, key)
    return numbers


class _Spot(NamedTuple):
    """The cell of one number: its looks where it is typed and where it is known, its formula."""

    key: Key
    slot: Slot
    indicator: Indicator
    typed: str
    known: str
    formula: str


def _form_cells(form: Form, what: Numbers) -> Iterator[tuple[Slot, Cell]]:
    submission = what.submission
    numbers = shown(form, submission)
    opens = opens_year(form, submission)
    gaps = dict(submission.gaps)
    for key, slot, indicator, typed, known, formula in _spots(form, opens, what.typed_counts):
        if formula and indicator.method is Method.MEAN:
            formula = formulas.formula(form, *key, submission, opens)
        elif key.column == "ky" and key.indicator in gaps:
            formula = formulas.less(formula, gaps[key.indicator])
        look = known if what.locked or key in what.known else typed
        yield slot, Cell(_as_text(indicator, numbers[key]), look, formula)
    state = status.State(numbers, what.nothing == status.YES)
    for code, slot, formula in _marks(form):
        yield slot, Cell(status.mark(form, code, state), "mark", formula)


@lru_cache(maxsize=16)
def _spots(form: Form, opens: bool, typed_counts: bool) -> tuple[_Spot, ...]:
    nobody = Submission("", "", (None,) * len(form.facts), ())
    found = []
    for key, slot in layout.slots(form).items():
        if key.column != CARRIED or not opens:
            indicator = form.indicators[key.indicator]
            formula = formulas.formula(form, *key, nobody, opens)
            looks = _looks(indicator, key, typed_counts, bool(formula))
            found.append(_Spot(key, slot, indicator, *looks, formula))
    return tuple(found)


@lru_cache(maxsize=4)
def _marks(form: Form) -> tuple[tuple[str, Slot, str], ...]:
    slots = layout.slots(form)
    places = ((code, slots[Key(code, "ky")]) for code in form.indicators)
    return tuple(
        (code, slot._replace(column=layout.MARK_COLUMN), status.mark_formula(form, code))
        for code, slot in places
    )


def _as_text(indicator: Indicator, value: Number | None) -> Number | str | None:
    if indicator.method is Method.FLAG and value is not None:
        return status.YES if value == 1 else status.NO
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    return value


def _looks(indicator: Indicator, key: Key, typed_counts: bool, derived: bool) -> tuple[str, str]:
    """The looks of a typed and of a known number; of one that is computed they are the same."""
    suffix = {Method.MEAN: "_mean", Method.FLAG: "_flag"}.get(indicator.method, "")
    if key.column == "ty_le":
        return "percent", "percent"
    if derived and indicator.method is Method.MEAN:
        return "mean", "mean"
    if derived or (indicator.method is Method.UNIT_COUNT and not typed_counts):
        return "derived", "derived"
    return f"input{suffix}", f"locked{suffix}"


# --- the cover --------------------------------------------------------------------------------


def _cover_cells(
    form: Form, what: Numbers, found: Mapping[Slot, Cell]
) -> Iterator[tuple[Slot, Cell]]:
    errors = Counter(
        slot.sheet for _, slot, _ in _marks(form) if str(found[slot].value).startswith(status.ERROR)
    )
    for title, slot, formula, link_formula in _counts(form):
        count = errors[title]
        yield slot, Cell(count, "number_left", formula)
        link = status.LINK if count else ""
        yield slot._replace(column=slot.column + 1), Cell(link, "cell_link", link_formula)
    yield from _cover_values(form, what, errors.total())


@lru_cache(maxsize=4)
def _counts(form: Form) -> tuple[tuple[str, Slot, str, str], ...]:
    """Of each form sheet where its faulty rows are counted, and the two formulas there."""
    places = ((sheet, layout.count_slot(at)) for at, sheet in enumerate(form.sheets))
    return tuple(
        (sheet.title, slot, status.count_formula(sheet), status.link_formula(sheet, slot.cell))
        for sheet, slot in places
    )


def _cover_values(form: Form, what: Numbers, errors: int) -> Iterator[tuple[Slot, Cell]]:
    slots = layout.cover_slots()
    first, last = (layout.count_slot(at).cell for at in (0, len(form.sheets) - 1))
    formula = status.status_formula(f"{first}:{last}")
    yield slots["status"], Cell(status.status(errors), "status", formula)
    look = "locked_text" if what.locked else "input_text"
    yield slots["nothing"], Cell(what.nothing, look)
    yield slots["revision"], Cell(what.revision, look)
