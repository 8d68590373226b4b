"""`python -m tests.pictures`: renders the pictures of the READMEs from the sample's real files."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests import system
from tests.offices import ketnap

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "sample_workbooks" / "uong-bi-2024"
RETURN = SAMPLE / "nhan-ve" / "2024-Q1" / "UB-01" / "UB-01.02.xlsx"
DOTS_PER_INCH = 80


def main() -> None:
    """A template, the overview of a summary, the first page of a report."""
    soffice = system.soffice()
    if soffice is None:
        raise SystemExit("LibreOffice is needed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = folder / "tong-hop"
        ketnap("aggregate", SAMPLE / "nhan-ve" / "2024-Q1", "--out", out)
        summary = out / "tong-hop_UB_2024-Q1.xlsx"
        ketnap("report", summary, "--out", folder / "report.docx")
        (folder / "summary.xlsx").write_bytes(summary.read_bytes())
        (folder / "template.xlsx").write_bytes(RETURN.read_bytes())
        pages = {"template.xlsx": 2, "summary.xlsx": 2, "report.docx": 1}
        for file, page in pages.items():
            _render(soffice, folder, file, page)


def _render(soffice: str, folder: Path, file: str, page: int) -> None:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / file)], check=True, capture_output=True)
    stem = Path(file).stem
    PICTURES.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            "pdftoppm",
            "-png",
            "-singlefile",
            "-f",
            str(page),
            "-l",
            str(page),
            "-r",
            str(DOTS_PER_INCH),
            str(folder / f"{stem}.pdf"),
            str(PICTURES / stem),
        ],
        check=True,
    )


if __name__ == "__main__":
    main()
