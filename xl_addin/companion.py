"""`python -m xl_addin.companion`: the buttons beside an open Excel, where macros are blocked."""

from __future__ import annotations

import os
import sys

import click

from xl_addin import excel, session, start
from xl_addin.actions import ACTIONS
from xl_addin.desktop import Desktop, desktop
from xl_addin.snapshot import Level

_DONE = "Đã xong. Xem kết quả trong Excel.\n"


def main(here: Desktop) -> int:
    """Ask for a workbook and a button until the officer ends it with 0."""
    actions = list(ACTIONS.values())
    while True:
        for number, action in enumerate(actions, 1):
            click.echo(f"{number}. {action.label}")
        chosen = click.prompt("Bấm số của việc cần làm (0: thoát)", type=click.IntRange(0, 8))
        if not chosen:
            return 0
        try:
            _press(actions[chosen - 1].name, here)
        except excel.UnreachableError as error:
            here.say(str(error), Level.WARNING)


def _press(action: str, here: Desktop) -> None:
    found = excel.books(excel.apps())
    if len(found) > 1:
        for number, book in enumerate(found, 1):
            click.echo(f"  {number}. {book.name}")
        at = click.prompt("Làm trên tệp nào", type=click.IntRange(1, len(found)))
        found = [found[at - 1]]
    app = found[0].app if found else excel.attach(0)
    session.run(action, app, found[0] if found else None, start.given(os.environ), here)
    click.echo(_DONE)


if __name__ == "__main__":
    sys.exit(main(desktop()))
