"""The numbers of a form as its cells show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from aggregator import layout
from aggregator import period as periods
from aggregator.arithmetic import percent
from aggregator.derivation import Facts, picked
from aggregator.figures import figure
from aggregator.model import CARRIED, Form, Key, Number, Submission


class Shown(Mapping[Key, Number | None]):
    """Every number of the form, the carried column included; worked out when it is asked for."""

    def __init__(self, form: Form, submission: Submission, opens_year: bool) -> None:
        self._form, self._submission, self._opens_year = form, submission, opens_year
        self._slots = layout.slots(form)
        self._found: dict[Key, Number | None] = {}

    def __getitem__(self, key: Key) -> Number | None:
        if key not in self._found:
            self._found[key] = self._number(key)
        return self._found[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._slots)

    def __len__(self) -> int:
        return len(self._slots)

    def _number(self, key: Key) -> Number | None:
        if key not in self._slots:
            raise KeyError(key)
        if key.column == "ty_le":
            return percent(self[Key(key.indicator, "luy_ke")], self[Key(key.indicator, "cung_ky")])
        if key.column == CARRIED and self._opens_year:
            return None
        return figure(self._form, self._submission, key)


def shown(form: Form, submission: Submission) -> Shown:
    """Every number of a submission."""
    return Shown(form, submission, opens_year(form, submission))


def opens_year(form: Form, submission: Submission) -> bool:
    """Whether nothing is carried in: a report period without its first return carries something."""
    return periods.opens_year(submission.period) and {*_carried(form)(submission.values)} <= {None}


@lru_cache(maxsize=4)
def _carried(form: Form) -> Callable[[Facts], Iterable[Number | None]]:
    return picked([at for at, fact in enumerate(form.facts) if fact.key.column == CARRIED])
