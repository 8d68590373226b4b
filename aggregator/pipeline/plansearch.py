"""Finds the plan workbook: in the folder, or in its nearest ancestor that has one."""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from aggregator.pipeline.planfile import UnusableError
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.package import refusal
from aggregator.workbook.package.gate import open_package
from aggregator.workbook.package.refusal import PLAN_CAPS, Refused
from aggregator.workbook.package.sheetnames import sheets_of
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.returned.glanced import said_of_itself

_SHEETS = ("Đơn vị", "Chỉ tiêu")
_OF_NO_SUMMARY = (columns.HEAD_SHEET, columns.ALLOCATIONS.title)
_USUAL_NAME = "ke-hoach"


class Unread(NamedTuple):
    """A workbook that has the sheets of a plan and can't be read; why not."""

    path: Path
    why: str


class Search(NamedTuple):
    """The plans nearest to a folder; what was passed over before they were found."""

    plans: list[Path]
    unread: tuple[Unread, ...] = ()

    def one(self, choose: str = "chọn bằng --plan") -> Path | None:
        """The plan, if there is any. Raises UnusableError where there are several."""
        plans = self.plans
        if len(plans) > 1:
            names = ", ".join(f"“{plan.name}”" for plan in plans)
            home = plans[0].parent.name
            raise UnusableError(f"Có nhiều kế hoạch trong “{home}”: {names}; {choose}")
        return plans[0] if plans else None


def find(folder: Path, choose: str = "chọn bằng --plan") -> Path | None:
    """The plan workbook in the folder or in its nearest ancestor that has one.

    Raises UnusableError where a folder holds several; `choose` says what to do then.
    """
    return search(folder).one(choose)


def nearest(folder: Path) -> list[Path]:
    """The plan workbooks of the folder or of its nearest ancestor that has any."""
    return search(folder).plans


def search(
    folder: Path, returns: frozenset[bytes] = frozenset(), damaged: tuple[Unread, ...] = ()
) -> Search:
    """Where the plan is. Slices that went down give way to the plan beside them.

    `returns` are names in the folder itself that need not be looked at, `damaged` workbooks that
    were found before.
    """
    known = {each.path: each for each in damaged}
    unread: list[Unread] = []
    for here in (folder, *folder.parents):
        found: dict[Path, str] = {}
        passed: list[Unread] = []
        for candidate in _candidates(here, returns if here == folder else frozenset()):
            said = known.get(candidate.path) or _said_of_itself(candidate)
            if isinstance(said, Unread):
                passed.append(said)
            elif said.get("kind") == "plan":
                found[candidate.path] = said.get("unit", "")
        if plans := [path for path, slice_of in found.items() if not slice_of] or list(found):
            return Search(plans if len(plans) == 1 else _whole(plans), tuple(unread))
        unread += passed
    return Search([], tuple(unread))


def _whole(plans: list[Path]) -> list[Path]:
    """Those of several that aren't damaged, if any isn't."""
    return [path for path in plans if _is_whole(path)] or plans


def _is_whole(path: Path) -> bool:
    try:
        open_package(path.read_bytes(), PLAN_CAPS)
    except UNFORESEEN:
        return False
    return True


class _Candidate(NamedTuple):
    """A workbook that may be a plan, and whether it must be one; why it isn't read, if so."""

    path: Path
    is_no_other: bool
    why: str = ""


def _candidates(folder: Path, returns: frozenset[bytes]) -> list[_Candidate]:
    try:
        others = set(os.listdir(os.fsencode(folder))) - returns  # noqa: PTH208  (bytes)
    except OSError:
        return []
    names = [name for name in map(os.fsdecode, others) if name.endswith((".xlsx", ".xlsm"))]
    found = (_candidate(folder / name) for name in names if not name.startswith(("~$", ".")))
    return sorted(each for each in found if each)


def _candidate(path: Path) -> _Candidate | None:
    """A workbook that holds the sheets of a plan, most files are returns; or is named as one."""
    try:
        if not path.is_file():
            return None
        sheets = sheets_of(path)
    except (OSError, Refused, zlib.error) as fault:
        return _Candidate(path, True, _why(fault)) if path.name.startswith(_USUAL_NAME) else None
    if not all(title.encode() in sheets for title in _SHEETS):
        return None
    return _Candidate(path, all(title.encode() in sheets for title in _OF_NO_SUMMARY))


def _said_of_itself(candidate: _Candidate) -> Mapping[str, str] | Unread:
    path, is_no_other, why = candidate
    try:
        if not why:
            return said_of_itself(path.read_bytes())
    except UNFORESEEN as fault:
        why = _why(fault)
    return Unread(path, why) if is_no_other else {}


def _why(fault: Exception) -> str:
    if isinstance(fault, Refused):
        return fault.message
    if isinstance(fault, OSError):
        return f"{fault.strerror}."
    return refusal.damaged("không đọc được").message
