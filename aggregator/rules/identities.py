"""The identities of a form, judged in the column of the period; their words stand in the form.

A blank stands for 0 only if another term is filled (contract, section 2).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping

from aggregator.figures import Figures
from aggregator.model import Expression, Form, Identity, Key, Number

_HOLDS: Mapping[str, Callable[[Number, Number], bool]] = {
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
}
_WORDS = {"=": "phải bằng", "<=": "không được lớn hơn", ">=": "không được nhỏ hơn"}


def broken(form: Form, figures: Figures) -> Iterator[tuple[Identity, Key, str]]:
    """Each identity that doesn't hold: where to look first, and both sides in words."""
    for identity in form.identities:
        left, right = (_side(terms, figures) for terms in (identity.left, identity.right))
        if left is None and right is None:
            continue
        if not _HOLDS[identity.relation](left or 0, right or 0):
            yield identity, Key(identity.left[0].code, "ky"), _message(form, identity, figures)


def inputs_of(form: Form, identity: Identity) -> set[Key]:
    """The numbers of the period that an identity rests on, derived ones down to their inputs."""
    found: set[Key] = set()
    waiting = [term.code for term in (*identity.left, *identity.right)]
    while waiting:
        code = waiting.pop()
        found.add(Key(code, "ky"))
        waiting += [term.code for term in form.indicators[code].expression]
    return found


def _side(terms: Expression, figures: Figures) -> Number | None:
    known = [
        term.sign * value
        for term in terms
        for value in [figures[Key(term.code, "ky")]]
        if value is not None
    ]
    return sum(known[1:], start=known[0]) if known else None


def _message(form: Form, identity: Identity, figures: Figures) -> str:
    left, right = (_words(form, terms, figures) for terms in (identity.left, identity.right))
    return f"{left} {_WORDS[identity.relation]} {right}"


def _words(form: Form, terms: Expression, figures: Figures) -> str:
    total = _side(terms, figures) or 0
    if len(terms) == 1:
        return f"{terms[0].code} “{form.indicators[terms[0].code].label}” ({total})"
    first, last = terms[0].code, terms[-1].code
    return f"tổng {len(terms)} dòng từ {first} đến {last} ({total})"
