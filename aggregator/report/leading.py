"""The judgement that the admissions of a unit are measured by first of all."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from aggregator.model import Form, Judgement, Quota, Result

LEADING_KINDS = ("K1", "K2", "K3", "K7", "K5", "K4", "K9", "K13")
"""Kinds whose `actual` counts admissions, the one most like a target of the year first."""
_COUNT_UNITS_AT_THE_NODE = ("K4", "K9", "K13")


def leading(result: Result, superiors: Collection[str]) -> Mapping[str, Judgement]:
    """That of each unit that has one; `superiors` are the units with units below them."""
    measures = admission_measures(result.form)
    quotas = {each.code: each for each in result.plan.quotas if each.measure in measures}
    found: dict[str, Judgement] = {}
    for judgement in result.judgements:
        quota = quotas.get(judgement.quota)
        if quota is None or not _counts_admissions(judgement, quota, superiors):
            continue
        known = found.get(judgement.unit)
        if known is None or _rank(judgement) < _rank(known):
            found[judgement.unit] = judgement
    return found


def admission_measures(form: Form) -> frozenset[str]:
    """The indicators that count admissions: the form's own and what an identity equates it to."""
    found = {form.admissions}
    for identity in form.identities:
        sides = [term.code for term in (*identity.left, *identity.right)]
        if identity.relation == "=" and len(sides) == 2 and form.admissions in sides:
            found.update(sides)
    return frozenset(found)


def _counts_admissions(judgement: Judgement, quota: Quota, superiors: Collection[str]) -> bool:
    at_node = judgement.unit == quota.unit and judgement.unit in superiors
    of_units = judgement.kind in _COUNT_UNITS_AT_THE_NODE and at_node
    return judgement.kind in LEADING_KINDS and not of_units


def _rank(judgement: Judgement) -> tuple[bool, int]:
    return judgement.strength != "giao", LEADING_KINDS.index(judgement.kind)
