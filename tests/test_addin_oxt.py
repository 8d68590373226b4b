"""The extension in a throw-away profile: every menu item pressed in a real LibreOffice."""

from __future__ import annotations

import ast
import io
import json
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.lo_engine.engine import LibreOffice
from tests.lo_engine.profile import with_extension
from tests.offices import ketnap
from tests.system import soffice, uno_python
from xl_addin import extension, settings
from xl_addin.actions import ACTIONS, TAB_LABEL
from xl_addin.build import oxt
from xl_addin.snapshot import PANEL_SHEET

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_workbooks" / "ninh-thuan-2023"
PERIOD = "2023-Q1"
needs_libreoffice = pytest.mark.skipif(
    not (soffice() and uno_python()), reason="LibreOffice with its Python bridge is not here"
)


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(oxt.build())) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


# --- the file ---


def test_the_same_bytes_each_time() -> None:
    assert oxt.build() == oxt.build()


def test_everything_in_it_is_named(parts) -> None:
    listed = re.findall(r'full-path="([^"]+)"', parts["META-INF/manifest.xml"])
    assert set(listed) <= set(parts)
    for name, text in parts.items():
        if not name.endswith(".py"):
            etree.fromstring(text.encode())
    assert f'"{extension.IDENTIFIER}"' in parts["description.xml"]


def test_old_pythons_read_it(parts) -> None:
    for name, text in parts.items():
        if name.endswith(".py"):
            ast.parse(text, name, feature_version=(3, 7))


def test_nothing_but_the_standard_library_is_imported(parts) -> None:
    ours = {Path(name).stem for name in parts}
    allowed = set(sys.stdlib_module_names) | {"uno", "unohelper", "com"} | ours
    for text in parts.values():
        for node in ast.walk(ast.parse(text)) if text.startswith('"""') else ():
            if isinstance(node, ast.Import):
                assert {alias.name.partition(".")[0] for alias in node.names} <= allowed
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").partition(".")[0] in allowed


def test_the_menu_is_the_catalogue(parts) -> None:
    urls = re.findall(r"service:vn\.ketnap\.Actions\?([a-z-]+)", parts["Addons.xcu"])
    assert urls == [*ACTIONS, *ACTIONS]
    for action in ACTIONS.values():
        assert parts["Addons.xcu"].count(f'"vi">{action.label}<') == 2
    assert f'"vi">{TAB_LABEL}<' in parts["Addons.xcu"]


def test_the_panel_has_the_same_name_everywhere(parts) -> None:
    assert f'PANEL_SHEET = "{PANEL_SHEET}"' in parts["pythonpath/ketnap_document.py"]


# --- installed, pressed, undone ---


