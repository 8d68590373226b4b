"""The identities of a form, judged in the column of the period; their words stand in the form.

A blank stands for 0 only if another term is filled.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from aggregator.derivation import rests_on
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
    for identity, left_terms, right_terms, holds in _compiled(form):
        left, right = _sum(left_terms, figures), _sum(right_terms, figures)
        if left is None and right is None:
            continue
        if not holds(left or 0, right or 0):
            yield identity, Key(identity.left[0].code, "ky"), _message(form, identity, figures)


_Terms = tuple[tuple[int, Key], ...]


@lru_cache(maxsize=16)
def _compiled(
    form: Form,
) -> tuple[tuple[Identity, _Terms, _Terms, Callable[[Number, Number], bool]], ...]:
    return tuple(
        (identity, _terms(identity.left), _terms(identity.right), _HOLDS[identity.relation])
        for identity in form.identities
    )


def _terms(expression: Expression) -> _Terms:
    return tuple((term.sign, Key(term.code, "ky")) for term in expression)


def _sum(terms: _Terms, figures: Figures) -> Number | None:
    total: Number | None = None
    for sign, key in terms:
        value = figures[key]
        if value is not None:
            total = sign * value if total is None else total + sign * value
    return total


@lru_cache(maxsize=1024)
def inputs_of(form: Form, identity: Identity) -> frozenset[Key]:
    """The numbers of the period that an identity rests on, derived ones down to their inputs."""
    terms = (*identity.left, *identity.right)
    return frozenset(Key(code, "ky") for code in rests_on(form, *(term.code for term in terms)))


def _message(form: Form, identity: Identity, figures: Figures) -> str:
    left, right = (_words(form, terms, figures) for terms in (identity.left, identity.right))
    return f"{left} {_WORDS[identity.relation]} {right}"


def _words(form: Form, terms: Expression, figures: Figures) -> str:
    total = _sum(_terms(terms), figures) or 0
    if len(terms) == 1:
        return f"{terms[0].code} “{form.names[terms[0].code]}” ({total})"
    first, last = terms[0].code, terms[-1].code
    return f"tổng {len(terms)} dòng từ {first} đến {last} ({total})"
