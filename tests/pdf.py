"""A document as LibreOffice prints it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.system import soffice


def printed(data: bytes, folder: Path) -> Path:
    """The PDF of a .docx; skips the test where LibreOffice or poppler is missing."""
    program = soffice()
    if program is None or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice or poppler is not installed")
    source = folder / "tai-lieu.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    return folder / "tai-lieu.pdf"


def pages(data: bytes, folder: Path) -> list[str]:
    """What each page of a .docx says, its blanks made single."""
    command = ["pdftotext", str(printed(data, folder)), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [" ".join(page.split()) for page in text.split("\f") if page.strip()]
