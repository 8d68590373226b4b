"""Links from a workbook of ours to a returned file: relative, escaped, or none at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

Relative = Callable[[str], str]
"""From a path of the run to the path beside the workbook that is written."""

LONGEST_LINK = 1000
MOST_LINKS = 60_000
"""Excel allows 65.530 a sheet; beyond this a path stands without a link."""


def unchanged(path: str) -> str:
    """For a workbook that is written where the run read."""
    return path


_CONTAINERS = (".zip", ".eml")
_UNLINKABLE = re.compile(r"[\x00-\x1f\x7f\\]|^/|^$")
_ESCAPED = re.compile(r"""[%#?:*|"' <>\[\]^`{}]""")


def target(path: str, sheet: str = "", cell: str = "") -> str | None:
    """The link to a relative path and a cell in it; None where the path can't be one.

    A member of a container is linked to the container, the first part of the path named as one.
    """
    outside = _container(path)
    if _UNLINKABLE.search(outside) or len(outside) > LONGEST_LINK:
        return None
    escaped = _ESCAPED.sub(lambda match: f"%{ord(match[0]):02X}", outside)
    inside = outside == path and sheet and re.fullmatch(r"[A-Z]{1,3}[1-9]\d{0,6}", cell)
    place = sheet.replace("'", "''")
    return f"external:{escaped}" + (f"#'{place}'!{cell}" if inside else "")


def _container(path: str) -> str:
    parts = PurePosixPath(path).parts
    for at, part in enumerate(parts[:-1], 1):
        if part.lower().endswith(_CONTAINERS):
            return "/".join(parts[:at])
    return path
