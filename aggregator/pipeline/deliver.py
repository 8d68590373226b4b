"""Templates and slices on their way down: a folder, a zip, a draft for each direct subordinate."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from aggregator import atomic
from aggregator.mail.distribution import distribution
from aggregator.mail.draft import Attachment, Letter, draft
from aggregator.model import Plan
from aggregator.pipeline.distribute import Template
from aggregator.pipeline.planfile import UnusableError


@dataclass(frozen=True)
class Ways:
    """Where to, and what is to be made beside the folder of each direct subordinate."""

    out: Path
    zipped: bool = False
    mailed: bool = False


@dataclass(frozen=True)
class Delivered:
    """How many templates and drafts were written; the units whose draft has no address yet."""

    templates: int
    drafts: int
    unaddressed: tuple[str, ...]


@dataclass
class _Box:
    """What goes to one direct subordinate."""

    templates: int = 0
    workbooks: list[Template] = field(default_factory=list)
    slice: bool = False


def deliver(
    plan: Plan, period: str, templates: Iterable[Template], slices: Iterable[Template], ways: Ways
) -> Delivered:
    """Write everything below `ways.out`.

    Raises UnusableError before anything is written where a classification forbids the drafts.
    """
    if ways.mailed and plan.classification:
        raise UnusableError(
            f"Kế hoạch ghi “{plan.classification}” nên không soạn thư điện tử; bỏ --eml và gửi "
            "biểu mẫu theo đường quy định cho tài liệu loại đó"
        )
    atomic.sweep(ways.out)
    boxes = _in_folders(templates, slices, ways)
    atomic.flush_all()
    letters = {}
    for unit, box in boxes.items():
        packed = _zip(box.workbooks)
        if ways.zipped:
            atomic.write(ways.out / f"{unit}.zip", packed)
        if ways.mailed:
            letters[unit] = _letter(plan, period, unit, box, packed)
            atomic.write(ways.out / f"{unit}.eml", draft(letters[unit]))
    unaddressed = tuple(unit for unit, letter in letters.items() if not letter.to)
    return Delivered(sum(box.templates for box in boxes.values()), len(letters), unaddressed)


def _in_folders(
    templates: Iterable[Template], slices: Iterable[Template], ways: Ways
) -> dict[str, _Box]:
    """Each workbook written to its folder; its bytes are kept only where they go further."""
    boxes: defaultdict[str, _Box] = defaultdict(_Box)
    kept = ways.zipped or ways.mailed
    for template in templates:
        box = boxes[template.subordinate]
        box.templates += 1
        _write(template, ways.out, box, kept)
    for each in slices:
        box = boxes[each.subordinate]
        box.slice = True
        _write(each, ways.out, box, kept)
    return boxes


def _write(workbook: Template, out: Path, box: _Box, kept: bool) -> None:
    atomic.write(f"{out}/{workbook.path}", workbook.data, flush=False)
    if kept:
        box.workbooks.append(workbook)


def _letter(plan: Plan, period: str, unit: str, box: _Box, packed: bytes) -> Letter:
    if len(box.workbooks) == 1:
        (only,) = box.workbooks
        attachment = Attachment(PurePosixPath(only.path).name, only.data)
    else:
        attachment = Attachment(f"{unit}_{period}.zip", packed)
    return distribution(plan, unit, period, box.templates, box.slice, attachment)


def _zip(workbooks: Sequence[Template]) -> bytes:
    """The workbooks in one archive, the same bytes each time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive_file:
        for workbook in workbooks:
            info = zipfile.ZipInfo(workbook.path, (1980, 1, 1, 0, 0, 0))
            archive_file.writestr(info, workbook.data)
    return packed.getvalue()
