"""A button pressed from an application with a Python of its own: JSON in, lines of JSON out.

Lines of progress come first, the answer is the last line.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from xl_addin import settings, wire
from xl_addin.press import press
from xl_addin.snapshot import Given, Level, said


def run(action: str, given: Given) -> None:
    """Read one request from standard input, write its answer."""
    request = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    answers = {**given.answers, **request.get("answers", {})}
    reply = press(
        action, wire.snapshot(request), replace(given, answers=answers, progress=_progress)
    )
    settings.remember(os.environ, reply.remember)
    _write(wire.answer(reply))


def fault(text: str) -> None:
    """The answer where our own program failed."""
    _write(wire.answer(said(text, Level.ERROR)))


def _progress(done: int, total: int) -> None:
    _write({"progress": [done, total]})


def _write(line: Mapping[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(line).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()
