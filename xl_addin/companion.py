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
    """Ask for a button and a workbook until the officer ends it: 0, Ctrl+C."""
    try:
        while action := _chosen():
            _press(action, here)
    except click.Abort:
        click.echo()
    return 0


def _chosen() -> str:
    """The name of an action; empty to end."""
    names = list(ACTIONS)
    for number, name in enumerate(names, 1):
        click.echo(f"{number}. {ACTIONS[name].label}")
    asked = "Bấm số của việc cần làm (0: thoát)"
    number = click.prompt(asked, type=click.IntRange(0, len(names)))
    return names[number - 1] if number else ""


def _press(action: str, here: Desktop) -> None:
    if ACTIONS[action].alone:
        start.alone(action, here)
        return
    try:
        _in_excel(action, here)
    except excel.UnreachableError as error:
        here.say(str(error), Level.WARNING)


def _in_excel(action: str, here: Desktop) -> None:
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
    beside = desktop()
    start.watch(beside)
    sys.exit(main(beside))
