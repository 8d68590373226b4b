"""One fault in many cells of a sheet is one finding with many places, wherever people read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aggregator.model import Finding

MOST_APART = 3
"""So many places of one fault are still read better one by one."""


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, more than `MOST_APART` of one code in one sheet as one; each kind at its first.

    It stands at the first of its cells and names the others. Only what has a file and a cell is
    gathered. The marks in the cells of a returned workbook stay one by one.
    """
    groups: dict[object, list[Finding]] = {}
    for at, finding in enumerate(findings):
        ref = finding.ref
        placed = ref.file and ref.cell
        kind = (finding.code, finding.severity, finding.unit, ref.file, ref.sheet)
        groups.setdefault(kind if placed else at, []).append(finding)
    return tuple(one for group in groups.values() for one in _said(group))


def _said(group: Sequence[Finding]) -> Sequence[Finding]:
    if len(group) <= MOST_APART:
        return group
    _, *others = dict.fromkeys(finding.ref.cell for finding in group)
    told = f"; và {len(others)} ô khác: {', '.join(others)}" if others else ""
    return (replace(group[0], message=group[0].message + told),)
