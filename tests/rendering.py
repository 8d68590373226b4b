"""Pictures of pages of our workbooks and documents, and what they were made from."""

from __future__ import annotations

import hashlib
import json
import subprocess
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from tests import system

_COLOURS = 64
SOURCES = "nguon.json"
"""Beside the pictures: for each the digest of the file it was made from."""


class Picture(NamedTuple):
    """The upper `share` of the first page of a file on which `shows` stands."""

    name: str
    file: str
    shows: str
    share: float = 1.0
    dots_per_inch: int = 80


def digest(path: Path) -> str:
    """Of what a workbook or document holds, however it was packed."""
    said = hashlib.sha256()
    with zipfile.ZipFile(path) as package:
        for name in sorted(package.namelist()):
            said.update(f"{name}\0".encode() + package.read(name))
    return said.hexdigest()


def digests(folder: Path, wanted: Iterable[Picture]) -> Mapping[str, str]:
    """By the names of the pictures, of the files in `folder` that they show."""
    return {picture.name: digest(folder / picture.file) for picture in wanted}


def recorded(pictures: Path) -> Mapping[str, str]:
    """The digests at the time the pictures of a folder were made."""
    sources = pictures / SOURCES
    known: dict[str, str] = json.loads(sources.read_text("utf-8")) if sources.is_file() else {}
    return known


def refresh(folder: Path, wanted: Sequence[Picture], pictures: Path) -> None:
    """Make anew what is stale in `pictures`, by LibreOffice; drop what is no longer wanted."""
    now, known = digests(folder, wanted), recorded(pictures)
    for path in pictures.glob("*.png"):
        if path.stem not in now:
            path.unlink()
    stale = [
        picture
        for picture in wanted
        if now[picture.name] != known.get(picture.name)
        or not (pictures / f"{picture.name}.png").is_file()
    ]
    if not stale:
        return
    soffice = system.soffice()
    if soffice is None:
        raise SystemExit("LibreOffice is needed")
    render(soffice, folder, stale, pictures)
    (pictures / SOURCES).write_text(json.dumps(now, indent=1) + "\n", "utf-8")


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
    _fewer_colours(into / f"{picture.name}.png")


def _fewer_colours(path: Path) -> None:
    """A page of a workbook has few: a third of the bytes, to the eye the same."""
    with Image.open(path) as picture:
        picture.quantize(_COLOURS).save(path, optimize=True)
