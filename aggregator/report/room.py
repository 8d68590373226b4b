"""What a sheet has room for: of a country some tables are longer."""

from __future__ import annotations

from aggregator import wording
from aggregator.report.table import Table

LAST_ROW = 1_048_576


def fitting(table: Table) -> Table:
    """The table as far as a sheet holds it; its note says how many rows are left out."""
    room = LAST_ROW - table.first_row + 1
    left = len(table.rows) - room
    if left <= 0:
        return table
    said = f"Sheet chỉ chứa được {wording.number(room)} dòng đầu"
    note = f"{table.note} {said}; còn {wording.number(left)} dòng, xem ở ket-qua.json."
    return table._replace(note=note.strip(), rows=table.rows[:room])
