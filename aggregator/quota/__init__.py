"""Every kind of quota in a file of its own; `judge` says how each quota of a plan stands.

A module here declares a kind with `@kind`: a function from a Standing and a Quota to rows. The
module's docstring, in Vietnamese, is its page: a title, then the paragraphs `Nghĩa:` (what it
asks), `Tham số:` (its columns in the plan), `Cách tính:` (the law) and `Căn cứ:` (a document that
asks for it). The registry imports every module of this package, so a new kind is one new file.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from aggregator import period as periods
from aggregator import scope as scopes
from aggregator.model import Form, Indicator, Judgement, Quota, Verdict
from aggregator.quota import phrases, versions
from aggregator.quota.laws import Row
from aggregator.quota.standing import Known, Standing

__all__ = ["Counted", "Kind", "Known", "Row", "Standing", "judge", "kind", "labels", "registry"]

Rows = Callable[[Standing, Quota], Iterator[Row]]
Floors = Callable[[Standing, Quota], Mapping[str, Decimal]]

_PARAGRAPHS = ("Nghĩa", "Tham số", "Cách tính", "Căn cứ")


class Counted(NamedTuple):
    """The indicators that a kind may be asked of: in Vietnamese words, and as a test."""

    words: str
    holds: Callable[[Form, Indicator], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of quota. `needs` are the columns of `Chỉ tiêu` that it cannot do without.

    Of the columns of `either` it needs one. `counted` narrows its measure. `floors` says how much
    it asks of each unit, if of each; `total` names the column with the most that it asks of its
    node as a whole. A `fractional` one may ask for parts of a person. It asks for nothing where
    every column of `asks` that is filled in is 0.
    """

    code: str
    needs: tuple[str, ...]
    title: str
    meaning: str
    parameters: str
    law: str
    source: str
    rows: Rows
    either: tuple[str, ...] = ()
    counted: Counted | None = None
    floors: Floors | None = None
    total: str = ""
    fractional: bool = False
    asks: tuple[str, ...] = ("minimum",)

    @property
    def uses(self) -> frozenset[str]:
        """The columns that it needs or may have: those that its page names."""
        return frozenset(re.findall(r"`(\w+)`", self.parameters))

    @property
    def counts_units(self) -> bool:
        """Whether it looks at each unit of its scope, so that one of them can be freed of it."""
        return "sheet “Miễn”" in self.parameters


_found: dict[str, Kind] = {}


def kind(
    code: str,
    needs: tuple[str, ...],
    *,
    either: tuple[str, ...] = (),
    counted: Counted | None = None,
    floors: Floors | None = None,
    total: str = "",
    fractional: bool = False,
    asks: tuple[str, ...] = ("minimum",),
) -> Callable[[Rows], Rows]:
    """Declare a kind of quota; its page is the docstring of the module."""

    def register(rows: Rows) -> Rows:
        if code in _found:
            raise ValueError(f"{code} is declared twice")
        page = _page(code, sys.modules[rows.__module__].__doc__)
        _found[code] = Kind(
            code, needs, *page, rows, either, counted, floors, total, fractional, asks
        )
        return rows

    return register


def _page(code: str, text: str | None) -> tuple[str, str, str, str, str]:
    title, *paragraphs = inspect.cleandoc(text or "").split("\n\n")
    page = dict.fromkeys(_PARAGRAPHS, "")
    for paragraph in paragraphs:
        name, _, words = " ".join(paragraph.split()).partition(": ")
        page[name] = words
    if not title or not all(page.values()) or len(page) != len(_PARAGRAPHS):
        raise ValueError(f"{code}: the docstring needs a title and {', '.join(_PARAGRAPHS)}")
    meaning, parameters, law, source = page.values()
    return title.removesuffix("."), meaning, parameters, law, source


@cache
def registry() -> Mapping[str, Kind]:
    """Every kind of quota by code, in the order of the codes."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return dict(sorted(_found.items(), key=lambda found: (len(found[0]), found[0])))


def labels() -> Mapping[str, str]:
    """Code -> title of every kind, in the order of the drop-down."""
    return {code: found.title for code, found in registry().items()}


def judge(standing: Standing) -> tuple[Judgement, ...]:
    """How every quota valid in the year stands, for the units at and below the standing's unit.

    In the plan's order. A quota given to a unit above shows its rows for the units here; one of
    an unknown kind or unit, which the check of the plan reports, has no row.
    """
    return tuple(_judgements(standing))


def _judgements(standing: Standing) -> Iterator[Judgement]:
    here = frozenset(standing.plan.below(standing.unit))
    for quota in versions.in_year(standing.plan, periods.year(standing.period)):
        if quota.kind not in registry() or quota.unit not in standing.plan.units:
            continue
        for row in _rows(standing, quota):
            if row.unit in here:
                yield _stamped(standing, quota, row)


def _rows(standing: Standing, quota: Quota) -> Iterator[Row]:
    try:
        scopes.parse(quota.scope)
    except ValueError as reason:
        detail = (f"phạm vi không đọc được: {reason}",)
        yield Row(quota.unit, None, None, Verdict.NO_DATA, detail)
    else:
        yield from registry()[quota.kind].rows(standing, quota)


def _stamped(standing: Standing, quota: Quota, row: Row) -> Judgement:
    given = standing.exemption(quota.code, row.unit)
    version = quota.version if row.version is None else row.version
    if given is None:
        required, verdict, detail = row.required, row.verdict, row.detail
    else:
        reason = standing.labels.get(given.reason, given.reason)
        required, verdict = None, Verdict.EXEMPT
        detail = (phrases.exemption(standing.plan, given, row.unit, reason),)
    if version:
        detail = (*detail, f"phiên bản: {version}")
    return Judgement(
        quota.code, row.unit, quota.kind, quota.strength, required, row.actual, verdict,
        "; ".join(detail),
    )  # fmt: skip
