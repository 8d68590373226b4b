"""Whether a total and last year's are of the same units: a blank adds nothing to a sum.

Blank counts are all that travels upward, so that which units left a cell blank isn't known; two
sums are compared only where no counted unit left either of them blank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from aggregator import period as periods
from aggregator import wording
from aggregator.model import CARRIED, Form, Indicator, Key, Method, Submission

Blanks = Mapping[Key, int]
"""How many counted leaves left a stored number blank; absent where none did."""


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


def blanks(form: Form, submission: Submission) -> Blanks:
    """The blank counts of a submission; of a mean those of its sum."""
    keys, counted = _counted(form)
    counts = counted(submission.blanks)
    return dict(compress(zip(keys, counts, strict=True), counts))


@lru_cache(maxsize=4)
def _counted(form: Form) -> tuple[tuple[Key, ...], Callable[[Sequence[int]], tuple[int, ...]]]:
    """The keys that blanks are counted of, and how to take their counts."""
    places = [at for at, fact in enumerate(form.facts) if fact.part != "weight"]
    return tuple(form.facts[at].key for at in places), itemgetter(*places)


def unlike(form: Form, period: str, left: Blanks, code: str) -> Unlike:
    """How far the cumulative number of a row and last year's fall short of all counted units."""
    indicator = form.indicators[code]
    now = _blank(form, left, indicator, "ky")
    if not periods.opens_year(period) and indicator.method is not Method.CLOSING:
        now = max(now, _blank(form, left, indicator, CARRIED))
    return Unlike(now, _blank(form, left, indicator, "cung_ky"))


def _blank(form: Form, left: Blanks, indicator: Indicator, column: str) -> int:
    """Of a computed row what its required terms are short of, else its best known term.

    An optional term left blank stands for nothing that happened (contract, section 2).
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
