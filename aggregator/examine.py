"""One file in, small records out: the unit of work of every run, in this process or any other."""

from __future__ import annotations

import gc
from collections.abc import Iterator

from aggregator import containers, intake
from aggregator.examine_book import NO_RETURN, Context, examine_book
from aggregator.examined import Examined, settled
from aggregator.intake import NO_TIME, Entry, Received
from aggregator.workbook.cells.opened import opened
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.package.refusal import Refused
from aggregator.workbook.package.sniff import sniff, what_it_is
from aggregator.workbook.returned.glanced import is_plan

NOT_UNDERSTOOD = "R118"
"""The reason of a file over which the program itself went wrong."""
_TOO_LARGE = "R104"
_LITTLE_GARBAGE = 1_000_000
"""Thousands of cells look like garbage to be; looking through them would double the time."""


def collect_rarely() -> None:
    """Tell this process that most of what it makes stays."""
    gc.set_threshold(_LITTLE_GARBAGE)


def examine_all(entries: list[Entry], context: Context) -> list[list[Examined]]:
    """The records of each entry; a container gives several."""
    collect_rarely()
    return [_examined(entry, context) for entry in entries]


def _examined(entry: Entry, context: Context) -> list[Examined]:
    try:
        return list(examine(entry, context))
    except UNFORESEEN as fault:
        return [_not_understood(_unread(entry), fault)]


def _not_understood(received: Received, fault: Exception) -> Examined:
    """Says the class of the fault alone: its words may quote a cell."""
    return settled(received, NOT_UNDERSTOOD, f"chương trình gặp lỗi {type(fault).__name__}")


def examine(entry: Entry, context: Context) -> Iterator[Examined]:
    """The records of one entry of the folder."""
    if not entry.regular:
        yield settled(_unread(entry), "R110", "không phải tệp thường, không mở theo")
    elif entry.ours:
        yield settled(intake.load(entry), "R112", "kết quả của một lần tổng hợp trước")
    elif intake.is_system(entry.path):
        yield settled(intake.load(entry), "R111", "tệp hệ thống hoặc tệp tạm")
    else:
        for received in containers.opened(intake.load(entry)):
            yield examine_bytes(received, context)


def _unread(entry: Entry) -> Received:
    return Received(entry.path, b"", NO_TIME)


def examine_bytes(received: Received, context: Context) -> Examined:
    """The record of one file that is no container, whatever reading it does to the program."""
    try:
        return _examine_bytes(received, context)
    except UNFORESEEN as fault:
        return _not_understood(received, fault)


def _examine_bytes(received: Received, context: Context) -> Examined:
    if received.fault is not None:
        return settled(received, *received.fault)
    if intake.is_system(received.path):
        return settled(received, "R111", "tệp hệ thống hoặc tệp tạm")
    kind = sniff(received.data)
    claims = claims_workbook(received.path)
    if kind not in intake.WORKBOOKS and kind != "encrypted":
        code = {"empty": "R116", "binary": "R102"}.get(kind, "R101") if claims else "R101"
        return settled(received, code, f"đây là {what_it_is(kind)}")
    try:
        workbook = received.workbook or opened(received.data, kind)
    except Refused as refused:
        if kind == "xlsx" and refused.code == _TOO_LARGE and is_plan(received.data):
            return settled(received, "S211", NO_RETURN)
        return settled(received, refused.code, refused.message)
    return examine_book(received, workbook, context)


def claims_workbook(path: str) -> bool:
    """Whether the name says it is a workbook, whatever the content."""
    return path.lower().endswith(intake.WORKBOOK_ENDINGS)


def gave_up(entry: Entry, why: str) -> list[Examined]:
    """The record of a file whose reading was cut off: `time`, `memory` or `crash`."""
    words = {"time": "đọc quá lâu", "memory": "cần quá nhiều bộ nhớ"}
    return [settled(_unread(entry), "R105", words.get(why, "làm hỏng chương trình đọc"))]
