"""The identity of a workbook as its very hidden sheet `_ketnap` carries it: keys and values.

Besides the nine keys of every workbook it carries what a summary needs to stay exact and to be
consolidated without the plan: names, the path from the root, blanks, weighted sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from aggregator import layout
from aggregator.model import Carried, Form, Key, Method, Number, Plan, Submission

FORMAT = "1"
REQUIRED = Carried._fields
WAY_UP = ("path", "path_names", "path_levels", "unit_kind", "classification")
"""What a workbook tells of the units above it and of its plan, for a folder without a plan."""


def meta(plan: Plan, unit: str, period: str, form: Form, kind: str) -> dict[str, str]:
    """What every workbook about a unit carries: `kind` is `template`, `summary` or `check`."""
    node = plan.units[unit]
    above = plan.units.get(node.parent)
    path = plan.path(unit)
    return {
        "kind": kind,
        "format": FORMAT,
        "plan": plan.code,
        "unit": unit,
        "parent": node.parent,
        "period": period,
        "form": form.code,
        "form_version": form.version,
        "fingerprint": layout.fingerprint(form),
        "name": node.name,
        "parent_name": above.name if above else "",
        "parent_email": above.email if above else "",
        "level": node.level,
        "unit_kind": node.kind,
        "path": "/".join(path),
        "path_names": "\n".join(plan.units[code].name for code in path),
        "path_levels": "/".join(plan.units[code].level for code in path),
        "plan_title": plan.title,
        "issuer": plan.issuer,
        "document": plan.document,
        "document_profile": plan.document_profile,
        "classification": plan.classification,
    }


def summary_meta(form: Form, submission: Submission) -> dict[str, str]:
    """What a roll-up carries beside its cells, so that composition is exact."""
    return {
        "missing": str(submission.missing),
        "blanks": print_blanks(form, submission),
        "weighted": print_weighted(form, submission),
        **({"gaps": print_gaps(submission)} if submission.gaps else {}),
    }


def print_blanks(form: Form, submission: Submission) -> str:
    """`B2.I.nu/ky=2;…`: how many leaves left the cell blank, where any did."""
    counts = {
        str(fact.key): count
        for fact, count in zip(form.facts, submission.blanks, strict=True)
        if count and fact.part != "weight"
    }
    return ";".join(f"{key}={count}" for key, count in counts.items())


def parse_blanks(text: str) -> dict[Key, int]:
    """The inverse of `print_blanks`. Raises ValueError."""
    pairs = (entry.split("=") for entry in text.split(";") if entry)
    return {Key.parse(key): int(count) for key, count in pairs}


def print_weighted(form: Form, submission: Submission) -> str:
    """`B2.2.tb/ky=123.5:4;…`: the exact weighted sum and weight of each mean."""
    entries = []
    for (key, part), at in form.position.items():
        if part == "sum" and submission.values[at] is not None:
            weight = submission.values[form.position[key, "weight"]]
            entries.append(f"{key}={submission.values[at]}:{weight}")
    return ";".join(entries)


def parse_weighted(text: str) -> dict[Key, tuple[Number, int]]:
    """The inverse of `print_weighted`. Raises ValueError or ArithmeticError."""
    found: dict[Key, tuple[Number, int]] = {}
    for entry in text.split(";") if text else ():
        key, _, numbers = entry.partition("=")
        total, _, weight = numbers.partition(":")
        found[Key.parse(key)] = (Decimal(total), int(weight))
    return found


def print_gaps(submission: Submission) -> str:
    """`B1.D=22;…`: by how much closing stocks lie below opening and flows."""
    return ";".join(f"{code}={gap}" for code, gap in submission.gaps)


def parse_gaps(text: str) -> tuple[tuple[str, int], ...]:
    """The inverse of `print_gaps`. Raises ValueError."""
    pairs = (entry.split("=") for entry in text.split(";") if entry)
    return tuple((code, int(gap)) for code, gap in pairs)


def print_ends(totals: Mapping[str, Number]) -> str:
    """`2023-Q1=12;…`: admissions since 1 January by the end of each basic period."""
    return ";".join(f"{period}={total}" for period, total in totals.items())


def parse_ends(text: str) -> dict[str, int]:
    """The inverse of `print_ends`. Raises ValueError."""
    pairs = (entry.split("=") for entry in text.split(";") if entry)
    return {period: int(total) for period, total in pairs}


@lru_cache(maxsize=4)
def means(form: Form) -> tuple[Key, ...]:
    """The keys whose number is carried as a weighted sum."""
    return tuple(
        fact.key for fact in form.facts if fact.method is Method.MEAN and fact.part == "sum"
    )


def carried(values: Mapping[str, str]) -> Carried:
    """The nine keys of every workbook, missing ones empty."""
    return Carried(**{key: values.get(key, "") for key in REQUIRED})
