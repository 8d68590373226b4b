"""The identities of a form as lines of the cover: a verdict each, as a formula and as it shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from aggregator import layout
from aggregator.layout import Slot
from aggregator.model import Expression, Form, Identity, Key, Number, Severity
from aggregator.rules.identities import broken, inputs_of
from aggregator.workbook.template import formulas
from aggregator.workbook.template.soundness import any_doubtful, doubtful, doubts
from aggregator.workbook.template.verdicts import (
    ERROR,
    GOOD,
    SILENT,
    UNJUDGED,
    WARNING,
    State,
    absolute,
)

_LONGEST = 255
_BROKEN = {"=": ("<>", "khác"), "<=": (">", "lớn hơn"), ">=": ("<", "nhỏ hơn")}


@lru_cache(maxsize=4)
def ordered(form: Form) -> tuple[Identity, ...]:
    """The identities by the row they are said at, its errors first."""
    rows = list(form.indicators)
    return tuple(
        sorted(form.identities, key=lambda i: (rows.index(i.left[0].code), not _is_error(i)))
    )


def slot(form: Form, at: int) -> Slot:
    """Where the verdict of a line stands; its title stands to the right."""
    return Slot(
        layout.COVER_SHEET, layout.count_slot(len(form.sheets)).row + 2 + at, layout.LABEL_COLUMN
    )


@lru_cache(maxsize=1024)
def said_at(form: Form, code: str, kind: str) -> tuple[Identity, ...]:
    """The identities of that kind, `ERROR` or `WARNING`, that are said at a row."""
    return tuple(
        identity
        for identity in ordered(form)
        if identity.left[0].code == code and _is_error(identity) == (kind == ERROR)
    )


@lru_cache(maxsize=256)
def key_formula(form: Form, at: int) -> str:
    """In the hidden column of a broken line: the row it is said at, its verdict, its title."""
    verdict = slot(form, at)
    beside = verdict._replace(column=verdict.column + 1)
    told = f'"{ordered(form)[at].left[0].code}|"&{verdict.cell}&". "&{beside.cell}'
    return f'=IF(ISERROR(FIND(":",{verdict.cell})),"",{told})'


def key(identity: Identity, verdict: str) -> str:
    """What that formula shows."""
    told = f"{identity.left[0].code}|{verdict}. {identity.title}"
    return told if ":" in verdict else ""


def first_said(form: Form, code_cell: str, kind: str) -> str:
    """The first line of that kind that is said at the row of a code; an error where none is."""
    first, last = (
        absolute(slot(form, at)._replace(column=layout.CODE_COLUMN))
        for at in (0, len(form.identities) - 1)
    )
    keys = f"{first}:{last.rpartition('!')[2]}"
    found = f'VLOOKUP({code_cell}&"|{kind}*",{keys},1,FALSE)'
    return f"MID({found},LEN({code_cell})+2,{_LONGEST})"


def _is_error(identity: Identity) -> bool:
    return identity.severity is Severity.ERROR


@lru_cache(maxsize=256)
def line_formula(form: Form, identity: Identity) -> str:
    """The verdict of an identity, a link to its row where it is broken."""
    home = layout.COVER_SHEET
    terms = (*identity.left, *identity.right)
    left, right = (formulas.total(form, side, "ky", home) for side in _sides(identity))
    sign, word = _BROKEN[identity.relation]
    row = layout.slots(form)[Key(identity.left[0].code, "ky")]
    told = f'"{_start(identity)}"&{left}&" {word} "&{right}'
    link = f"HYPERLINK(\"#'{row.sheet}'!{row.cell}\",{told})"
    filled = formulas.addresses(form, (term.code for term in terms), "ky", home)
    judged = f'IF(COUNT({filled})=0,"{SILENT}",IF({left}{sign}{right},{link},"{GOOD}"))'
    return f'=IF({_judgeable(form, identity)},{judged},"{UNJUDGED}")'


def _judgeable(form: Form, identity: Identity) -> str:
    terms = (*identity.left, *identity.right)
    unclear = doubts(form, terms, layout.COVER_SHEET)
    if not _is_error(identity):
        said = [
            f'COUNTIF({slot(form, ordered(form).index(each)).cell},"{ERROR}*")'
            for code in _rows_below(form, identity)
            for each in said_at(form, code, ERROR)
        ]
        unclear = "+".join((unclear, *said))
    return f"{unclear}=0"


@lru_cache(maxsize=256)
def _rows_below(form: Form, identity: Identity) -> tuple[str, ...]:
    """The rows that an identity comes down to, in the order of the form."""
    codes = {key.indicator for key in inputs_of(form, identity)}
    return tuple(code for code in form.indicators if code in codes)


def concluded(form: Form, state: State) -> State:
    """The state with what follows from the numbers of the period."""
    state = state._replace(doubtful=doubtful(form, state))
    return state._replace(lines=_verdicts(form, state))


def _verdicts(form: Form, state: State) -> Mapping[str, str]:
    """What the lines show, by identity."""
    wrong = {identity.code for identity, _, _ in broken(form, state.shown)}
    found: dict[str, str] = {}
    faulty: set[str] = set()
    for identity in sorted(form.identities, key=lambda i: not _is_error(i)):
        terms = (*identity.left, *identity.right)
        contradicted = not _is_error(identity) and faulty.intersection(_rows_below(form, identity))
        if contradicted or any_doubtful(terms, state):
            found[identity.code] = UNJUDGED
        else:
            found[identity.code] = _verdict(identity, identity.code in wrong, state)
        if found[identity.code].startswith(ERROR):
            faulty.add(identity.left[0].code)
    return found


def _verdict(identity: Identity, wrong: bool, state: State) -> str:
    left, right = (_side(terms, state) for terms in _sides(identity))
    if left is None and right is None:
        return SILENT
    if not wrong:
        return GOOD
    return f"{_start(identity)}{left or 0} {_BROKEN[identity.relation][1]} {right or 0}"


def _start(identity: Identity) -> str:
    return f"{ERROR if _is_error(identity) else WARNING} {identity.code}: "


def _sides(identity: Identity) -> tuple[Expression, Expression]:
    return identity.left, identity.right


def _side(terms: Expression, state: State) -> Number | None:
    values = ((term.sign, state.shown[Key(term.code, "ky")]) for term in terms)
    known = [sign * value for sign, value in values if value is not None]
    return sum(known) if known else None
