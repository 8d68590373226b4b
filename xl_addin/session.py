"""One press of a button in Excel, from the copy of the workbook to the last edit."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from aggregator.intake import WORKBOOK_ENDINGS
from xl_addin import excel, settings
from xl_addin.actions import ACTIONS
from xl_addin.desktop import Desktop, do
from xl_addin.excel import App, Book
from xl_addin.press import converse
from xl_addin.snapshot import Edit, Given, Open, Panel, Status


def run(action: str, app: App, book: Book | None, given: Given, here: Desktop) -> None:
    """Run the button and do what it says. Raises UnreachableError where Excel refuses."""
    label = ACTIONS[action].label
    excel.status(app, f"ketnap: {label}…")

    def progress(done: int, total: int) -> None:
        excel.status(app, f"ketnap: {label}… {done}/{total} tệp")

    given = replace(given, progress=progress)
    try:
        snapshot = excel.snapshot(book) if book is not None else None
        reply = converse(action, snapshot, given, partial(excel.ask, app))
    finally:
        excel.status(app, "")
    settings.remember(os.environ, reply.remember)
    apply(app, book, reply.edits, here)


def apply(app: App, book: Book | None, edits: Iterable[Edit], here: Desktop) -> None:
    """Do the edits in their order."""
    for edit in edits:
        match edit:
            case Panel() if book is not None:
                excel.show(book, edit)
            case Status():
                excel.status(app, f"ketnap: {edit.text}")
            case Open() if edit.path.name.lower().endswith(WORKBOOK_ENDINGS):
                excel.open_workbook(app, edit.path)
            case _:
                do(here, edit)
