"""What a button is given, and what it answers: plain records, the same for every application.

A snapshot is a copy of the open workbook, so that a button works on the very bytes that its
command would be given. The answer is a list of edits, or a question to be asked first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

PANEL_SHEET = "ketnap - Kết quả"


@dataclass(frozen=True)
class Snapshot:
    """The open workbook.

    `folder` is None where it stands nowhere on this computer: never saved, or in a cloud. `data`
    is a copy as it is now; `saved` says that what is on disk is no older. `sheet` and `cell` are
    where the officer is.
    """

    name: str
    folder: Path | None
    data: bytes
    sheet: str = ""
    cell: str = ""
    saved: bool = True
    read_only: bool = False


class Level(StrEnum):
    """How a sentence is meant."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Row(NamedTuple):
    """A row of a panel; `link` leads to a cell (`#'Biểu 1'!C5`) or to one of a file beside."""

    cells: tuple[str, ...]
    link: str = ""


@dataclass(frozen=True)
class Panel:
    """A sheet of its own in the open workbook, in the place of the one before.

    `widths` are in characters; the cells of column `linked`, from 0, carry the links.
    """

    title: str
    note: str
    header: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    linked: int


@dataclass(frozen=True)
class Status:
    """A line in the status bar, where the application has one."""

    text: str


@dataclass(frozen=True)
class Say:
    """A sentence in a message box."""

    text: str
    level: Level = Level.INFO


@dataclass(frozen=True)
class Open:
    """A file or a folder to be opened in the program it belongs to."""

    path: Path


Edit = Panel | Status | Say | Open


@dataclass(frozen=True)
class Ask:
    """A question to the officer: a folder, or a line of text. The answer is given as `name`."""

    name: str
    prompt: str
    default: str = ""
    folder: bool = False


@dataclass(frozen=True)
class Reply:
    """What is to be done, and what to remember; or what has to be asked first."""

    edits: tuple[Edit, ...] = ()
    ask: Ask | None = None
    remember: Mapping[str, str] = field(default_factory=dict)


def silent(done: int, total: int) -> None:
    """Progress that nobody is told of."""


@dataclass(frozen=True)
class Given:
    """What a button is given beside the workbook: the officer's answers, what was remembered."""

    answers: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    progress: Callable[[int, int], None] = silent


def said(text: str, level: Level = Level.INFO) -> Reply:
    """A reply that is one sentence."""
    return Reply((Say(text, level),))


def cell_link(sheet: str, cell: str) -> str:
    """The link to a cell of the same workbook; empty where no cell is known."""
    quoted = sheet.replace("'", "''")
    return f"#'{quoted}'!{cell}" if sheet and cell else ""
