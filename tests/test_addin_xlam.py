"""The add-in file: a ribbon that Office accepts, our sources and nothing else, no maker's trace."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import zipfile
from importlib import resources
from pathlib import Path

import pyopenvba
import pytest
from lxml import etree

from tests.system import soffice, uno_python
from xl_addin.actions import ACTIONS, GROUPS, TAB_KEY, TAB_LABEL
from xl_addin.build import xlam

HERE = Path(__file__).parent / "addin"
SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
PYOPENVBA = "6969f2f8367f34a581663f6b5b8847273f876cb724daf8d8073067fa74c9b4d2"
"""Digest of the files of pyOpenVBA 6.5.0: what the add-in is made with is what was looked at."""


@pytest.fixture(scope="module")
def data() -> bytes:
    return xlam.build(xlam.sources())


@pytest.fixture(scope="module")
def ribbon():
    return etree.fromstring(xlam.ribbon())


def test_the_same_bytes_each_time(data) -> None:
    assert xlam.build(xlam.sources()) == data


def test_made_with_the_pinned_tool() -> None:
    digest = hashlib.sha256()
    folder = Path(pyopenvba.__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    assert digest.hexdigest() == PYOPENVBA


def test_the_ribbon_follows_its_schema(ribbon) -> None:
    etree.XMLSchema(etree.parse(HERE / "ribbon.xsd")).assertValid(ribbon)


def test_the_ribbon_shows_the_catalogue(ribbon) -> None:
    (tab,) = ribbon.iter(f"{SPACE}tab")
    assert (tab.get("label"), tab.get("keytip")) == (TAB_LABEL, TAB_KEY)
    assert [
        (group.get("label"), tuple(b.get("id").removeprefix("ketnap.") for b in group))
        for group in tab
    ] == list(GROUPS)
    buttons = {b.get("id").removeprefix("ketnap."): b for b in ribbon.iter(f"{SPACE}button")}
    assert set(buttons) == set(ACTIONS)
    for name, action in ACTIONS.items():
        seen = buttons[name]
        assert (seen.get("label"), seen.get("supertip")) == (action.label, action.tip)
        assert (seen.get("keytip"), seen.get("imageMso")) == (action.key, action.image)
        assert seen.get("size") == "large"


def test_the_guide_names_every_button() -> None:
    guide = (resources.files("xl_addin") / "HUONG-DAN.txt").read_text(encoding="utf-8")
    assert all(action.label in guide for action in ACTIONS.values())


def test_no_two_buttons_share_a_key() -> None:
    assert len({action.key for action in ACTIONS.values()}) == len(ACTIONS)


def test_every_icon_is_one_that_office_has(ribbon) -> None:
    names = (HERE / "office_names.txt").read_text(encoding="utf-8").splitlines()
    used = {node.get(key) for node in ribbon.iter() for key in ("imageMso", "insertAfterMso")}
    assert used - {None} <= set(names)


def test_every_button_has_its_procedure(ribbon) -> None:
    called = {button.get("onAction") for button in ribbon.iter(f"{SPACE}button")}
    subs = re.findall(
        r"^Public Sub (\w+)\(control As Object\)$", xlam.sources()["KetnapRibbon"], re.M
    )
    assert called == {f"KetnapRibbon.{name}" for name in subs}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_it_holds_our_sources_and_no_other_code(data) -> None:
    from oletools.olevba import VBA_Parser

    ours = {name: text.splitlines() for name, text in xlam.sources().items()}
    for _file, _stream, name, code in VBA_Parser("ketnap.xlam", data=data).extract_macros():
        lines = code.splitlines()
        if Path(name).stem in ours:
            assert lines == ours.pop(Path(name).stem)
        else:
            assert all(line.startswith("Attribute VB_") for line in lines if line)
    assert not ours


def test_no_author_no_path_no_time(data) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        assert {info.date_time[:3] for info in package.infolist()} == {(1980, 1, 1)}
        everything = b"".join(package.read(name) for name in package.namelist())
    assert not re.search(rb"creator|lastModifiedBy|William|:\\Users|/home/|/tmp/", everything)


def test_what_isnt_ascii_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        xlam.build({"KetnapLauncher": "' đ\n"})


GUARD = """Attribute VB_Name = "Guard"
Option Explicit
Private pressed_ As String

Public Sub Launch(ByVal action As String)
    pressed_ = pressed_ & action & " "
End Sub

Public Function Pressed() As String
    On Error GoTo Failed
{calls}
    Pressed = pressed_
    Exit Function
Failed:
    Pressed = "ERR " & CStr(Err.Number) & " line " & CStr(Erl)
End Function
"""


@pytest.mark.skipif(
    not (soffice() and uno_python()), reason="LibreOffice with UNO is not installed"
)
def test_libreoffice_compiles_it_too(tmp_path) -> None:
    calls = "\n".join(f"    {action.macro} Nothing" for action in ACTIONS.values())
    modules = xlam.sources()
    modules["KetnapLauncher"] = modules["KetnapLauncher"].replace("Sub Launch(", "Sub Begin(")
    path = tmp_path / xlam.FILE_NAME
    path.write_bytes(xlam.build({**modules, "Guard": GUARD.format(calls=calls)}))
    script = [uno_python(), HERE / "second_opinion.py", soffice(), tmp_path / "profile", path]
    run = subprocess.run(script, capture_output=True, text=True, timeout=60, check=True)
    command, pressed = json.loads(run.stdout)
    assert command.endswith(r'\ketnap\python\python.exe" -I -m xl_addin kiem-tra --hwnd=7')
    assert pressed.split() == list(ACTIONS)
