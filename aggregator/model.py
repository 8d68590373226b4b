"""The vocabulary: frozen records that every other module speaks in. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

Number = int | Decimal
"""A count is an int; a mean or a rate is a Decimal. Blank is None and never 0."""


class Severity(StrEnum):
    """How much a finding weighs: an error keeps its return out of the totals."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Method(StrEnum):
    """How an indicator adds over units and over time (contract, section 3)."""

    FLOW = "flow"
    OPENING = "opening"
    CLOSING = "closing"
    MEAN = "mean"
    TRANSFER = "transfer"
    FLAG = "flag"
    UNIT_COUNT = "unit_count"


class Key(NamedTuple):
    """The name of one number: an indicator and a column, written `B2.I/ky`."""

    indicator: str
    column: str

    def __str__(self) -> str:
        return f"{self.indicator}/{self.column}"

    @classmethod
    def parse(cls, text: str) -> Key:
        """`B2.I/ky` -> Key; without a slash the column is `ky`."""
        indicator, _, column = text.partition("/")
        return cls(indicator, column or "ky")


class Ref(NamedTuple):
    """A place: a file relative to the folder that was read, a sheet, a cell."""

    file: str = ""
    sheet: str = ""
    cell: str = ""


NOWHERE = Ref()


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with a place. `message` never repeats the place."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    unit: str = ""
    ref: Ref = NOWHERE


@dataclass(frozen=True, slots=True)
class Repair:
    """A tolerance with a record: what stood there, what it was taken for."""

    code: str
    ref: Ref
    before: str
    after: str


class Fault(NamedTuple):
    """What a check or the reader says; the engine stamps severity and hint from the declaration."""

    code: str
    message: str
    ref: Ref = Ref()
    unit: str = ""


# --- the form ---------------------------------------------------------------------------------


class Term(NamedTuple):
    """One signed indicator of an expression."""

    sign: int
    code: str


Expression = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """A relation that holds between indicators in every column it is judged in."""

    code: str
    left: Expression
    relation: str
    right: Expression
    severity: Severity
    title: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Column:
    """One of `ky`, `luy_ke`, `cung_ky`, `ty_le`."""

    code: str
    label: str
    input: bool


