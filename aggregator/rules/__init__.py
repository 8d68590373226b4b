"""Every check has a code, a severity, a reason and a way to fix it; the docstring is the page.

A module here declares checks with `@check` (it computes) or `@declared` (the reader, the intake
or the plan makes the fault; only its words stand here). The docstring, in Vietnamese, is the
title, then a paragraph `Vì sao:` and a paragraph `Cách sửa:`, which is the hint officers read.
The registry imports every module of this package, so a new check is one new file.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from aggregator.figures import Figures
from aggregator.model import (
    Fault,
    Finding,
    Form,
    Identity,
    Key,
    Plan,
    Severity,
    Submission,
    Unit,
)


@dataclass(frozen=True)
class Case:
    """What a check may look at: one submission, its numbers, its unit, the period before.

    `restated`: what was before is the sum of former units that this one carries on.
    `corrected`: what was before was sent again since, of the unit or of one below it.
    `regrouped`: other units are below it now than were then.
    """

    form: Form
    submission: Submission
    figures: Figures
    plan: Plan
    unit: Unit
    previous: Figures | None = None
    restated: bool = False
    corrected: bool = False
    regrouped: bool = False


class Problem(NamedTuple):
    """What a check says: at which number, and what is wrong with it."""

    key: Key
    message: str
    severity: Severity | None = None


Check = Callable[[Case], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A declared check. `run` is None where another module makes the fault."""

    code: str
    severity: Severity
    title: str
    why: str
    fix: str
    run: Check | None = None


_found: dict[str, Rule] = {}


def _declare(code: str, severity: Severity, text: str | None, run: Check | None) -> None:
    if code in _found:
        raise ValueError(f"{code} is declared twice")
    _found[code] = Rule(code, severity, *_page(code, text), run)


def _page(code: str, text: str | None) -> tuple[str, str, str]:
    title, *paragraphs = inspect.cleandoc(text or "").split("\n\n")
    page = {"Vì sao": "", "Cách sửa": ""}
    for paragraph in paragraphs:
        name, _, words = " ".join(paragraph.split()).partition(": ")
        page[name] = words
    if not title or not all(page.values()) or len(page) != 2:
        raise ValueError(f"{code}: the docstring needs a title, `Vì sao:` and `Cách sửa:`")
    return title.removesuffix("."), page["Vì sao"], page["Cách sửa"]


def check(code: str, severity: Severity) -> Callable[[Check], Check]:
    """Declare a check that computes its problems from a Case."""

    def register(function: Check) -> Check:
        _declare(code, severity, function.__doc__, function)
        return function

    return register


def declared(code: str, severity: Severity) -> Callable[[Callable[[], None]], str]:
    """Declare the words of a fault that another module makes; the name becomes its code."""

    def register(function: Callable[[], None]) -> str:
        _declare(code, severity, function.__doc__, None)
        return code

    return register


@cache
def registry() -> Mapping[str, Rule]:
    """Every declared rule by code, in the order of the codes."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return dict(sorted(_found.items()))


def identity_rule(identity: Identity) -> Rule:
    """An identity of a form, as a rule."""
    return Rule(identity.code, identity.severity, identity.title, identity.why, identity.fix)


def find(code: str, form: Form | None = None) -> Rule:
    """The rule of a code, identities of the form included. Raises KeyError."""
    own = _of_form(form).get(code) if form else None
    return own or registry()[code]


@lru_cache(maxsize=4)
def _of_form(form: Form) -> Mapping[str, Rule]:
    return {identity.code: identity_rule(identity) for identity in form.identities}


def explained(codes: Iterable[str], form: Form | None = None) -> list[Rule]:
    """The rules of these codes, each once, ordered by code; unknown codes are left out."""
    known = {identity.code: identity for identity in form.identities} if form else {}
    return [
        identity_rule(known[code]) if code in known else registry()[code]
        for code in sorted(set(codes))
        if code in known or code in registry()
    ]


def stamp(fault: Fault, form: Form | None = None, severity: Severity | None = None) -> Finding:
    """A fault with the severity and hint of its declaration."""
    rule = find(fault.code, form)
    return Finding(
        fault.code, severity or rule.severity, fault.message, rule.fix, fault.unit, fault.ref
    )


@cache
def computing() -> tuple[tuple[str, Check], ...]:
    """The checks that compute, with their codes."""
    return tuple((rule.code, rule.run) for rule in registry().values() if rule.run is not None)


def problems(case: Case) -> Iterable[tuple[str, Problem]]:
    """Everything the computing checks say about one case, with the code of each."""
    for code, run in computing():
        for problem in run(case):
            yield code, problem
