"""Every number of the form, from the stored facts of a submission, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from aggregator.arithmetic import percent
from aggregator.derivation import Formula, Picked, addends, formula_of, formulas, picked
from aggregator.model import Form, Key, Number, Submission
from aggregator.model.returns import glanced, numbers_at

Figures = Mapping[Key, Number | None]


def figures(form: Form, submission: Submission) -> dict[Key, Number | None]:
    """Every number of the form that applies, blank as None, in the order of the form.

    Of periods that don't join, what stands in `ky` and `luy_ke` is less by the gap.
    """
    program, facts = _program(form), submission.values
    sums = zip(program.before(facts), program.now(facts), strict=True)
    found: list[Number | None] = [
        *program.stored(facts),
        *[now if old is None else old if now is None else old + now for old, now in sums],
        *[derive(facts) for derive in program.others],
    ]
    found += [percent(found[part], found[whole]) for part, whole in program.shares]
    shown = dict(zip(program.keys, program.ordered(found), strict=True))
    for code, _ in submission.gaps:
        for column in ("ky", "luy_ke"):
            shown[Key(code, column)] = figure(form, submission, Key(code, column))
        now, before = (shown[Key(code, column)] for column in ("luy_ke", "cung_ky"))
        shown[Key(code, "ty_le")] = percent(now, before)
    return shown


def figure(form: Form, submission: Submission, key: Key) -> Number | None:
    """One number of the form, of any column but `ty_le`; a flag stands only in `ky`."""
    number = formula_of(form, key)(glanced(submission))
    if number is None or not submission.gaps or key.column not in ("ky", "luy_ke"):
        return number
    return number - dict(submission.gaps).get(key.indicator, 0)


def figure_of_each(form: Form, submissions: Sequence[Submission], key: Key) -> list[Number | None]:
    """As `figure` of each of them, at once where the number is one that is stored or two added."""
    places = addends(form, key)
    if not places or any(submission.gaps for submission in submissions):
        return [figure(form, submission, key) for submission in submissions]
    first, *others = [numbers_at(submissions, at) for at in places]
    for other in others:
        pairs = zip(first, other, strict=True)
        first = [b if a is None else a if b is None else a + b for a, b in pairs]
    return first


class Asked(Figures):
    """As `figures`, each number worked out when it is asked for, of any column but `ty_le`."""

    def __init__(self, form: Form, submission: Submission) -> None:
        self._form = form
        self._submission = submission

    def __getitem__(self, key: Key) -> Number | None:
        return figure(self._form, self._submission, key)

    def __iter__(self) -> Iterator[Key]:
        return (key for key in formulas(self._form) if key.column != "ty_le")

    def __len__(self) -> int:
        return sum(1 for _ in self)


def reading(form: Form, keys: Sequence[Key]) -> Callable[[Submission], list[Number | None]]:
    """How several numbers of the form are read of any submission: each as `figure` gives it."""
    wanted = [formula_of(form, key) for key in keys]

    def read(submission: Submission) -> list[Number | None]:
        if submission.gaps:
            return [figure(form, submission, key) for key in keys]
        facts = glanced(submission)
        return [derive(facts) for derive in wanted]

    return read


class _Program(NamedTuple):
    """All formulas by their kinds; `ordered` puts what they give in the order of the form.

    `stored` are facts as they are, `before` and `now` what sums add, `shares` the places of what
    percentages divide.
    """

    keys: tuple[Key, ...]
    stored: Picked
    before: Picked
    now: Picked
    others: tuple[Formula, ...]
    shares: tuple[tuple[int, int], ...]
    ordered: Picked


@lru_cache(maxsize=16)
def _program(form: Form) -> _Program:
    shown = formulas(form)
    percents = [key for key in shown if key.column == "ty_le"]
    terms = {key: addends(form, key) for key in shown if key.column != "ty_le"}
    stored, sums, others = (
        [key for key, places in terms.items() if len(places) == many] for many in (1, 2, 0)
    )
    at = {key: place for place, key in enumerate([*stored, *sums, *others, *percents])}
    return _Program(
        tuple(shown),
        picked([terms[key][0] for key in stored]),
        picked([terms[key][0] for key in sums]),
        picked([terms[key][1] for key in sums]),
        tuple(shown[key] for key in others),
        tuple(
            (at[Key(key.indicator, "luy_ke")], at[Key(key.indicator, "cung_ky")])
            for key in percents
        ),
        picked([at[key] for key in shown]),
    )
