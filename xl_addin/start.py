"""What the launcher starts: `python -I -m xl_addin ACTION [--hwnd=N | --json]`.

Never a traceback: a fault of ours goes into a log, and the officer reads where it is.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from aggregator import atomic
from xl_addin import settings
from xl_addin.actions import ACTIONS
from xl_addin.desktop import Desktop, desktop, do
from xl_addin.snapshot import Level

if TYPE_CHECKING:
    from xl_addin.snapshot import Given

WORKBOOK = "KETNAP_WORKBOOK"
ANSWERS = "KETNAP_ANSWERS"
"""JSON: answers given beforehand, for scripts, by the names of the questions."""
LOG = "loi.txt"
_FAULT = "Chương trình gặp lỗi của chính nó. Gửi tệp này cho người làm: {}"
_USAGE = 2
_LEFT_OUT = ("pandas", "numpy", "polars", "matplotlib", "xlwings.pro")
"""What xlwings would import where it is there: slow, or not under its free licence."""


def main(arguments: Sequence[str]) -> int:
    """Press the button that the first word names; 2 where it names none."""
    action, *options = arguments or [""]
    if action not in ACTIONS:
        return _USAGE
    if "--json" in options:
        from xl_addin import piped

        sys.excepthook = lambda kind, error, trace: piped.fault(_log(kind, error, trace))
        piped.run(action, given(os.environ))
        return 0
    window = next(_numbers(options), 0)
    here = desktop(window)
    watch(here)
    if ACTIONS[action].alone:
        alone(action, here)
    else:
        lean()
        in_excel(action, window, here)
    return 0


def lean() -> None:
    """From now on xlwings is imported without what isn't needed of it."""
    for name in _LEFT_OUT:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def watch(here: Desktop) -> None:
    """From now on a fault of ours is a sentence."""
    sys.excepthook = lambda kind, error, trace: here.say(_log(kind, error, trace), Level.ERROR)


def alone(action: str, here: Desktop) -> None:
    """Press a button that works without Excel."""
    from xl_addin.press import press

    for edit in press(action, None, given(os.environ)).edits:
        do(here, edit)


def in_excel(action: str, window: int, here: Desktop) -> None:
    """Press a button on the workbook that is open in the Excel of that window."""
    from xl_addin import excel, session

    try:
        app = excel.attach(window)
        book = excel.open_book(app, os.environ.get(WORKBOOK, ""))
        session.run(action, app, book, given(os.environ), here)
    except excel.UnreachableError as error:
        here.say(str(error), Level.WARNING)


def given(environment: Mapping[str, str]) -> Given:
    """What was remembered, and what was answered beforehand."""
    from xl_addin.snapshot import Given

    answers = json.loads(environment.get(ANSWERS, "{}"))
    return Given({str(k): str(v) for k, v in answers.items()}, settings.load(environment))


def _numbers(options: Sequence[str]) -> Iterator[int]:
    for option in options:
        name, _, value = option.partition("=")
        if name == "--hwnd" and value.lstrip("-").isdecimal():
            yield int(value)


def _log(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The sentence of a fault of ours; what is needed to mend it stands in the log."""
    path: Path = settings.place(os.environ) / LOG
    text = "".join(traceback.format_exception(kind, error, trace))
    try:
        atomic.write(path, text.encode("utf-8", "backslashreplace"))
    except OSError:
        return _FAULT.format(f"{kind.__name__}: {error}")
    return _FAULT.format(path)
