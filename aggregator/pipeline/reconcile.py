"""`ketnap reconcile`: a summary against what the workbooks it was added up from say now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from aggregator import period as periods
from aggregator.arithmetic import add
from aggregator.figures import figures
from aggregator.model import Form, Key, Method, Number, Part, Ref, Source, Submission
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.reach import in_reach
from aggregator.pipeline.single import Document, returned
from aggregator.report.contributions import Contributions
from aggregator.rollup import rollup
from aggregator.workbook.returned import tables
from aggregator.workbook.returned.tables import SourceRow

_NOT_SUMMED = (Method.MEAN, Method.FLAG, Method.UNIT_COUNT)
_COMPARED = ("ky", "luy_ke", "cung_ky")


class State(StrEnum):
    """What became of a workbook since it was added up."""

    SAME = "same"
    CHANGED = "changed"
    OTHER = "other"
    UNREADABLE = "unreadable"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, slots=True)
class Beneath:
    """A workbook named by the summary; `submission` is None where it doesn't speak for itself.

    `given` is by indicator what it gives to `ky` now, else what the summary says it gave.
    """

    row: SourceRow
    state: State
    submission: Submission | None = None
    given: Mapping[str, Number | None] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A number of the summary that isn't the sum any more; `files` are those that give another."""

    key: Key
    label: str
    ref: Ref
    stated: Number | None
    now: Number | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The outcome: how many numbers were compared, which differ, what became of each workbook."""

    unit: str
    period: str
    compared: int
    differences: tuple[Difference, ...]
    files: tuple[Beneath, ...]

    @property
    def holds(self) -> bool:
        """Whether no number differs and no workbook has become another one."""
        lost = (State.OTHER, State.UNREADABLE)
        return not self.differences and not any(each.state in lost for each in self.files)


def reconcile(summary: Document) -> Reconciliation:
    """Compare every number that adds. Raises UnusableError for what is no summary with sources."""
    name = summary.path.name
    read = returned(summary.data, name)
    if read.identification.values.get("kind") != "summary":
        raise UnusableError(f"“{name}” không phải tệp tổng hợp (tong-hop_….xlsx)")
    rows = tables.sources(read.book)
    if not rows:
        raise UnusableError(f"“{name}” không còn sheet “Nguồn số liệu” nên không đối khớp được")
    carried = read.identification.carried
    files = _contributing(read.form, [_beneath(summary.path.parent, row) for row in rows])
    sums = _sums(read.form, carried.unit, carried.period, files)
    differences = tuple(
        Difference(
            key,
            read.form.indicators[key.indicator].label,
            read.reading.ref(read.form, key),
            read.figures[key],
            now,
            tuple(_others(key, files)),
        )
        for key, now in sums.items()
        if (read.figures[key] or 0) != (now or 0)
    )
    return Reconciliation(carried.unit, carried.period, len(sums), differences, tuple(files))


def _beneath(folder: Path, row: SourceRow) -> Beneath:
    found = in_reach(folder, row.file)
    if found is None:
        return Beneath(row, State.OUT_OF_REACH)
    try:
        read = returned(found.data, row.file)
    except UnusableError:
        return Beneath(row, State.UNREADABLE)
    carried = read.identification.carried
    if (carried.unit, carried.period) != (row.unit, row.period):
        return Beneath(row, State.OTHER)
    same = sha256(found.data).hexdigest() == row.sha256
    return Beneath(row, State.SAME if same else State.CHANGED, read.reading.submission)


def _contributing(form: Form, files: Sequence[Beneath]) -> list[Beneath]:
    """Each with what it gives; spans of periods are those of the files that speak."""
    parts = {
        at: Part(Source(each.row.unit, each.row.file, each.row.sha256), each.submission)
        for at, each in enumerate(files)
        if each.submission is not None
    }
    found = Contributions(form, list(parts.values()))
    rows = zip(parts, map(found.row, parts.values()), strict=True)
    given = {at: dict(zip(found.codes, row, strict=True)) for at, row in rows}
    return [
        Beneath(each.row, each.state, each.submission, given.get(at, each.row.values))
        for at, each in enumerate(files)
    ]


def _sums(
    form: Form, unit: str, period: str, files: Sequence[Beneath]
) -> Mapping[Key, Number | None]:
    """Every number of a basic period whose workbooks all speak, else the typed ones of `ky`."""
    spoken = [each.submission for each in files if each.submission is not None]
    spans = any(each.period != period for each in spoken)
    if not spans and periods.is_basic(period) and len(spoken) == len(files):
        added = figures(form, rollup(form, unit, spoken))
        return {key: number for key, number in added.items() if _adds(form, key)}
    codes = (i.code for i in form.indicators.values() if i.input and i.method not in _NOT_SUMMED)
    given = [each.given or {} for each in files]
    return {
        Key(code, "ky"): add(*(of_file[code] for of_file in given))
        for code in codes
        if all(code in of_file for of_file in given)
    }


def _adds(form: Form, key: Key) -> bool:
    """How many grassroots organisations there are shows at their level only, not below it."""
    method = form.indicators[key.indicator].method
    return key.column in _COMPARED and method is not Method.UNIT_COUNT


def _others(key: Key, files: Sequence[Beneath]) -> Iterator[str]:
    for each in files:
        now, then = (each.given or {}).get(key.indicator), each.row.values.get(key.indicator)
        if each.submission is not None and (now or 0) != (then or 0):
            yield each.row.file