@dataclass(frozen=True, slots=True)
class Indicator:
    """One counted thing: a row of a form sheet.

    `continues` names the closing stock that an opening stock takes over from the period before;
    `cancels_with` the transfer in that a transfer out balances; `low` and `high` the bounds of a
    class that a mean is checked against.
    """

    code: str
    label: str
    method: Method
    expression: Expression = ()
    weight: str = ""
    required: bool = False
    indent: int = 0
    heading: str = ""
    grassroots: str = ""
    cancels_with: str = ""
    continues: str = ""
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def input(self) -> bool:
        """Typed by the officer; otherwise computed in the sheet or by the engine."""
        return not self.expression and self.method is not Method.UNIT_COUNT


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form sheet: its name in the workbook, its printed heading, its rows."""

    title: str
    heading: str
    number: str
    source: str
    indicators: tuple[Indicator, ...]


class Fact(NamedTuple):
    """One stored number of a submission; everything else is derived from the facts.

    `part` is `value`, or for a mean `sum` (the exact weighted sum) or `weight`.
    """

    key: Key
    method: Method
    part: str = "value"


@dataclass(frozen=True, eq=False)
class Form:
    """A versioned form. `facts` fixes the order of the arrays of every Submission.

    `admissions` is the indicator that makes a TCCSĐ one that admits, `exhausted` the flag that
    makes it one without a source: units are counted by them. `members` is the closing stock of
    party members.
    """

    code: str
    version: str
    title: str
    source: str
    columns: tuple[Column, ...]
    sheets: tuple[Sheet, ...]
    identities: tuple[Identity, ...]
    admissions: str
    exhausted: str
    members: str

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator by its code, in the order of the form."""
        return {i.code: i for sheet in self.sheets for i in sheet.indicators}

    @cached_property
    def sheet_of(self) -> Mapping[str, Sheet]:
        """The sheet each indicator stands on, by its code."""
        return {i.code: sheet for sheet in self.sheets for i in sheet.indicators}

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The stored numbers, in the order of the form."""
        return tuple(fact for i in self.indicators.values() for fact in _facts_of(i))

    @cached_property
    def position(self) -> Mapping[tuple[Key, str], int]:
        """(key, part) -> index into the arrays of a Submission."""
        return {(fact.key, fact.part): n for n, fact in enumerate(self.facts)}


CARRIED = "_truoc"
"""The carrier column beside the four of a form: what had accumulated before this period."""


def _facts_of(indicator: Indicator) -> tuple[Fact, ...]:
    columns: tuple[str, ...]
    match indicator.method:
        case _ if indicator.expression:
            return ()
        case Method.FLAG:
            columns = ("ky",)
        case Method.CLOSING:
            columns = ("ky", "cung_ky")
        case Method.UNIT_COUNT:
            columns = ("ky", "luy_ke", "cung_ky")
        case _:
            columns = ("ky", CARRIED, "cung_ky")
    parts = ("sum", "weight") if indicator.method is Method.MEAN else ("value",)
    keys = [Key(indicator.code, column) for column in columns]
    return tuple(Fact(key, indicator.method, part) for key in keys for part in parts)


# --- the plan ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unit:
    """A party organisation (tổ chức đảng) as one row of sheet `Đơn vị`."""

    code: str
    name: str
    parent: str = ""
    level: str = ""
    kind: str = ""
    start: date | None = None
    end: date | None = None
    replaces: str = ""
    workers: int | None = None
    staff: int | None = None
    members_start: int | None = None
    members_previous: int | None = None
    source: bool | None = None
    email: str = ""
    in_charge: str = ""

    @property
    def predecessors(self) -> tuple[str, ...]:
        """The codes of the former units that this one carries on."""
        return tuple(code for code in re.split(r"[,;\s]+", self.replaces) if code)


@dataclass(frozen=True, slots=True)
class Quota:
    """One target with its own basis and strength. Rates are exact decimals (0.035 is 3,5 %)."""

    code: str
    kind: str
    strength: str
    measure: str
    unit: str
    scope: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    rate_min: Decimal | None = None
    rate_max: Decimal | None = None
    base: str = ""
    evaluate_at: str = ""
    year_from: int | None = None
    year_to: int | None = None
    basis: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """How much of a quota one unit was given."""

    quota: str
    unit: str
    amount: int
    version: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A unit freed of a quota (empty: of all), by a document."""

    quota: str
    unit: str
    reason: str
    document: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Who owes what by when."""

    code: str
    what: str
    period: str = ""
    due: date | None = None
    from_level: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """A figure of an earlier year, with its percentage as the document prints it."""

    year: int
    unit: str
    measure: str
    actual: int | None = None
    required: int | None = None
    printed: str = ""


@dataclass(frozen=True)
class Plan:
    """A plan (kế hoạch): the tree, what is asked of whom, by when.

    `slice_of` is set in the part of a plan that went down to a unit: the units above it stand
    there as bare rows.
    """

    code: str
    title: str = ""
    issuer: str = ""
    document: str = ""
    date: date | None = None
    year_from: int | None = None
    year_to: int | None = None
    cadence: str = "quarter"
    form: str = ""
    document_profile: str = ""
    late_policy: str = ""
    classification: str = ""
    units: Mapping[str, Unit] = field(default_factory=dict)
    quotas: tuple[Quota, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    history: tuple[History, ...] = ()
    slice_of: str = ""

    @cached_property
    def summit(self) -> str:
        """The code of the one unit without a superior."""
        return next((u.code for u in self.units.values() if not u.parent), "")

    @cached_property
    def root(self) -> str:
        """The unit whose plan it is: the summit, but in a slice the unit that it went down to."""
        return self.slice_of if self.slice_of in self.units else self.summit

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Direct subordinates of each unit, in the order of the plan."""
        found: dict[str, list[str]] = {code: [] for code in self.units}
        for unit in self.units.values():
            if unit.parent in found:
                found[unit.parent].append(unit.code)
        return {code: tuple(codes) for code, codes in found.items()}

    @cached_property
    def successors(self) -> Mapping[str, tuple[str, ...]]:
        """The units that carry on each former unit, in the order of the plan."""
        found: dict[str, list[str]] = {}
        for unit in self.units.values():
            for code in unit.predecessors:
                found.setdefault(code, []).append(unit.code)
        return {code: tuple(codes) for code, codes in found.items()}

    def path(self, code: str) -> tuple[str, ...]:
        """Codes from the root down to `code`, both included."""
        steps: list[str] = []
        while code in self.units and code not in steps:
            steps.append(code)
            code = self.units[code].parent
        return tuple(reversed(steps))

    def below(self, code: str) -> tuple[str, ...]:
        """`code` and all its descendants, superiors before subordinates, in the plan's order."""
        found: list[str] = []
        waiting = [code]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(self.children.get(found[-1], ())))
        return tuple(found)

    def leaves(self, code: str) -> tuple[str, ...]:
        """The units at or below `code` that have none below them."""
        return tuple(u for u in self.below(code) if not self.children.get(u))


