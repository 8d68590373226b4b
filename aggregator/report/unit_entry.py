"""A unit as an entry of `ket-qua.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import compress
from json.encoder import encode_basestring as quoted
from operator import getitem, itemgetter

from aggregator.arithmetic import percent
from aggregator.derivation import Facts, Formula, formulas, picked, rests_on
from aggregator.figures import figures
from aggregator.model import (
    CARRIED,
    Fact,
    Form,
    Indicator,
    Key,
    Method,
    Number,
    Submission,
    UnitResult,
)
from aggregator.workbook.known import Known

_MOST_KEPT = 500
"""Sets of numbers of one row whose text is kept."""


class UnitPrinter:
    """Prints units of one form: by far the most of the text, so all that repeats is made once."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.flags = {i.code for i in form.indicators.values() if i.method is Method.FLAG}
        self.texts = _Texts()
        shown, places = _by_indicator(form)
        self.rows = [
            _Row(form, indicator, shown[code], places, self.texts)
            for code, indicator in form.indicators.items()
        ]
        kept = [Known(row.resting_on, _MOST_KEPT) for row in self.rows]
        self.computed = [
            (at, kept[at], picked(row.rests)) for at, row in enumerate(self.rows) if not row.own
        ]
        self.typed = [kept[at] for at, row in enumerate(self.rows) if row.own]
        self.own = itemgetter(*(slice(row.own[0], row.own[-1] + 1) for row in self.rows if row.own))
        names = [_name_of_blank(fact) for fact in form.facts]
        self.names = [name for name in names if name]
        self.once = [f"{name}:1" for name in self.names]
        self.named = itemgetter(*(at for at, name in enumerate(names) if name))

    def entry(self, result: UnitResult) -> bytes:
        """One entry of `units`; encoded apart from the name, its numbers are fast to put in."""
        unit, submission = result.unit, result.submission
        values = self._known(result) if submission is None else self._values(submission)
        left = "" if submission is None else self._blanks(submission)
        head = (
            f'{{"unit":{quoted(unit.code)},"name":{quoted(unit.name)},'
            f'"parent":{quoted(unit.parent)},"level":{quoted(unit.level)},'
            f'"status":"{result.status}","values":{{'
        )
        tail = f'{values}}},"blanks":{{{left}}},"missing_below":{result.missing_below}}}'
        return head.encode() + tail.encode()

    def _values(self, submission: Submission) -> str:
        facts = submission.values
        if submission.gaps:
            shown = figures(self.form, submission)
            printed_rows = [row.told([shown[key] for key in row.keys]) for row in self.rows]
        else:
            printed_rows = list(map(getitem, self.typed, self.own(facts)))
            for at, kept, known in self.computed:
                printed_rows.insert(at, kept[tuple(known(facts))])
        return ",".join(printed_rows)

    def _blanks(self, submission: Submission) -> str:
        counts = self.named(submission.blanks)
        most = max(counts)
        if most <= 1:
            return ",".join(compress(self.once, counts)) if most else ""
        left = compress(zip(self.names, counts, strict=True), counts)
        return ",".join([f"{name}:{count}" for name, count in left])

    def _known(self, result: UnitResult) -> str:
        """What a summary carried of a unit."""
        known = ((code, self.texts[value]) for code, value in result.known.items())
        return ",".join(
            f"{quoted(f'{code}/luy_ke')}:{_flag(text) if code in self.flags else text}"
            for code, text in known
        )


class _Row:
    """The numbers of one indicator as JSON; `own` are the places of its stored numbers.

    `rests` are those of all that its numbers follow from.
    """

    def __init__(
        self,
        form: Form,
        indicator: Indicator,
        shown: Mapping[Key, Formula],
        places: Mapping[str, Sequence[int]],
        texts: _Texts,
    ) -> None:
        self.keys = tuple(shown)
        self.formulas = tuple(f for k, f in shown.items() if k.column != "ty_le")
        self.share = Key(indicator.code, "ty_le") in shown
        self.template = ",".join(f"{quoted(str(key)).replace('%', '%%')}:%s" for key in shown)
        self.flag = indicator.method is Method.FLAG
        self.texts = texts
        self.own = places.get(indicator.code, ())
        below = rests_on(form, indicator.code)
        self.rests = self.own or sorted(at for code in below for at in places.get(code, ()))
        self.blank = [None] * len(form.facts)

    def made(self, facts: Facts) -> str:
        """The row of a submission with these facts."""
        numbers = [formula(facts) for formula in self.formulas]
        if self.share:
            numbers.append(percent(*numbers[1:]))
        return self.told(numbers)

    def resting_on(self, known: tuple[Number | None, ...]) -> str:
        """The row from the stored numbers it rests on: most units have one of few sets of them."""
        facts: list[Number | None] = [*self.blank]
        for at, number in zip(self.rests, known, strict=True):
            facts[at] = number
        return self.made(facts)

    def told(self, numbers: Iterable[Number | None]) -> str:
        """The row with these numbers, in the order of its keys."""
        shown = tuple(map(self.texts.__getitem__, numbers))
        return self.template % (tuple(map(_flag, shown)) if self.flag else shown)


def _by_indicator(
    form: Form,
) -> tuple[Mapping[str, Mapping[Key, Formula]], Mapping[str, Sequence[int]]]:
    """How the numbers of each indicator follow, and the places of those that are stored."""
    shown: dict[str, dict[Key, Formula]] = {}
    for key, formula in formulas(form).items():
        shown.setdefault(key.indicator, {})[key] = formula
    places: dict[str, list[int]] = {}
    for at, fact in enumerate(form.facts):
        places.setdefault(fact.key.indicator, []).append(at)
    return shown, places


def _flag(number: str) -> str:
    return number if number == "null" else '"không"' if number == "0" else '"có"'


class _Texts(dict[Number | None, str]):
    """Numbers as JSON prints them, without loss; an equal Decimal and int are one number."""

    def __missing__(self, value: Number | None) -> str:
        self[value] = printed(value)
        return self[value]


def printed(value: Number | None) -> str:
    """A number as JSON."""
    if value is None:
        return "null"
    text = f"{value + 0:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _name_of_blank(fact: Fact) -> str:
    """Under which name blanks are counted; a mean's weight is the count of something else."""
    if fact.part == "weight":
        return ""
    column = "luy_ke" if fact.key.column == CARRIED else fact.key.column
    return quoted(f"{fact.key.indicator}/{column}")
