"""`python -m tests.pictures`: each kind of workbook and document of each sample, as a picture.

The samples are built, sent out, rolled up and reported on as an office would.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from aggregator import atomic, samples
from tests import rendering
from tests.offices import ketnap
from tests.rendering import Picture

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
PAGE = PICTURES / "README.md"
_DOTS_PER_INCH = 60
_ARRIVED = datetime(2025, 1, 6, 5, tzinfo=UTC).timestamp()
"""What arrived when is told in the control workbook."""
_WORKBOOKS = {
    "ke-hoach": ("KẾ HOẠCH PHÁT TRIỂN ĐẢNG VIÊN", "Kế hoạch"),
    "bia": ("Không phát sinh trong kỳ", "Biểu mẫu: bìa"),
    "bieu-2": ("THỐNG KÊ ĐẢNG VIÊN MỚI", "Biểu mẫu: một biểu"),
    "tong-hop": ("TỔNG QUAN KẾT QUẢ", "Tổng hợp: tổng quan"),
    "kiem-tra": ("TÌNH HÌNH NỘP BÁO CÁO", "Kiểm tra: tình hình nộp"),
    "tra-lai": ("LỖI CẦN SỬA", "Tệp trả lại: lỗi cần sửa"),
    "bao-cao": ("BÁO CÁO", "Báo cáo Word"),
}
"""By the name of a picture: what stands on the page shown, and its heading."""


def play(name: str, folder: Path) -> str:
    """A sample in `folder`, its last period sent out, rolled up and reported on; that period."""
    samples.write(name, folder)
    for path in folder.rglob("*.*"):
        os.utime(path, (_ARRIVED, _ARRIVED))
    *earlier, period = sorted(path.name for path in (folder / "nhan-ve").iterdir())
    for before in earlier:
        ketnap("aggregate", folder / "nhan-ve" / before)
    ketnap("distribute", folder / "ke-hoach.xlsx", "--period", period)
    ketnap("aggregate", folder / "nhan-ve" / period)
    ketnap("report", _summary(folder, period))
    return period


def wanted(folder: Path, period: str) -> Sequence[Picture]:
    """The pictures of a played sample."""
    files = dict(_files(folder, period))
    return [
        Picture(name, file.relative_to(folder).as_posix(), _WORKBOOKS[name][0], 1, _DOTS_PER_INCH)
        for name, file in files.items()
    ]


def page() -> str:
    """The page that shows them all."""
    lines = [
        "# Hình các tệp mẫu",
        "",
        "Mỗi loại tệp của từng kế hoạch mẫu, trang in đầu, do `python -m tests.pictures` dựng lại.",
    ]
    for name in samples.names():
        shown = [kind for kind in _WORKBOOKS if (PICTURES / name / f"{kind}.png").is_file()]
        lines += ["", f"## {name}", ""]
        lines += [f"![{_WORKBOOKS[kind][1]}]({name}/{kind}.png)" for kind in shown]
    return "\n".join(lines) + "\n"


def _files(folder: Path, period: str) -> Iterator[tuple[str, Path]]:
    out = folder / "nhan-ve" / period / "tong-hop"
    template = _first_leaf(folder / "gui-di" / period)
    yield "ke-hoach", folder / "ke-hoach.xlsx"
    yield "bia", template
    yield "bieu-2", template
    yield "tong-hop", _summary(folder, period)
    yield "kiem-tra", next(out.glob("kiem-tra_*.xlsx"))
    for returned in sorted((out / "tra-lai").rglob("*.xlsx"))[:1]:
        yield "tra-lai", returned
    yield "bao-cao", next(out.glob("bao-cao_*.docx"))


def _first_leaf(sent: Path) -> Path:
    """The template with the longest code: a unit far down the tree."""
    return min(sent.rglob("*.xlsx"), key=lambda path: (-len(path.stem), path.stem))


def _summary(folder: Path, period: str) -> Path:
    return next((folder / "nhan-ve" / period / "tong-hop").glob("tong-hop_*.xlsx"))


def main() -> None:
    """Pictures that are stale, and the page."""
    for name in samples.names():
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home)
            period = play(name, folder)
            rendering.refresh(folder, wanted(folder, period), PICTURES / name)
    atomic.write(PAGE, page().encode())


if __name__ == "__main__":
    main()
