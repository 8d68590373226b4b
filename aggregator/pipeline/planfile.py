"""Finds and reads the plan: given, or in the folder, or in its nearest ancestor."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from aggregator import forms
from aggregator.model import Finding, Form, Plan
from aggregator.rules.plan import FATAL
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.isolation.unforeseen import UNFORESEEN
from aggregator.workbook.package.gate import Refused
from aggregator.workbook.planbook.read import read
from aggregator.workbook.returned.identity import hidden_values


class UnusableError(Exception):
    """The plan can't be used: exit code 2. Holds the sentence, and the findings if it was read."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class PlanFile(NamedTuple):
    """A plan, where it stands, what is to be said of it, and the digest of its bytes."""

    path: Path
    plan: Plan
    findings: tuple[Finding, ...]
    sha256: str = ""


def load(path: Path) -> PlanFile:
    """Read a plan workbook. Raises UnusableError where nothing can be built on it."""
    try:
        return parsed(path, path.read_bytes())
    except OSError as error:
        raise UnusableError(f"Không đọc được kế hoạch “{path.name}”: {error.strerror}") from error


def parsed(path: Path, data: bytes) -> PlanFile:
    """The same of bytes in hand, which stand or stood at `path`."""
    try:
        plan, findings = read(read_book(data))
    except Refused as refused:
        raise UnusableError(
            f"Không đọc được kế hoạch “{path.name}”: {refused.message}"
        ) from refused
    if any(finding.code in FATAL for finding in findings):
        raise UnusableError(f"Kế hoạch “{path.name}” chưa dùng được, cần sửa trước", findings)
    return PlanFile(path, plan, findings, sha256(data).hexdigest())


def find(folder: Path) -> Path | None:
    """The plan workbook in the folder or in its nearest ancestor that has one.

    Slices that went down give way to the plan beside them. Raises UnusableError where a folder
    holds several.
    """
    for here in (folder, *folder.parents):
        found = dict(_plans_in(here))
        plans = [path for path, slice_of in found.items() if not slice_of] or list(found)
        if len(plans) > 1:
            names = ", ".join(f"“{plan.name}”" for plan in plans)
            raise UnusableError(f"Có nhiều kế hoạch trong “{here.name}”: {names}; chọn bằng --plan")
        if plans:
            return plans[0]
    return None


def _plans_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """The plans of a folder, each with the unit whose slice it is."""
    try:
        candidates = sorted(folder.glob("*.xls[xm]"))
    except OSError:
        return
    for path in candidates:
        carried = {} if path.name.startswith(("~$", ".")) else _carried(path)
        if carried.get("kind") == "plan":
            yield path, carried.get("unit", "")


def _carried(path: Path) -> Mapping[str, str]:
    """What a file that may be a plan says of itself, by its sheet names: most files are returns."""
    if not path.is_file():
        return {}
    try:
        with zipfile.ZipFile(path) as package:
            outline = package.read("xl/workbook.xml") if _is_small(package) else b""
        if "Đơn vị".encode() not in outline or "Chỉ tiêu".encode() not in outline:
            return {}
        book = read_book(path.read_bytes(), lambda title: title == "_ketnap")
    except UNFORESEEN:
        return {}
    return hidden_values(book)


def _is_small(package: zipfile.ZipFile) -> bool:
    return package.getinfo("xl/workbook.xml").file_size < 1_000_000


def form_of(plan: Plan) -> Form:
    """The form the plan names, else the current one. Raises UnusableError."""
    try:
        return forms.load(plan.form or forms.CURRENT)
    except KeyError as error:
        raise UnusableError(f"Không có biểu mẫu “{plan.form}” trong bản cài này") from error
