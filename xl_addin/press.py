"""A button pressed: its function run, its questions asked, what it can't do said in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from aggregator.pipeline.planfile import UnusableError
from xl_addin.actions import ACTIONS
from xl_addin.snapshot import Ask, Given, Level, Reply, Snapshot, said

Asked = Callable[[Ask], str | None]
"""Puts a question to the officer; None where it is cancelled."""

_MOST_NAMED = 3


def press(action: str, snapshot: Snapshot | None, given: Given) -> Reply:
    """The reply of one button; `action` is a name of the catalogue."""
    button = import_module(f"xl_addin.buttons.{ACTIONS[action].module}")
    try:
        reply: Reply = button.press(snapshot, given)
    except UnusableError as error:
        return said(_told(error), Level.WARNING)
    except OSError as error:
        return said(_cause(error), Level.ERROR)
    return reply


def converse(action: str, snapshot: Snapshot | None, given: Given, asked: Asked) -> Reply:
    """The reply with every question answered; empty where the officer cancels one."""
    reply = press(action, snapshot, given)
    while reply.ask is not None:
        answer = asked(reply.ask)
        if answer is None:
            return Reply()
        given = replace(given, answers={**given.answers, reply.ask.name: answer})
        reply = press(action, snapshot, given)
    return reply


def _told(error: UnusableError) -> str:
    wrong = [f"• {f.message}\n   → {f.hint}" for f in error.findings if f.severity == "error"]
    more = [f"… và {len(wrong) - _MOST_NAMED} lỗi khác"] if len(wrong) > _MOST_NAMED else []
    return "\n".join([str(error), *wrong[:_MOST_NAMED], *more])


def _cause(error: OSError) -> str:
    match error:
        case PermissionError():
            cause = "không có quyền, hoặc tệp đang mở. Đóng tệp đó rồi bấm lại"
        case FileNotFoundError():
            cause = "không có thư mục hoặc tệp đó"
        case _:
            cause = f"hệ điều hành báo lỗi {error.errno}"
    return f"Không đọc hoặc ghi được “{error.filename}”: {cause}."