@pytest.fixture(scope="module")
def place():
    """A folder that another user may write in: unopkg refuses the superuser."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.fixture(scope="module")
def profile(place) -> Path:
    return with_extension(place)


@pytest.fixture(scope="module")
def environment(place) -> dict[str, str]:
    """Where our Python is, and the answers to what would be asked."""
    found = {"XDG_CONFIG_HOME": str(place / "config")}
    extension.note_python(found, Path(sys.executable))
    answers = {"folder": str(place / "vp" / "nhan-ve" / "2023-Q2"), "period": "2023-Q4"}
    return {**found, "KETNAP_ANSWERS": json.dumps(answers), "PYTHONPATH": "/nonexistent"}


@pytest.fixture(scope="module")
def office(profile, environment):
    running = LibreOffice(profile, "--headless", **environment)
    yield running
    running.quit()


@pytest.fixture(scope="module")
def home(place) -> Path:
    shutil.copytree(SAMPLE, place / "vp")
    ketnap("aggregate", place / "vp" / "nhan-ve" / PERIOD)
    return place / "vp"


@pytest.fixture
def pressed(office):
    """Open a workbook, press a button, give the workbook; all is closed afterwards."""
    opened = []

    def press(path: Path, action: str, sheet: str = "", cell: str = "") -> str:
        key = office("open", str(path))
        opened.append(key)
        if sheet:
            office("select", key, sheet, cell)
        office("dispatch", key, f"service:vn.ketnap.Actions?{action}")
        return key

    yield press
    for key in opened:
        office("close", key)


def panel(office, key: str) -> list[list[str]]:
    rows = office("values", key, PANEL_SHEET, [5, 1, 64, 7])
    return [row for row in rows if any(row)]


def undone(office, key: str) -> bool:
    """One step back, and nothing of ours is left."""
    return len(office("undo", key)) == 1 and PANEL_SHEET not in office("sheets", key)


def summary_of(home: Path) -> Path:
    return home / "nhan-ve" / PERIOD / "tong-hop" / f"tong-hop_NT_{PERIOD}.xlsx"


@needs_libreoffice
def test_checked_and_undone_in_one_step(office, pressed, home) -> None:
    path = home / "nhan-ve" / PERIOD / "NT-04" / "NT-04.xlsx"
    key = pressed(path, "kiem-tra")
    said = json.loads(ketnap("check", path, "--json").stdout)["findings"]
    rows = [(row[1], row[2], row[3], row[5]) for row in panel(office, key)]
    assert rows == [(f["sheet"], f["cell"], f["message"], f["code"]) for f in said] != []
    assert office("active_sheet", key) == PANEL_SHEET
    assert not office("modified", key)
    assert undone(office, key)


@needs_libreoffice
def test_reconciled_and_traced(office, pressed, home) -> None:
    key = pressed(summary_of(home), "doi-khop")
    verdict = office("values", key, PANEL_SHEET, [2, 1, 2, 1])[0][0]
    assert verdict in ketnap("reconcile", summary_of(home)).output
    assert undone(office, key)
    office("close", key)
    key = pressed(summary_of(home), "nguon", "Biểu 2", "C8")
    tree = json.loads(ketnap("trace", summary_of(home), "B2.I", "--json").stdout)
    assert [row[4] for row in panel(office, key)[1:]] == [part["file"] for part in tree["parts"]]
    assert undone(office, key)


@needs_libreoffice
def test_a_panel_over_another_is_one_step_too(office, pressed, home) -> None:
    key = pressed(home / "nhan-ve" / PERIOD / "NT-04" / "NT-04.xlsx", "kiem-tra")
    before = panel(office, key)
    office("dispatch", key, "service:vn.ketnap.Actions?kiem-tra")
    assert len(office("undo", key)) == 2
    assert panel(office, key) == before
    assert undone(office, key)


@needs_libreoffice
def test_the_report_and_the_letter(office, pressed, home) -> None:
    pressed(summary_of(home), "lap-bao-cao")
    report = summary_of(home).with_name(f"bao-cao_NT_{PERIOD}.docx")
    assert report.is_file()
    office("close", office("find", str(report)))
    pressed(summary_of(home), "gui-len")
    assert summary_of(home).with_suffix(".eml").is_file()


@needs_libreoffice
def test_added_up_and_distributed(office, pressed, home) -> None:
    pressed(home / "ke-hoach.xlsx", "tong-hop")
    made = home / "nhan-ve" / "2023-Q2" / "tong-hop" / "tong-hop_NT_2023-Q2.xlsx"
    opened = office("find", str(made))
    assert "Tổng quan" in office("sheets", opened)
    office("dispatch", opened, "service:vn.ketnap.Actions?tong-hop")
    again = office("find", str(made))
    assert "Tổng quan" in office("sheets", again)
    pressed(home / "ke-hoach.xlsx", "phat-bieu")
    assert len(list((home / "gui-di" / "2023-Q4").glob("*/*.xlsx"))) > 100


@needs_libreoffice
def test_a_workbook_that_is_not_ours_is_left_alone(office, pressed) -> None:
    key = pressed(Path(), "kiem-tra")
    office("dispatch", key, "service:vn.ketnap.Actions?tro-giup")
    office("dispatch", key, "service:vn.ketnap.Actions?../../xoa")
    assert office("sheets", key) == ["Sheet1"]
    assert office("undo", key) == []


def test_the_python_that_is_started_is_noted_in_the_users_folder(tmp_path) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}
    extension.note_python(environment, Path("/opt/Đảng viên/python"))
    noted = settings.place(environment) / "python.txt"
    assert noted.read_text(encoding="utf-8") == "/opt/Đảng viên/python"
    assert extension.started_python(environment) == Path("/opt/Đảng viên/python")
    extension.forget_python(environment)
    assert extension.started_python(environment).name == "python.exe"
