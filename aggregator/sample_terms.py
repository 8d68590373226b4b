"""For the page of the samples: what a plan lays down besides its targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from math import floor

from aggregator import vocabulary, wording
from aggregator.model import Allocation, Deadline, History, Plan
from aggregator.quota import versions
from aggregator.report.word.sentences import lowered


def terms(plan: Plan) -> Iterator[str]:
    """Lines of Markdown: who was given how much, who is exempt, what is due, the years before."""
    for title, lines in (
        ("Phân bổ", _allocated(plan)),
        ("Miễn", _exempt(plan)),
        ("Thời hạn", _due(plan)),
        ("Kết quả các năm trước", _history(plan)),
    ):
        found = [f"- {line}" for line in lines]
        if found:
            yield f"\n{title}:\n"
            yield from found


def _allocated(plan: Plan) -> Iterator[str]:
    rows = versions.latest(plan.allocations)
    for quota, given in groupby(rows, key=lambda row: row.quota):
        units = list(given)
        direct = [row for row in units if plan.units[row.unit].parent == plan.root]
        ends = [row for row in units if not plan.children[row.unit] and row not in direct]
        parts = [_summed(direct, "đơn vị trực thuộc"), _summed(ends, "đơn vị cuối")]
        parts += [f"{n} đơn vị theo bản “{name}”" for name, n in _versions(units).items()]
        yield f"**{quota}**: {'; '.join(part for part in parts if part)}."


def _summed(rows: list[Allocation], noun: str) -> str:
    total = wording.number(sum(row.amount for row in rows))
    return f"{len(rows)} {noun}, cộng {total}" if rows else ""


def _versions(rows: list[Allocation]) -> Counter[str]:
    return Counter(row.version for row in rows if row.version)


def _exempt(plan: Plan) -> Iterator[str]:
    groups = Counter((row.quota, row.reason, row.document) for row in plan.exemptions)
    for (quota, reason, document), units in groups.items():
        why = vocabulary.label("reason", reason)
        yield f"**{quota}**: {units} đơn vị, {lowered(why)} ({document})."


def _due(plan: Plan) -> Iterator[str]:
    by_date = sorted(plan.deadlines, key=lambda row: (row.due is None, row.due))
    duties: dict[tuple[str, str], list[Deadline]] = {}
    for row in by_date:
        duties.setdefault((row.what, "" if row.period else str(row.due)), []).append(row)
    for (what, _), rows in duties.items():
        days = " · ".join(dict.fromkeys(f"{row.due:%d/%m/%Y}" for row in rows if row.due))
        yield f"{what}: {days} ({_senders(rows)})."


def _senders(rows: list[Deadline]) -> str:
    levels = dict.fromkeys(row.from_level for row in rows)
    names = (vocabulary.label("level", level) if level else "Mọi cấp" for level in levels)
    return ", ".join(map(lowered, names))


def _history(plan: Plan) -> Iterator[str]:
    for row in plan.history:
        yield f"{row.year}: {wording.number(row.actual)}{_recalculated(row)}."


def _recalculated(row: History) -> str:
    """The percentage as printed beside what it comes to, cut off and rounded."""
    if row.actual is None or not row.required:
        return f", văn bản in {row.printed}%, không có số gốc để kiểm chứng" if row.printed else ""
    cut = Fraction(floor(Fraction(row.actual * 10_000, row.required)), 100)
    rounded = wording.percent(Fraction(row.actual, row.required))
    again = f"{wording.number(row.actual)}/{wording.number(row.required)}"
    return (
        f", văn bản in {row.printed}%; tính lại {again} được {wording.percent(cut / 100)}% nếu "
        f"cắt bớt, {rounded}% nếu làm tròn"
    )
