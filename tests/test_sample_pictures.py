"""Each kind of workbook and document of each sample: valid, readable, and as its picture shows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from aggregator import samples
from tests import fitting, pictures, rendering, system

CHECKER = Path(__file__).parent / "ooxml" / "ooxml_check.py"
MOST_BYTES = 2_000_000


class Played(NamedTuple):
    """A sample as an office leaves it after a period."""

    name: str
    folder: Path
    period: str


@pytest.fixture(scope="module", params=samples.names())
def played(request, tmp_path_factory) -> Played:
    folder = tmp_path_factory.mktemp(request.param)
    return Played(request.param, folder, pictures.play(request.param, folder))


def test_the_pictures_are_of_what_is_written_now(played) -> None:
    """If they aren't: `python -m tests.pictures`."""
    wanted = pictures.wanted(played.folder, played.period)
    stored = pictures.PICTURES / played.name
    assert rendering.digests(played.folder, wanted) == rendering.recorded(stored)
    assert {path.stem for path in stored.glob("*.png")} == {picture.name for picture in wanted}


def test_everything_written_is_valid_by_the_schemas(played) -> None:
    """Every workbook and document of the run; of the templates sent out one for each size."""
    out = played.folder / "nhan-ve" / played.period / "tong-hop"
    sent = sorted(played.folder.glob("gui-di/**/*.xlsx"))
    some = {path.stat().st_size // 1000: path for path in sent}.values()
    written = [path for path in out.rglob("*.*") if path.suffix in (".xlsx", ".docx")]
    checked = [played.folder / "ke-hoach.xlsx", *written, *some]
    command = [sys.executable, str(CHECKER), "--json", *map(str, checked)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout[-3000:]
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) >= len(checked)


def test_no_text_is_cut_off(played) -> None:
    if not fitting.FONTS.is_dir():
        pytest.skip("the fonts of fonts-liberation are not installed")
    files = {picture.file for picture in pictures.wanted(played.folder, played.period)}
    books = sorted(file for file in files if file.endswith(".xlsx"))
    cut = {file: fitting.cuts(played.folder / file) for file in books}
    assert not any(cut.values()), {file: found[:20] for file, found in cut.items() if found}


def test_the_page_shows_them_all() -> None:
    """If it doesn't: `python -m tests.pictures`."""
    assert pictures.PAGE.read_text("utf-8") == pictures.page()
    stored = list(pictures.PICTURES.rglob("*.png"))
    assert sum(path.stat().st_size for path in stored) < MOST_BYTES


def test_a_text_that_is_cut_off_is_found(tmp_path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"] = "Đảng bộ xã rất dài tên", 1
    sheet["A2"] = "Đảng bộ xã rất dài tên"
    sheet["A3"] = 123456789012
    book.save(tmp_path / "a.xlsx")
    assert [cut.cell for cut in fitting.cuts(tmp_path / "a.xlsx")] == ["A1", "A3"]


def test_a_page_can_be_shown(tmp_path) -> None:
    soffice = system.soffice()
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    samples.write("uong-bi-2024", tmp_path)
    wanted = [rendering.Picture("ke-hoach", "ke-hoach.xlsx", "KẾ HOẠCH PHÁT TRIỂN", 1, 60)]
    rendering.render(soffice, tmp_path, wanted, tmp_path / "hinh")
    assert (tmp_path / "hinh" / "ke-hoach.png").stat().st_size > 1000
