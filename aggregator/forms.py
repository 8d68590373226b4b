"""Loads `templates/forms/*.toml`; parses the small language of expressions and identities.

The language: indicator codes joined by `+` and `-`, and for an identity one of `=`, `<=`, `>=`
between two sides. A fault in a form is a fault of ours: ValueError with the place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from aggregator.model import (
    Column,
    Expression,
    Form,
    Identity,
    Indicator,
    Method,
    Severity,
    Sheet,
    Term,
)

CURRENT = "btctw-2021"
"""The form a new plan starts with."""

_TERM = re.compile(r"\s*([+-]?)\s*([A-Za-z][\w.]*)")
_RELATION = re.compile(r"<=|>=|=")


def parse_expression(text: str) -> Expression:
    """`A + B - C` -> terms. Raises ValueError on anything else."""
    terms: list[Term] = []
    position = 0
    while position < len(text.rstrip()):
        match = _TERM.match(text, position)
        if match is None or (terms and not match[1]):
            raise ValueError(f"not an expression: {text!r}")
        terms.append(Term(-1 if match[1] == "-" else 1, match[2]))
        position = match.end()
    if not terms:
        raise ValueError("an empty expression")
    return tuple(terms)


def print_expression(terms: Expression) -> str:
    """The text that parses back to the same terms."""
    text = "".join(f"{'-' if sign < 0 else '+'}{code}" for sign, code in terms)
    return text.removeprefix("+")


def print_identity(identity: Identity) -> str:
    """`left RELATION right`, expanded."""
    left, right = print_expression(identity.left), print_expression(identity.right)
    return f"{left}{identity.relation}{right}"


@cache
def load(code: str = CURRENT) -> Form:
    """The form of that code. Raises KeyError when there is none."""
    source = files("templates") / "forms" / f"{code}.toml"
    if not re.fullmatch(r"[\w.-]+", code) or not source.is_file():
        raise KeyError(code)
    return _form(tomllib.loads(source.read_text(encoding="utf-8")))


def known() -> tuple[str, ...]:
    """The codes of every form there is."""
    names = (entry.name for entry in (files("templates") / "forms").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def _form(data: Mapping[str, Any]) -> Form:
    form = Form(
        code=data["form"],
        version=data["version"],
        title=data["title"],
        source=data["source"],
        columns=tuple(Column(**column) for column in data["columns"]),
        sheets=tuple(_sheet(sheet) for sheet in data["sheets"]),
        identities=tuple(_identities(data)),
        admissions=data["admissions"],
        exhausted=data["exhausted"],
        members=data["members"],
    )
    _refuse_unknown_codes(form)
    return form


def _sheet(data: Mapping[str, Any]) -> Sheet:
    rows = tuple(_indicator(*row) for row in data["rows"])
    return Sheet(data["title"], data["heading"], data["number"], data["source"], rows)


def _indicator(
    code: str, label: str, method: str, options: Mapping[str, Any] | None = None
) -> Indicator:
    named = dict(options or {})
    expression = parse_expression(named.pop("=")) if "=" in named else ()
    for bound in ("low", "high"):
        if bound in named:
            named[bound] = Decimal(named[bound])
    return Indicator(code, label, Method(method), expression, **named)


def _identities(data: Mapping[str, Any]) -> Iterator[Identity]:
    for entry in data["identities"]:
        match = _RELATION.search(entry["expression"])
        if match is None:
            raise ValueError(f"{entry['code']}: no relation in {entry['expression']!r}")
        yield Identity(
            code=entry["code"],
            left=parse_expression(entry["expression"][: match.start()]),
            relation=match[0],
            right=parse_expression(entry["expression"][match.end() :]),
            severity=Severity(entry["severity"]),
            title=entry["title"],
            why=entry["why"],
            fix=entry["fix"],
        )
    labels = {row[0]: row[1] for sheet in data["sheets"] for row in sheet["rows"]}
    for group in data.get("subsets", ()):
        for part in group["parts"]:
            yield _subset(group["code"], part, labels[part], group["whole"])


def _subset(code: str, part: str, label: str, whole: str) -> Identity:
    return Identity(
        code=f"{code}.{part.rpartition('.')[2]}",
        left=parse_expression(part),
        relation="<=",
        right=parse_expression(whole),
        severity=Severity.ERROR,
        title=f"“{label}” không lớn hơn tổng số",
        why="Dòng “Trong đó” là một phần của tổng số.",
        fix="Kiểm tra lại dòng này và dòng tổng số.",
    )


def _refuse_unknown_codes(form: Form) -> None:
    known_codes = form.indicators
    if len(known_codes) != sum(len(sheet.indicators) for sheet in form.sheets):
        raise ValueError(f"{form.code}: an indicator code is used twice")
    used = {term.code for i in known_codes.values() for term in i.expression}
    used |= {term.code for i in form.identities for term in (*i.left, *i.right)}
    used |= {form.admissions, form.exhausted, form.members}
    used |= {i.weight for i in known_codes.values() if i.weight}
    used |= {i.cancels_with for i in known_codes.values() if i.cancels_with}
    used |= {i.continues for i in known_codes.values() if i.continues}
    if unknown := used - set(known_codes):
        raise ValueError(f"{form.code}: unknown indicators {sorted(unknown)}")
