"""`python -m tests.officer_edits`: what officers do to a workbook, and what becomes of each edit.

With `--write` the table goes into docs/officer-edits.md.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from aggregator.choose import Aim, placed
from aggregator.containers import opened
from aggregator.examine import examine_bytes
from aggregator.examine_book import Context
from aggregator.examined import Examined
from aggregator.intake import Received
from aggregator.model import Key, Number, Severity
from aggregator.resent import ordered
from tests.edits import cover, looks, made, package, structure, typed
from tests.edits.made import Edit
from tests.offices import FORM

PAGE = Path(__file__).parent.parent / "docs" / "officer-edits.md"
COMBINATIONS = 150
_RECEIVED = datetime(2024, 7, 4, tzinfo=UTC)


class Outcome(NamedTuple):
    """What the program made of an edited return; `values` is None where it wasn't counted."""

    values: tuple[Number | None, ...] | None
    errors: frozenset[str]
    warnings: frozenset[str]
    repairs: frozenset[str]

    @property
    def codes(self) -> frozenset[str]:
        """Everything that was said of it."""
        return self.errors | self.warnings | self.repairs


def edits() -> list[Edit]:
    """Every kind of edit, in the order of the page."""
    groups = (typed, cover, structure, looks, package)
    return [edit for group in groups for edit in group.edits()]


def edited(done: Sequence[Edit]) -> dict[str, bytes]:
    """The files that come back after the edits: name -> bytes.

    What moves or removes anchors is done last: the other edits find their cells by them.
    """
    book = made.opened()
    for edit in sorted(done, key=_moves_anchors):
        if edit.book is not None:
            edit.book(book)
    data = made.saved(book)
    wrap = next((edit.package for edit in done if edit.package is not None), None)
    return wrap(data) if wrap else {"bao-cao.xlsx": data}


def _moves_anchors(edit: Edit) -> bool:
    return bool({"rows", "columns", "titles"} & set(edit.touches.split()))


def outcome(done: Sequence[Edit]) -> Outcome:
    """Read what came back as a run over a folder does."""
    files = [
        examine_bytes(member, Context(made.PLAN))
        for name, data in edited(done).items()
        for member in opened(Received(name, data, _RECEIVED))
    ]
    chosen = ordered(placed(files, Aim(made.PLAN, True, "TP", made.PERIOD)), FORM)
    counted = [examined for examined in chosen if not examined.reason]
    values = counted[0].submission.values if counted and counted[0].submission else None
    said = [finding for examined in chosen for finding in examined.findings]
    return Outcome(
        values,
        frozenset(f.code for f in said if f.severity is Severity.ERROR) | _reasons(chosen),
        frozenset(f.code for f in said if f.severity is Severity.WARNING),
        frozenset(repair.code for examined in chosen for repair in examined.repairs),
    )


def _reasons(files: Iterable[Examined]) -> frozenset[str]:
    harmless = {"", "S213", "R111"}
    return frozenset(examined.reason for examined in files) - harmless


@cache
def original() -> tuple[Number | None, ...]:
    """The values of the untouched return."""
    values = outcome([]).values
    if values is None:
        raise AssertionError("the untouched return must be counted")
    return values


def meant(done: Iterable[Edit]) -> tuple[Number | None, ...]:
    """The values that the officers meant: the untouched ones, but for what they typed."""
    values = list(original())
    for edit in done:
        for name, number in edit.means.items():
            key = Key.parse(name if "/" in name else f"{name}/ky")
            for part in ("value", "sum"):
                if (key, part) in FORM.position:
                    times = 1 if part == "value" else made.COUNTS["B2.I"]
                    at = FORM.position[key, part]
                    values[at] = None if number is None else number * times
    return tuple(values)


def is_silent(done: Sequence[Edit], result: Outcome) -> bool:
    """The unforgivable outcome: counted, with numbers that nobody meant."""
    return result.values is not None and result.values != meant(done)


def is_as_expected(done: Sequence[Edit], result: Outcome) -> bool:
    """Found where one of the edits must be found, else counted with the records it leaves."""
    if is_silent(done, result):
        return False
    if any(edit.expected == "found" for edit in done):
        return result.values is None
    required = {edit.codes.split()[0] for edit in done if edit.expected in ("repaired", "warned")}
    return result.values is not None and required <= result.codes


def combined(seed: int = 2024, many: int = COMBINATIONS) -> Iterator[tuple[Edit, ...]]:
    """Pairs and triples of edits that don't touch the same thing; the same ones each time."""
    dice = random.Random(seed)
    usable = [edit for edit in edits() if not edit.is_slow]
    while many:
        chosen = tuple(dice.sample(usable, dice.choice((2, 3))))
        if all(_are_compatible(one, other) for one, other in combinations(chosen, 2)):
            many -= 1
            yield chosen


def _are_compatible(one: Edit, other: Edit) -> bool:
    return not set(one.touches.split()) & set(other.touches.split())


class Score(NamedTuple):
    """Precision: of what was said, how much was to be said. Recall: the other way round."""

    precision: float
    recall: float


def score(judged: Iterable[tuple[Sequence[Edit], Outcome]]) -> Score:
    """Over the codes of edits that were made alone."""
    right = said = wanted = hit = 0
    for done, result in judged:
        allowed = {code for edit in done for code in edit.codes.split()}
        required = {edit.codes.split()[0] for edit in done if edit.expected not in ("same",)}
        said += len(result.codes)
        right += len(result.codes & allowed)
        wanted += len(required)
        hit += len(result.codes & required)
    return Score(right / said, hit / wanted)


def page() -> str:
    """The page of the documentation."""
    table = edits()
    results = [outcome([edit]) for edit in table]
    alone = score(([edit], result) for edit, result in zip(table, results, strict=True))
    counts = Counter(edit.expected for edit in table)
    together = [(done, outcome(done)) for done in combined()]
    silent = sum(is_silent(done, result) for done, result in together)
    silent += sum(is_silent([edit], r) for edit, r in zip(table, results, strict=True))
    lines = [
        "<!-- Written by `python -m tests.officer_edits --write`. -->",
        "# What officers do to a workbook",
        "",
        "Each edit is made on a complete return and read as a run would read it. *same*: counted",
        "with the same numbers. *repaired*: the same numbers, with a record of the tolerance.",
        "*warned*: counted, with a warning. *found*: not counted, with the reason. Numbers",
        "that the officer changed on purpose count as changed.",
        "",
        f"- {len(table)} kinds of edit: "
        + ", ".join(f"{counts[kind]} {kind}" for kind in ("same", "repaired", "warned", "found")),
        f"- codes, each edit alone: precision {alone.precision:.1%}, recall {alone.recall:.1%}",
        f"- {len(together)} random pairs and triples: "
        f"{sum(is_as_expected(*pair) for pair in together)} as expected",
        f"- silently wrong totals: {silent}",
        "",
        "| edit | expected | what is said | as expected |",
        "|---|---|---|---|",
    ]
    for edit, result in zip(table, results, strict=True):
        said = " ".join(sorted(result.codes))
        verdict = "yes" if is_as_expected([edit], result) else "**no**"
        lines.append(f"| {cell(edit.name)} | {edit.expected} | {said} | {verdict} |")
    return "\n".join(lines) + "\n"


def cell(text: str) -> str:
    """A text as it stands in a table of the page: one line, nothing invisible, no bar."""
    return " ".join(text.replace("|", "/").split())


def main(arguments: Sequence[str]) -> int:
    """Print the page, or write it."""
    text = page()
    if "--write" in arguments:
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