# --- what came back ---------------------------------------------------------------------------


class Carried(NamedTuple):
    """What a workbook says of itself (contract, section 3)."""

    kind: str = ""
    format: str = ""
    plan: str = ""
    unit: str = ""
    parent: str = ""
    period: str = ""
    form: str = ""
    form_version: str = ""
    fingerprint: str = ""


class Line(NamedTuple):
    """A unit below, as the per-unit table of a summary carries it upward.

    `values` holds the measures that quotas need, cumulative from 1 January, by indicator code.
    """

    unit: str
    status: str
    values: Mapping[str, Number | None]


class Source(NamedTuple):
    """A workbook that a submission was read from or made of."""

    unit: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One unit's numbers for one period: a filled template, or a roll-up. The only type there is.

    `values` and `blanks` are aligned with `form.facts`; `blanks` counts the leaves whose cell was
    blank. `missing` counts the expected leaves below that are not in the numbers. `sources` are
    the direct parts, `lines` the units below as far as they are known.
    """

    unit: str
    period: str
    values: tuple[Number | None, ...]
    blanks: tuple[int, ...]
    missing: int = 0
    lines: tuple[Line, ...] = ()
    sources: tuple[Source, ...] = ()


# --- what is judged ---------------------------------------------------------------------------


class Verdict(StrEnum):
    """The five values of a judgement; none may be collapsed into another."""

    MET = "met"
    NOT_MET = "not_met"
    IN_PROGRESS = "in_progress"
    EXEMPT = "exempt"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A quota seen at one unit: how much is required, how much there is, what follows."""

    quota: str
    unit: str
    kind: str
    strength: str
    required: int | None
    actual: int | None
    verdict: Verdict
    detail: str = ""

    @property
    def percent(self) -> Fraction | None:
        """Actual as an exact share of required, or None where either is missing or 0."""
        if self.actual is None or not self.required:
            return None
        return Fraction(self.actual, self.required)


# --- what a run of aggregate found ------------------------------------------------------------


class FileStatus(StrEnum):
    """What became of a file; every file has exactly one."""

    COUNTED = "counted"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    IGNORED = "ignored"
    OWN_OUTPUT = "own_output"


class UnitStatus(StrEnum):
    """Where a unit's numbers come from; `exempt` is a unit from which nothing is due."""

    COUNTED = "counted"
    PARTIAL = "partial"
    MISSING = "missing"
    REJECTED = "rejected"
    EXEMPT = "exempt"
    ROLLED_UP = "rolled_up"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file under the folder (a member of a container as `box.zip/inner.xlsx`)."""

    path: str
    sha256: str
    status: FileStatus
    unit: str = ""
    period: str = ""
    reason: str = ""
    received: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnitResult:
    """A unit of the plan with what is known of it; `submission` is None where nothing is.

    `known` holds what a summary carried of a unit whose own workbook is out of reach:
    measures cumulative from 1 January by indicator code.
    """

    unit: Unit
    status: UnitStatus
    submission: Submission | None = None
    missing_below: int = 0
    known: Mapping[str, Number | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A counted workbook and its numbers: a direct part of the result."""

    source: Source
    submission: Submission


@dataclass(frozen=True, slots=True)
class Result:
    """Everything one run of `aggregate` knows; the outputs are pure functions of it.

    `plan_known` is False when the tree was only gathered from what the workbooks carry.
    """

    plan: Plan
    plan_known: bool
    form: Form
    unit: str
    period: str
    files: tuple[FileRecord, ...]
    units: tuple[UnitResult, ...]
    parts: tuple[Part, ...]
    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]

    @property
    def total(self) -> UnitResult:
        """The result of the unit itself: the first of `units`."""
        return self.units[0]
