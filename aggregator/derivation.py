"""How each number of a form follows from the stored facts, worked out once for the form.

Expressions: a derived number is null when all its terms are. `luy_ke` is what was carried into
the period, if anything was, plus the period; an opening stock is the year's first, a closing stock
the latest. `ty_le` is `luy_ke` as a percentage of `cung_ky`, two decimals, half up. A mean is its
weighted sum over its weight, one decimal, half up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from aggregator.arithmetic import percent, rounded
from aggregator.model import CARRIED, Expression, Form, Indicator, Key, Method, Number

Facts = Sequence[Number | None]
Formula = Callable[[Facts], Number | None]
"""From the values of a submission to one number of the form."""
Picked = Callable[[Facts], Sequence[Number | None]]


def picked(places: Sequence[int]) -> Picked:
    """The facts at some places, in their order."""
    if len(places) < 2:
        return lambda facts: [facts[at] for at in places]
    return itemgetter(*places)


@lru_cache(maxsize=16)
def formulas(form: Form) -> Mapping[Key, Formula]:
    """How each number follows from the facts, worked out once for a form."""
    compiler = _Compiler(form)
    found: dict[Key, Formula] = {}
    for indicator in form.indicators.values():
        code = indicator.code
        if indicator.method is Method.FLAG:
            found[Key(code, "ky")] = itemgetter(compiler.position(code, "ky"))
            continue
        for column in ("ky", "luy_ke", "cung_ky"):
            found[Key(code, column)] = compiler.formula(indicator, column)
        if indicator.method is not Method.MEAN:
            part, whole = (found[Key(code, column)] for column in ("luy_ke", "cung_ky"))
            found[Key(code, "ty_le")] = _share(part, whole)
    return found


@lru_cache(maxsize=1024)
def rests_on(form: Form, *codes: str) -> frozenset[str]:
    """These indicators and all that they are computed from, down to what is typed."""
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        found.add(code)
        waiting += [term.code for term in form.indicators[code].expression]
    return frozenset(found)


@lru_cache(maxsize=4096)
def formula_of(form: Form, key: Key) -> Formula:
    """The formula of one number, of any column but `ty_le`."""
    return _Compiler(form).formula(form.indicators[key.indicator], key.column)


def addends(form: Form, key: Key) -> tuple[int, ...]:
    """Where the one or two facts stand whose sum the number is; () where it is no such sum."""
    indicator = form.indicators[key.indicator]
    if indicator.expression or indicator.method is Method.MEAN:
        return ()
    names = _added(indicator, key.column)
    return tuple(form.position[Key(key.indicator, name), "value"] for name in names)


class _Compiler:
    """Formulas over the facts of a form, by indicator and column."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def position(self, code: str, column: str, part: str = "value") -> int:
        return self.form.position[Key(code, column), part]

    def formula(self, indicator: Indicator, column: str) -> Formula:
        if indicator.expression:
            return self._expression(indicator.expression, _column(indicator, column))
        if indicator.method is Method.MEAN:
            return _mean(*(self._stored(indicator, column, part) for part in ("sum", "weight")))
        return self._stored(indicator, column, "value")

    def _expression(self, terms: Expression, column: str) -> Formula:
        places = self._places(1, terms, column)
        if places is not None:
            added = tuple(at for sign, at in places if sign > 0)
            return _difference(added, tuple(at for sign, at in places if sign < 0))
        signed = tuple(
            (term.sign, self.formula(self.form.indicators[term.code], column)) for term in terms
        )
        return _signed_sum(signed)

    def _places(
        self, sign: int, terms: Expression, column: str
    ) -> tuple[tuple[int, int], ...] | None:
        """The stored numbers that an expression adds up, signed; None if it does more than that."""
        found: list[tuple[int, int]] = []
        for term in terms:
            indicator, signed = self.form.indicators[term.code], sign * term.sign
            if indicator.expression:
                inner = self._places(signed, indicator.expression, _column(indicator, column))
                if inner is None:
                    return None
                found += inner
            elif indicator.method is Method.MEAN or not (names := _added(indicator, column)):
                return None
            else:
                found += [(signed, self.position(indicator.code, name)) for name in names]
        return tuple(found)

    def _stored(self, indicator: Indicator, column: str, part: str) -> Formula:
        code, method = indicator.code, indicator.method
        if column != "luy_ke" or method is Method.UNIT_COUNT:
            return itemgetter(self.position(code, column, part))
        now = self.position(code, "ky", part)
        if method is Method.CLOSING:
            return itemgetter(now)
        before = self.position(code, CARRIED, part)
        return _first(before, now) if method is Method.OPENING else _sum(before, now)


def _column(indicator: Indicator, column: str) -> str:
    """The column of its terms that a computed indicator adds up: a closing stock the latest."""
    return "ky" if column == "luy_ke" and indicator.method is Method.CLOSING else column


def _added(indicator: Indicator, column: str) -> tuple[str, ...]:
    """The stored columns whose sum is this one; none where it is no sum."""
    if column != "luy_ke" or indicator.method is Method.UNIT_COUNT:
        return (column,)
    if indicator.method is Method.CLOSING:
        return ("ky",)
    return () if indicator.method is Method.OPENING else (CARRIED, "ky")


def _difference(added: Sequence[int], taken: Sequence[int]) -> Formula:
    more, less, every = picked(added), picked(taken), picked([*added, *taken])
    blank = (None,) * (len(added) + len(taken))

    def formula(facts: Facts) -> Number | None:
        known: Iterator[Number] = filter(None, more(facts))
        taken_off: Iterator[Number] = filter(None, less(facts))
        found = sum(known) - sum(taken_off)
        return None if not found and tuple(every(facts)) == blank else found

    return formula


def _share(part: Formula, whole: Formula) -> Formula:
    def formula(facts: Facts) -> Number | None:
        of = whole(facts)
        return percent(part(facts), of) if of else None

    return formula


def _mean(total: Formula, weight: Formula) -> Formula:
    def formula(facts: Facts) -> Number | None:
        over, of = weight(facts), total(facts)
        return rounded(Decimal(of) / Decimal(over), 1) if of is not None and over else None

    return formula


def _sum(before: int, now: int) -> Formula:
    def formula(facts: Facts) -> Number | None:
        carried, current = facts[before], facts[now]
        if carried is None or current is None:
            return current if carried is None else carried
        return carried + current

    return formula


def _first(before: int, now: int) -> Formula:
    return lambda facts: facts[now] if facts[before] is None else facts[before]


def _signed_sum(terms: Sequence[tuple[int, Formula]]) -> Formula:
    def formula(facts: Facts) -> Number | None:
        total: Number | None = None
        for sign, term in terms:
            value = term(facts)
            if value is not None:
                total = sign * value if total is None else total + sign * value
        return total

    return formula
