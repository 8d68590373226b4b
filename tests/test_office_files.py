"""Everything we write is valid by the ECMA-376 schemas: Excel opens it silently."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.offices import admitted, aggregate, fill, ketnap, office, small_plan, templates

CHECKER = Path(__file__).parent / "ooxml" / "ooxml_check.py"


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """Everything that one small office writes in a quarter, one return of which is faulty."""
    home = tmp_path_factory.mktemp("van-phong")
    blank = templates(small_plan(), home)
    returns = {
        f"{unit}.xlsx": fill(blank[unit], admitted(number))
        for unit, number in {"A.1": 3, "A.2": 0, "B.2": 2, "C": 1}.items()
    }
    returns["B.1.1.xlsx"] = fill(blank["B.1.1"], {**admitted(2), "B1.C1": -1})
    folder = office(home, returns)
    ketnap("distribute", home / "ke-hoach.xlsx", "--period", "2024-Q1")
    aggregate(folder)
    ketnap("report", folder / "tong-hop" / "tong-hop_TP_2024-Q1.xlsx")
    ketnap("new", home / "moi")
    return home


KINDS = {
    "plan": "ke-hoach.xlsx",
    "blank plan": "moi/ke-hoach.xlsx",
    "template": "gui-di/2024-Q1/A/A.1_2024-Q1.xlsx",
    "template of an inner unit": "gui-di/2024-Q1/A/A_2024-Q1.xlsx",
    "summary": "nhan-ve/2024-Q1/tong-hop/tong-hop_TP_2024-Q1.xlsx",
    "control": "nhan-ve/2024-Q1/tong-hop/kiem-tra_TP_2024-Q1.xlsx",
    "report": "nhan-ve/2024-Q1/tong-hop/bao-cao_TP_2024-Q1.docx",
    "marked return": "nhan-ve/2024-Q1/tong-hop/tra-lai/B.1.1.xlsx",
}


@pytest.mark.parametrize("kind", KINDS)
def test_valid_by_the_schemas(written, kind) -> None:
    command = [sys.executable, str(CHECKER), "--json", str(written / KINDS[kind])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert json.loads(done.stdout)


@pytest.mark.parametrize("kind", KINDS)
def test_no_author_and_no_path_is_left_in_it(written, kind) -> None:
    with zipfile.ZipFile(written / KINDS[kind]) as package:
        text = b"".join(package.read(name) for name in package.namelist())
    assert str(written).encode() not in text
    assert b"/tmp/" not in text
