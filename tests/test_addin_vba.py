"""The launcher, run in an interpreter of VBA: what a button starts, and that nothing changes it."""

from __future__ import annotations

import re

import pytest
import xlsxwriter
from pyopenvba import ExcelFile
from pyopenvba.exceptions import VBAError

from tests.vba_office import WINDOW, office
from xl_addin.actions import ACTIONS
from xl_addin.build import xlam

PROGRAM = r"%LOCALAPPDATA%\ketnap\python\python.exe"
AWKWARD = [
    r"D:\Hồ sơ\biểu A.xlsx",
    r"D:\R&D & calc.exe\100% đạt.xlsx",
    r"D:\a=b\^%PATH%^ ; x | y.xlsx",
    r"\\máy chủ\chung\ 'quý 1' (2).xlsx",
    "https://d.docs.live.net/abc/Tài liệu/biểu.xlsx",
    'D:\\"--hwnd=1" -m os.xlsx',
]


@pytest.fixture(scope="module")
def addin(tmp_path_factory):
    path = tmp_path_factory.mktemp("addin") / xlam.FILE_NAME
    path.write_bytes(xlam.build(xlam.sources()))
    return path


def expected(action: str) -> str:
    return f'"{PROGRAM}" -I -m xl_addin {action} --hwnd={WINDOW}'


def faults(addin, modules) -> list[str]:
    """What is wrong with these modules; empty for the ones we ship."""
    found = []
    try:
        excel = office(addin, modules)
        for action in ACTIONS.values():
            excel.press(action.macro)
        excel.excel.run("Launch", "cmd.exe")
        refused = office(addin, modules, blocked=True)
        refused.press("KiemTra")
        mute = office(addin, modules, shell=False)
        mute.press("KiemTra")
    except VBAError as error:
        return [str(error)]
    if [s.command for s in excel.started] != [expected(name) for name in ACTIONS]:
        found.append("another command")
    if any(s.window_style or s.wait for s in excel.started):
        found.append("a window, or Excel waits")
    if any(set(s.environment) != {"KETNAP_WORKBOOK"} for s in excel.started):
        found.append("no name of a workbook")
    if excel.shown or not refused.shown or refused.started:
        found.append("words")
    if not str(mute.excel.application.status_bar).startswith("Không khởi động được"):
        found.append("no words")
    return found


def test_each_button_starts_its_action(addin) -> None:
    assert faults(addin, xlam.sources()) == []


def test_the_launcher_knows_the_catalogue_and_no_other_name() -> None:
    text = xlam.sources()["KetnapLauncher"]
    listed = text.partition("Select Case action")[2].partition("Case Else")[0]
    assert sorted(re.findall(r'"([^"]*)"', listed)) == sorted(ACTIONS)


def test_only_a_shell_is_made(addin) -> None:
    excel = office(addin, xlam.sources())
    excel.press("TongHop")
    assert excel.classes == ["WScript.Shell"]


@pytest.mark.parametrize("name", AWKWARD)
def test_no_character_of_a_name_reaches_the_command(addin, name) -> None:
    excel = office(addin, xlam.sources())
    book = excel.excel.add_workbook()
    book.path, book.name = "", name
    excel.press("KiemTra")
    (started,) = excel.started
    assert started.command == expected("kiem-tra")
    assert started.environment == {"KETNAP_WORKBOOK": name}


def test_no_workbook_open(addin) -> None:
    excel = office(addin, xlam.sources())
    excel.excel.application.active_book = None
    excel.press("TroGiup")
    assert excel.started[0].environment == {"KETNAP_WORKBOOK": ""}


def configured(path) -> None:
    """A workbook with sheets, names and files beside it as other launchers would obey."""
    evil = r"\\attacker\share\python.exe"
    book = xlsxwriter.Workbook(path)
    for title in ("xlwings.conf", "ketnap.conf", "_ketnap.conf", "KetnapLauncher", "PYTHON"):
        sheet = book.add_worksheet(title)
        for row, key in enumerate(("INTERPRETER_WIN", "INTERPRETER", "PYTHONPATH", "PYTHON")):
            sheet.write_row(row, 0, (key, evil))
    for name in ("LOCALAPPDATA", "PYTHON", "KETNAP_WORKBOOK", "INTERPRETER_WIN"):
        book.define_name(name, f'="{evil}"')
    book.close()
    for beside in ("xlwings.conf", "ketnap.conf", f"{path.stem}.conf", "xl_addin.py", "python.bat"):
        path.with_name(beside).write_text(f'"INTERPRETER_WIN","{evil}"\n', encoding="utf-8")


