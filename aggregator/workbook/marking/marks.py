"""What is marked in a workbook: the cells with findings, each with its gravest and all it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import normalize

from aggregator.model import Finding, Severity
from aggregator.workbook.marking.cellmarks import Place, place
from aggregator.workbook.marking.findings_list import SEVERITY_WORD

PREFIX = "[ketnap]"
"""What each note of ours begins with, so that it is known again."""
AUTHOR = "ketnap"


class Mark(NamedTuple):
    """What a cell is marked with."""

    severity: Severity
    note: str


def marks(findings: Sequence[Finding], title: str) -> dict[Place, Mark]:
    """The marks on the sheet that findings call so."""
    found: dict[Place, Mark] = {}
    for finding in sorted(findings, key=lambda finding: _weight(finding.severity)):
        at = place(finding.ref.cell)
        if at is None or folded(finding.ref.sheet) != folded(title):
            continue
        words = [f"{PREFIX} {SEVERITY_WORD[finding.severity]}: {finding.message}", finding.hint]
        note = "\n".join(word for word in words if word)
        if at in found:
            found[at] = Mark(found[at].severity, f"{found[at].note}\n{note}")
        else:
            found[at] = Mark(finding.severity, note)
    return found


def folded(title: str) -> str:
    """Sheet titles are the same when only case or composition of letters differ."""
    return normalize("NFC", title).casefold()


def _weight(severity: Severity) -> int:
    return tuple(SEVERITY_WORD).index(severity)
