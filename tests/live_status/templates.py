"""The templates that are filled in: of each sample, of a leaf and of a unit above, as they are sent
first and with the numbers of earlier periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from aggregator import layout
from aggregator import period as periods
from aggregator.consolidate import grassroots
from aggregator.earlier import Archived
from aggregator.layout import Slot
from aggregator.model import Form, Key, Plan
from aggregator.pipeline import planfile
from aggregator.pipeline.distribute import Known, filling
from aggregator.report.assigned import NOTHING, assigned
from aggregator.workbook.cells.book import Book
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.returned.identity import Identification, identify
from aggregator.workbook.template import master
from aggregator.workbook.template.targets import Target
from aggregator.workbook.template.verdicts import Inputs

SAMPLES = Path(__file__).parent.parent.parent / "sample_workbooks"
PERIODS = {
    "ninh-thuan-2023": ("2023-Q1", "2023-Q2"),
    "dinh-tan-2025": ("2025-Q3", "2025-Q4"),
    "can-tho-2023": ("2023-Q3", "2023-Q4"),
    "nghe-an-2023": ("2023-01", "2023-02"),
    "uong-bi-2024": ("2024-Q1", "2024-Q3"),
}


@dataclass(frozen=True)
class Template:
    """A template as it was sent: its bytes, what the reader sees in them, its open cells."""

    name: str
    form: Form
    plan: Plan
    data: bytes
    book: Book
    identification: Identification
    inputs: Mapping[Slot, Key]
    cover: tuple[Slot, ...]
    columns: Inputs
    targets: tuple[Target | None, ...]


def templates(samples: tuple[str, ...] = tuple(PERIODS)) -> Iterator[Template]:
    """The templates of each sample, first ones and later ones."""
    for sample in samples:
        plan = planfile.load(SAMPLES / sample / "ke-hoach.xlsx").plan
        for unit in _units(plan):
            for period, known in zip(PERIODS[sample], (False, True), strict=True):
                yield _template(plan, unit, period, known)


def _units(plan: Plan) -> Iterable[str]:
    """The first unit above, at and below the grassroots, as far as there are any."""
    below = (code for code in plan.units if code != plan.root)
    first = {grassroots(plan.units[code].level): code for code in reversed(list(below))}
    return first.values()


def _template(plan: Plan, unit: str, period: str, known: bool) -> Template:
    form = planfile.form_of(plan)
    earlier = _known(form, unit, period) if known else Known()
    asked = assigned(plan, period, form, unit).get(unit, NOTHING)
    filled = filling(plan, form, unit, period, earlier, asked)
    data = master.build(form, filled)
    book = read_book(data)
    identification = identify(book)
    assert identification is not None
    inputs = Inputs(periods.opens_year(period), filled.typed_counts)
    open_cells = {
        slot: key
        for key, slot in layout.slots(form).items()
        if key.column in inputs.columns(form.indicators[key.indicator]) and key not in filled.known
    }
    cover = tuple(layout.cover_slots()[key] for key in layout.COVER_INPUTS)
    name = f"{plan.code} {unit} {period}{' known' if known else ''}"
    return Template(
        name, form, plan, data, book, identification, open_cells, cover, inputs, asked.targets
    )


def _known(form: Form, unit: str, period: str) -> Known:
    """Earlier periods with some numbers left out."""
    numbers = {
        key: 1 + at % 3
        for at, key in enumerate(layout.slots(form))
        if key.column in ("ky", "luy_ke") and (at % 7 or key.indicator == form.admissions)
    }
    return Known(
        Archived(periods.previous(period), {unit: numbers}),
        Archived(periods.last_year(period), {unit: numbers}),
    )
