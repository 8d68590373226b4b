"""`ketnap new`: a working folder with a plan workbook, blank or that of a sample."""

from __future__ import annotations

from pathlib import Path

from aggregator import atomic, samples
from aggregator.pipeline.planfile import UnusableError
from aggregator.workbook.planbook.write import blank_plan

PLAN_NAME = "ke-hoach.xlsx"


def start(folder: Path, sample: str = "") -> Path:
    """Make the folder and its plan; the plan's path. Raises UnusableError rather than overwrite."""
    target = folder / PLAN_NAME
    if sample and sample not in samples.names():
        known = ", ".join(samples.names())
        raise UnusableError(f"Không có kế hoạch mẫu “{sample}”; hiện có: {known}")
    if target.exists():
        raise UnusableError(f"“{target}” đã có; chọn thư mục khác hoặc xóa tệp cũ trước")
    folder.mkdir(parents=True, exist_ok=True)
    if sample:
        samples.write(sample, folder)
    else:
        atomic.write(target, blank_plan())
    return target
