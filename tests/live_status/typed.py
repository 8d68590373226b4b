"""What officers type, paste and leave out: fillings of the input cells of a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

from aggregator.layout import Slot
from aggregator.model import Form, Method
from tests.live_status.templates import Template


class Typed(NamedTuple):
    """What goes into a cell: `number`, `text`, `formula`, `date`; blank cells are absent."""

    kind: str
    value: float | str


Filling = Mapping[Slot, Typed]

TEXTS = (
    "abc", "5", " 7 ", "1.234", "3 đ/c", "-", "không", "  ", "\u00a0", "'5", "2,5", "-4", "１２",
    "079123456789", "1e3", "đang chờ", "#N/A", "TRUE", "Lỗi", "Xem lại*", "0",
)  # fmt: skip
FORMULAS = (
    "=1+1", "=NA()", "=1/0", '="a"', '=""', "=0.1*3*10", "=-1", "=7/2", '="5"', "=TRUE()", "=10^9",
)  # fmt: skip
BOUNDS = (
    0,
    1,
    -1,
    100_000_000,
    100_000_001,
    99_999_999,
    10**12,
    -(10**12),
    0.5,
    -2.5,
    1e-9,
    45_000,
)
FLAGS = ("có", "không", "CÓ", "Không", "co", " có", "x", "yes", "maybe")


def filling(rng: Random, form: Form, template: Template) -> Filling:
    """A consistent return, or numbers without sense, with a few cells changed."""
    number = rng.choice([0, 0, 1, 2, 5, 40])
    start = rng.choice([_consistent, _consistent, _senseless, _nothing])
    cells = start(rng, form, template, number)
    slots = [*template.inputs, *template.cover]
    for slot in rng.choices(slots, k=rng.choice([0, 1, 1, 2, 3, 6, 15])):
        changed = _anything(rng, form, template, slot)
        if changed is None:
            cells.pop(slot, None)
        else:
            cells[slot] = changed
    return cells


def _consistent(rng: Random, form: Form, template: Template, number: int) -> dict[Slot, Typed]:
    filled, counted = rng.random(), rng.random() < 0.5
    cells = {}
    admitted = ("B1.B1", "B2.I", "B2.1.khac", "B2.2.18_30", "B2.3.thpt")
    for slot, key in template.inputs.items():
        method = form.indicators[key.indicator].method
        if method is Method.UNIT_COUNT and counted:
            cells[slot] = Typed("number", rng.choice((0, 0, 2)))
        elif method in (Method.MEAN, Method.UNIT_COUNT) or rng.random() > 0.5 + filled:
            continue
        elif method is Method.FLAG:
            cells[slot] = Typed("text", rng.choice(("có", "không")))
        elif key.indicator in admitted and key.column == "ky":
            cells[slot] = Typed("number", number)
        else:
            cells[slot] = Typed("number", 50 if key.indicator == "B1.A" else rng.choice((0, 0, 1)))
    return cells


def _senseless(rng: Random, form: Form, template: Template, number: int) -> dict[Slot, Typed]:
    share, most = rng.random(), rng.choice((1, 3, 50, 5000))
    return {
        slot: Typed("number", rng.randint(0, most + number))
        for slot, key in template.inputs.items()
        if rng.random() < share and form.indicators[key.indicator].method is not Method.FLAG
    }


def _nothing(rng: Random, _form: Form, template: Template, number: int) -> dict[Slot, Typed]:
    opening = [s for s, key in template.inputs.items() if key.indicator == "B1.A"]
    cells = {slot: Typed("number", number) for slot in opening if rng.random() < 0.7}
    return cells | {template.cover[0]: Typed("text", "có")}


def _anything(rng: Random, form: Form, template: Template, slot: Slot) -> Typed | None:
    key = template.inputs.get(slot)
    flag = slot == template.cover[0] or (
        key is not None and form.indicators[key.indicator].method is Method.FLAG
    )
    if flag and rng.random() < 0.7:
        return Typed("text", rng.choice(FLAGS))
    small = Typed("number", rng.choice((0, 1, 2, 3, 5, 40)))
    return _pick(
        rng,
        [
            (3, None),
            (6, small),
            (3, Typed("number", rng.choice(BOUNDS))),
            (3, Typed("text", rng.choice(TEXTS))),
            (2, Typed("formula", rng.choice(FORMULAS))),
            (1, Typed("date", rng.choice((45_000, 1, 45_000.5)))),
        ],
    )


def _pick(rng: Random, choices: Sequence[tuple[int, Typed | None]]) -> Typed | None:
    weights, values = zip(*choices, strict=True)
    return rng.choices(values, weights)[0]