def test_a_received_workbook_chooses_nothing(addin, tmp_path) -> None:
    path = tmp_path / "biểu.xlsx"
    configured(path)
    excel = office(addin, xlam.sources())
    excel.excel.open_workbook(path)
    for action in ACTIONS.values():
        excel.press(action.macro)
    assert [s.command for s in excel.started] == [expected(name) for name in ACTIONS]
    assert {s.environment["KETNAP_WORKBOOK"] for s in excel.started} == {str(path)}


def test_a_workbook_with_macros_chooses_nothing(addin, tmp_path) -> None:
    """A project of its own can't change ours; its words don't stand in for ours either."""
    path = tmp_path / "biểu.xlsm"
    with ExcelFile.create_new(path) as book:
        book.vba_project().add_module(
            "KetnapLauncher",
            'Public Const PYTHON = "calc.exe"\r\nPublic Sub Launch(a)\r\nEnd Sub\r\n',
        )
        book.save(path)
    excel = office(addin, xlam.sources(), blocked=True)
    excel.excel.open_workbook(path)
    excel.press("KiemTra")
    assert not excel.started
    assert excel.shown[0].startswith("ketnap: Không khởi động được chương trình ketnap.")
    assert excel.shown[0].endswith("(70)")


def argv(command: str) -> list[str]:
    """How a Windows program splits its command line, where no quote stands inside a quoted part."""
    return [a or b for a, b in re.findall(r'"([^"]*)"|(\S+)', command)]


@pytest.mark.parametrize(
    "home", [r"C:\Users\Nguyễn Văn Ánh", r"C:\Users\a & b", r"D:\100%", r"C:\Users\x^=y (1)"]
)
def test_the_program_is_one_word_whoever_the_user_is(home) -> None:
    folder = rf"{home}\AppData\Local"
    command = expected("tong-hop").replace("%LOCALAPPDATA%", folder)
    assert argv(command) == [
        rf"{folder}\ketnap\python\python.exe",
        "-I",
        "-m",
        "xl_addin",
        "tong-hop",
        f"--hwnd={WINDOW}",
    ]


SEEDED = {
    "a missing End": ("KetnapLauncher", "    End If\n", ""),
    "an undeclared variable": ("KetnapLauncher", "    Dim words As String\n", ""),
    "an unknown function": ("KetnapLauncher", "CStr(window)", "CText(window)"),
    "a misspelt member": ("KetnapLauncher", "ActiveWorkbook.FullName", "ActiveWorkbook.FullNam"),
    "a misspelt keyword": ("KetnapLauncher", "Select Case", "Selct Case"),
    "a missing argument": ("KetnapLauncher", "CommandFor(action, ", "CommandFor("),
    "another program": ("KetnapLauncher", r"\ketnap\python", r"\ketnap\pithon"),
    "a search along PATH": ("KetnapLauncher", "%LOCALAPPDATA%\\ketnap\\python\\", ""),
    "no isolation": ("KetnapLauncher", " -I -m", " -m"),
    "through cmd.exe": ("KetnapLauncher", "= PYTHON &", '= "cmd.exe /c " & PYTHON &'),
    "the name in the command": (
        "KetnapLauncher",
        '"KETNAP_WORKBOOK") = OpenWorkbook()',
        '"KETNAP_WORKBOOK") = "": action = action & OpenWorkbook()',
    ),
    "no whitelist": ("KetnapLauncher", "IsKnown = False", "IsKnown = True"),
    "an action not listed": ("KetnapLauncher", '"nguon", ', ""),
    "a visible window": ("KetnapLauncher", "WINDOW As Long = 0", "WINDOW As Long = 1"),
    "Excel waits": ("KetnapLauncher", "HIDDEN_WINDOW, False", "HIDDEN_WINDOW, True"),
    "silence": ("KetnapLauncher", "    Complain host, Err.Number\n", ""),
    "words never shown": ("KetnapLauncher", "Left$(words, 255)", '""'),
    "two buttons exchanged": ("KetnapRibbon", '"doi-khop"', '"tong-hop"'),
    "a button without its Sub": ("KetnapRibbon", "Sub GuiLen", "Sub GuiDi"),
    "a Sub without its argument": ("KetnapRibbon", "TroGiup(control As Object)", "TroGiup()"),
}


@pytest.mark.parametrize("kind", SEEDED)
def test_a_seeded_fault_is_caught(addin, kind) -> None:
    module, good, bad = SEEDED[kind]
    sources = xlam.sources()
    assert sources[module].count(good) >= 1
    broken = {**sources, module: sources[module].replace(good, bad, 1)}
    assert faults(addin, broken)
