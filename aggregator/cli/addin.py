"""`addin`: the buttons in Excel and LibreOffice, built, installed, removed, examined."""

from __future__ import annotations

from pathlib import Path

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import Command, Group

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(cls=Group)
def addin() -> None:
    """Các nút trong Excel và LibreOffice."""


@addin.command(cls=Command)
@click.option(
    "--out",
    metavar="THƯ_MỤC",
    type=_FOLDER,
    default=Path("dist"),
    help="Nơi ghi (mặc định: dist).",
)
def build(out: Path) -> int:
    """Dựng ketnap.xlam cho Excel và ketnap.oxt cho LibreOffice."""
    from aggregator import atomic
    from xl_addin import build as addins

    for name, data in addins.files():
        atomic.write(out / name, data)
        screen.say(f"Đã dựng {out / name}")
    return 0


COMMANDS = (addin,)
