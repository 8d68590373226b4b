"""One fault in many cells of a column of a plan is one finding, at the first of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from aggregator.model import Finding
from aggregator.places import MOST_APART
from aggregator.wording import number

MOST_TOLD = 1_000
"""So many of one code are told of a column, whatever they say; of the others only how many."""
MOST_LISTED = 20
"""So many cells or runs of cells are written out; the filter of the column shows the rest."""


def gathered(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, more than `MOST_APART` of one code, column and message as one.

    It stands at the first of its cells, for the unit of that row, and names the others.
    """
    groups: dict[object, list[Finding]] = {}
    listed = list(findings)
    for finding in listed:
        groups.setdefault((*_kind(finding), finding.message), []).append(finding)
    yield from _few_of_a_kind(_told_once(listed, groups))


def _told_once(
    listed: Iterable[Finding], groups: Mapping[object, Sequence[Finding]]
) -> Iterator[Finding]:
    for finding in listed:
        group = groups[*_kind(finding), finding.message]
        if len(group) <= MOST_APART:
            yield finding
        elif finding is group[0]:
            yield replace(finding, message=f"{finding.message.rstrip('.')}; {_others(group)}")


def _few_of_a_kind(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, of a kind at most `MOST_TOLD`; the last of them says how many there are."""
    listed = list(findings)
    all_of, seen = Counter(map(_kind, listed)), Counter[tuple[str, ...]]()
    for finding in listed:
        kind = _kind(finding)
        seen[kind] += 1
        more = all_of[kind] - MOST_TOLD
        if seen[kind] == MOST_TOLD and more:
            said = f"và {number(more)} chỗ khác cùng mã lỗi ở cột này"
            yield replace(finding, message=f"{finding.message.rstrip('.')}; {said}.")
        elif seen[kind] <= MOST_TOLD:
            yield finding


def _kind(finding: Finding) -> tuple[str, ...]:
    return finding.code, finding.ref.sheet, _split(finding.ref.cell)[0]


def _others(group: Sequence[Finding]) -> str:
    cells = [finding.ref.cell for finding in group[1:] if finding.ref.cell]
    if not cells:  # the column itself is lost
        return f"và {number(len(group) - 1)} dòng khác."
    runs = list(_runs(cells))
    more = ", …" if len(runs) > MOST_LISTED else "."
    return f"và {number(len(cells))} ô khác: {', '.join(runs[:MOST_LISTED])}{more}"


def _runs(cells: Sequence[str]) -> Iterator[str]:
    """`E4, E5, E6, E9` as `E4:E6`, `E9`."""
    first = last = cells[0]
    for cell in [*cells[1:], ""]:
        if _split(cell)[1] == _split(last)[1] + 1:
            last = cell
            continue
        yield first if first == last else f"{first}:{last}"
        first = last = cell


def _split(cell: str) -> tuple[str, int]:
    column = re.sub(r"[0-9]+$", "", cell)
    return column, int(cell[len(column) :] or 0)
