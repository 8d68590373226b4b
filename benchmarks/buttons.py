"""Buttons from the press to what the officer first sees, each a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import xlsxwriter

from benchmarks.clock import Measure, by_the_wall

_FIRST_WORD = "import xl_addin.start; xl_addin.start.lean(); import xl_addin.session"
"""All that stands between the press and the line in the status bar, but for Excel's own answer."""
_FOREIGN_ROWS = 8_000


def pressing(folder: Path) -> dict[str, Measure]:
    """From the start of Python, by the wall, to the first feedback and to the answer."""
    returned = min(folder.glob("*.xlsx"))
    foreign = _foreign(folder.parent / "la.xlsx")
    return {
        "python -I -c pass": _measure("-c", "pass"),
        "import xlwings, with whatever it finds": _measure("-c", "import xlwings"),
        "to the first feedback in Excel": _measure("-c", _FIRST_WORD),
        "Trợ giúp": _pressed("tro-giup", None),
        "Kiểm tra, one return": _pressed("kiem-tra", returned),
        "Kiểm tra, a large foreign workbook": _pressed("kiem-tra", foreign),
    }


def _pressed(action: str, path: Path | None) -> Measure:
    request = {"name": path.name, "folder": str(path.parent), "copy": str(path)} if path else {}
    return _measure("-m", "xl_addin", action, "--json", given=json.dumps(request).encode())


def _measure(*words: str, given: bytes = b"") -> Measure:
    run = partial(
        subprocess.run,
        [sys.executable, "-I", *words],
        input=given,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return Measure(run, 1, clock=by_the_wall)


def _foreign(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        for row in range(_FOREIGN_ROWS):
            sheet.write_row(row, 0, [f"row {row}", *range(10)])
    return path
