"""Message boxes, and files opened in the program they belong to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from xl_addin.snapshot import Edit, Level, Open, Say

TITLE = "ketnap"
_ICONS: Mapping[Level, int] = {Level.INFO: 0x40, Level.WARNING: 0x30, Level.ERROR: 0x10}
_IN_FRONT = 0x10000
_NOT_OPENED = (
    "Đã có “{}” trong thư mục {}, nhưng máy này chưa có chương trình nào mở được loại tệp đó."
)


class Desktop(NamedTuple):
    """What the officer's desktop does for us."""

    say: Callable[[str, Level], None]
    open: Callable[[Path], None]
    """Raises OSError where no program is there for such a file."""


def do(here: Desktop, edit: Edit) -> None:
    """Do an edit that needs no workbook; any other is left alone."""
    match edit:
        case Say():
            here.say(edit.text, edit.level)
        case Open():
            try:
                here.open(edit.path)
            except OSError:
                told = _NOT_OPENED.format(edit.path.name, edit.path.parent)
                here.say(told, Level.WARNING)


def desktop(owner: int = 0) -> Desktop:
    """That of this computer; message boxes belong to the window `owner`."""
    if sys.platform == "win32":
        import ctypes

        def say(text: str, level: Level) -> None:
            flags = _ICONS[level] | _IN_FRONT
            ctypes.windll.user32.MessageBoxW(owner, text, TITLE, flags)

        return Desktop(say, os.startfile)
    return Desktop(_write, lambda path: _write(f"{path}", Level.INFO))


def _write(text: str, level: Level) -> None:
    sys.stderr.write(f"{level}: {text}\n")
