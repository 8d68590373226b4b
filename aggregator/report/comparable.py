"""Whether a total and last year's are of the same units: a blank adds nothing to a sum.

Blank counts are all that travels upward, so that which units left a cell blank isn't known; two
sums are compared only where no counted unit left either of them blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from aggregator import period as periods
from aggregator import wording
from aggregator.derivation import rests_on
from aggregator.model import CARRIED, Form, Indicator, Key, Method, Submission
from aggregator.model.returns import glanced_blanks
from aggregator.workbook.known import Known

_MOST_KEPT = 1_000
Blanks = Mapping[Key, int]
"""How many counted leaves left a stored number blank; it may be absent where none did."""


class Unlike(NamedTuple):
    """How many counted leaves left this year's and last year's number of a row blank."""

    now: int
    before: int

    @property
    def comparable(self) -> bool:
        """Whether both sums are of all the units that are counted."""
        return not (self.now or self.before)

    @property
    def told(self) -> str:
        """`cùng kỳ năm trước 29 đơn vị để trống`; empty where nothing is blank."""
        years = (("năm nay", self.now), ("cùng kỳ năm trước", self.before))
        return ", ".join(
            f"{year} {wording.number(count)} đơn vị để trống" for year, count in years if count
        )


class _Counted(Mapping[Key, int]):
    """The blank counts of a submission; of a mean those of its sum."""

    def __init__(self, form: Form, counts: Sequence[int]) -> None:
        self._places = _places(form)
        self._counts = counts

    def __getitem__(self, key: Key) -> int:
        return self._counts[self._places[key]]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def blanks(form: Form, submission: Submission) -> Blanks:
    """How many counted leaves left each stored number blank."""
    return _Counted(form, submission.blanks)


@lru_cache(maxsize=4)
def _places(form: Form) -> Mapping[Key, int]:
    return {fact.key: at for at, fact in enumerate(form.facts) if fact.part != "weight"}


def unlike(form: Form, period: str, left: Blanks, code: str) -> Unlike:
    """How far the cumulative number of a row and last year's fall short of all counted units."""
    indicator = form.indicators[code]
    now = _blank(form, left, indicator, "ky")
    if not periods.opens_year(period) and indicator.method is not Method.CLOSING:
        now = max(now, _blank(form, left, indicator, CARRIED))
    return Unlike(now, _blank(form, left, indicator, "cung_ky"))


def reading(form: Form, period: str, code: str) -> Callable[[Submission], Unlike]:
    """As `unlike` of any submission: the counts that it follows from are most often the same."""
    below = rests_on(form, code)
    places = {key: at for key, at in _places(form).items() if key.indicator in below}
    counts = itemgetter(*places.values(), 0)  # of one place it would give no tuple

    def made(told: tuple[int, ...]) -> Unlike:
        return unlike(form, period, dict(zip(places, told, strict=False)), code)

    known = Known(made, _MOST_KEPT)
    return lambda submission: known[counts(glanced_blanks(submission))]


def _blank(form: Form, left: Blanks, indicator: Indicator, column: str) -> int:
    """Of a computed row what its required terms are short of, else its best known term.

    An optional term left blank stands for nothing that happened.
    """
    if not indicator.expression:
        return left.get(Key(indicator.code, column), 0)
    terms = [form.indicators[term.code] for term in indicator.expression]
    required = [term for term in terms if _is_required(form, term)]
    counts = [_blank(form, left, term, column) for term in required or terms]
    return max(counts) if required else min(counts)


def _is_required(form: Form, indicator: Indicator) -> bool:
    terms = (form.indicators[term.code] for term in indicator.expression or ())
    return indicator.required or any(_is_required(form, term) for term in terms)
