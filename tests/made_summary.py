"""The summary of the made-up tree, and that of a half-year of it."""

from dataclasses import replace

from aggregator.accumulation import accumulate
from aggregator.model import Result, Submission
from aggregator.report.summary import book as summary
from aggregator.rollup import rollup
from aggregator.workbook.cells.reader import read_book
from tests.made_result import FORM, made_result

RESULT = made_result(absent=("UB.01.02",))
DATA = summary.write(RESULT, lambda path: f"../{path}")
BOOK = read_book(DATA)


def half_year() -> Result:
    """Two quarters of every leaf but one, which sent only the first."""
    first, second = (made_result(period, seed) for seed, period in ((1, "2024-Q1"), (2, "2024-Q2")))
    late = first.parts[0].source.unit
    parts = (*first.parts, *(p for p in second.parts if p.source.unit != late))
    by_unit: dict[str, list[Submission]] = {}
    for part in parts:
        by_unit.setdefault(part.source.unit, []).append(part.submission)
    leaves = [accumulate(FORM, "2024-H1", of_unit) for of_unit in by_unit.values()]
    total = rollup(FORM, "UB", leaves)
    units = (first.total._replace(submission=total), *second.units[1:])
    return replace(second, period="2024-H1", parts=parts, units=units)
