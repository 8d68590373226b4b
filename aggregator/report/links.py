"""Links of a workbook of ours: to its own tables; to a returned file relative, escaped, or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from aggregator import layout
from aggregator.report.each import Many

Some = TypeVar("Some")
Relative = Callable[[str], str]
"""From a path of the run to the path beside the workbook that is written."""

LONGEST_LINK = 1000
MOST_LINKS = 60_000
"""Excel allows 65.530 a sheet; beyond this a path stands without a link."""


def unchanged(path: str) -> str:
    """For a workbook that is written where the run read."""
    return path


_CONTAINERS = (".zip", ".eml")
_PLAIN = re.compile(r"(?!/|$)[\w/-]*+(?:\.(?!(?i:zip|eml)/)[\w/-]*+)*+", re.ASCII)
"""A path outside of containers that stands in a link as it is: most do."""
_UNLINKABLE = re.compile(r"[\x00-\x1f\x7f\\]|^/|^$")
_ESCAPED = re.compile(r"""[%#?:*|"' <>\[\]^`{}]""")


def target(path: str, sheet: str = "", cell: str = "") -> str | None:
    """The link to a relative path and a cell in it; None where the path can't be one.

    A member of a container is linked to the container, the first part of the path named as one.
    """
    if not sheet and len(path) <= LONGEST_LINK and _PLAIN.fullmatch(path):
        return f"external:{path}"
    outside = _container(path)
    if _UNLINKABLE.search(outside) or len(outside) > LONGEST_LINK:
        return None
    escaped = _ESCAPED.sub(lambda match: f"%{ord(match[0]):02X}", outside)
    if not sheet or outside != path or not re.fullmatch(r"[A-Z]{1,3}[1-9]\d{0,6}", cell):
        return f"external:{escaped}"
    place = sheet.replace("'", "''")
    return f"external:{escaped}#'{place}'!{cell}"


def place(sheet: str, row: int) -> str:
    """The link to the name in a row of a table of this workbook, rows from 1."""
    return f"internal:'{sheet}'!{layout.column_letter(layout.LABEL_COLUMN)}{row}"


class First(Generic[Some]):
    """Links that lead from so many of some things, and from the others nowhere."""

    def __init__(
        self, leads: Callable[[Some], str | None], some: Many[Some], most: int = MOST_LINKS
    ) -> None:
        self._leads = leads
        self._some = some
        self._most = most

    def __len__(self) -> int:
        return len(self._some)

    def __iter__(self) -> Iterator[str | None]:
        every = iter(self._some)
        return chain(map(self._leads, islice(every, self._most)), (None for _ in every))


def rows(sheet: str, at: Many[int | None]) -> Many[str | None]:
    """A link to each row that is given, as many as a sheet may hold."""
    first = place(sheet, 1).removesuffix("1")
    return First(lambda row: None if row is None else f"{first}{row}", at)


def _container(path: str) -> str:
    lower = path.lower()
    if ".zip/" not in lower and ".eml/" not in lower:
        return path
    parts = PurePosixPath(path).parts
    for at, part in enumerate(parts[:-1], 1):
        if part.lower().endswith(_CONTAINERS):
            return "/".join(parts[:at])
    return path
