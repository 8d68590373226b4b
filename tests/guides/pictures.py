"""The pictures of the guides: pages of files that the walk wrote, found by what stands on them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.guides.walk import GUIDES

PICTURES = GUIDES / "hinh"
SOURCES = PICTURES / "nguon.json"
"""For each picture the digest of the file it was made from."""

_OUT = "lam-thu/nhan-ve/2023-Q1/tong-hop"
_BLANK = "lam-thu/gui-di/2023-Q1/NT-08/NT-08.09_2023-Q1.xlsx"
_BACK = f"{_OUT}/tra-lai/NT-04/NT-04.xlsx"
_CONTROL = f"{_OUT}/kiem-tra_NT_2023-Q1.xlsx"
_SUMMARY = f"{_OUT}/tong-hop_NT_2023-Q1.xlsx"


class Picture(NamedTuple):
    """The upper `share` of the first page of a file on which `shows` stands."""

    name: str
    file: str
    shows: str
    share: float = 1.0
    dots_per_inch: int = 80


WANTED = (
    Picture("ke-hoach", "lam-thu/ke-hoach.xlsx", "KẾ HOẠCH PHÁT TRIỂN ĐẢNG VIÊN", 0.62),
    Picture("bia", _BLANK, "Không phát sinh trong kỳ", 0.45),
    Picture("bieu-2", _BLANK, "THỐNG KÊ ĐẢNG VIÊN MỚI", 0.5),
    Picture("tra-lai", _BACK, "THỐNG KÊ ĐẢNG VIÊN MỚI", 0.4),
    Picture("loi-can-sua", _BACK, "LỖI CẦN SỬA", 0.34),
    Picture("tong-quan", _SUMMARY, "TỔNG QUAN KẾT QUẢ"),
    Picture("tinh-hinh-nop", _CONTROL, "TÌNH HÌNH NỘP BÁO CÁO", 0.92, 100),
    Picture("kiem-tra", _CONTROL, "LỖI CẦN SỬA", 0.3, 130),
    Picture("giai-thich", _CONTROL, "GIẢI THÍCH CÁC MÃ", 0.42, 120),
    Picture("bao-cao", f"{_OUT}/bao-cao_NT_2023-Q1.docx", "BÁO CÁO", 1, 60),
)


def digest(path: Path) -> str:
    """Of what a workbook or document holds, however it was packed."""
    said = hashlib.sha256()
    with zipfile.ZipFile(path) as package:
        for name in sorted(package.namelist()):
            said.update(f"{name}\0".encode() + package.read(name))
    return said.hexdigest()


def digests(folder: Path) -> Mapping[str, str]:
    """By the names of the pictures, of the files that a walk left in `folder`."""
    return {picture.name: digest(folder / picture.file) for picture in WANTED}


def recorded() -> Mapping[str, str]:
    """The digests at the time the pictures were made."""
    known: dict[str, str] = json.loads(SOURCES.read_text("utf-8")) if SOURCES.is_file() else {}
    return known


def render(soffice: str, folder: Path, wanted: Sequence[Picture], into: Path) -> None:
    """Make PNG files by LibreOffice and poppler. Raises LookupError where a page isn't found."""
    files = sorted({str(folder / picture.file) for picture in wanted})
    printed = folder / "pdf"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(printed)]
    subprocess.run([*command, *files], check=True, capture_output=True)
    into.mkdir(parents=True, exist_ok=True)
    for picture in wanted:
        pdf = printed / f"{Path(picture.file).stem}.pdf"
        _cut(pdf, _page(pdf, picture.shows), picture, into)


def _page(pdf: Path, shows: str) -> int:
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True)
    for number, page in enumerate(text.stdout.split("\f"), start=1):
        if shows in page:
            return number
    raise LookupError(f"{pdf.name}: {shows}")


def _cut(pdf: Path, page: int, picture: Picture, into: Path) -> None:
    number = str(page)
    info = ["pdfinfo", "-f", number, "-l", number, pdf]
    told = subprocess.run(info, check=True, capture_output=True, text=True).stdout
    size = next(line for line in told.splitlines() if " size:" in line).split(":")[1]
    width, height = (float(word) for word in size.replace(" x ", " ").split()[:2])
    box = ("-W", width * picture.dots_per_inch / 72)
    tall = ("-H", height * picture.dots_per_inch / 72 * picture.share)
    cut = [word for name, value in (box, tall) for word in (name, str(round(value)))]
    dots = ["-r", str(picture.dots_per_inch)]
    command = ["pdftoppm", "-png", "-singlefile", "-f", number, "-l", number, *dots, *cut]
    subprocess.run([*command, pdf, into / picture.name], check=True)
