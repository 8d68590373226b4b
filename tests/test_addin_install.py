"""Installing and removing below made-up user folders, with a maker of links that notes them."""

from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path

import pytest

from aggregator.pipeline.planfile import UnusableError
from tests.made_up_pc import made_up_libreoffice, made_up_pc, note
from tests.offices import ketnap
from xl_addin import build, console, extension, install, shortcuts, unpack
from xl_addin.build import xlam
from xl_addin.places import Places, places


@pytest.fixture
def home(tmp_path) -> Places:
    return made_up_pc(tmp_path)


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    (folder / "python" / "Lib").mkdir(parents=True)
    for name in ("python.exe", "Lib/a.py"):
        (folder / "python" / name).write_text(name, encoding="utf-8")
    return folder


def test_elsewhere_than_on_windows_there_are_no_places() -> None:
    assert places({"HOME": "/root"}) is None
    assert places({"APPDATA": "x", "LOCALAPPDATA": ""}) is None


def test_the_launcher_starts_what_is_installed() -> None:
    where = Places(Path("R"), Path("%LOCALAPPDATA%")).python
    assert f'""{str(where).replace("/", chr(92))}""' in xlam.sources()["KetnapLauncher"]


def test_everything_installed_is_removed_and_nothing_else(home) -> None:
    mine = home.send_to / "Của tôi.lnk"
    mine.parent.mkdir(parents=True)
    mine.touch()
    before = files(home.roaming)
    done = install.install(home, b"addin", note)
    assert not done.failed
    assert files(home.roaming) - before == {
        p.relative_to(home.roaming).as_posix() for p in done.written
    }
    assert set(install.remove(home)) == set(done.written)
    assert files(home.roaming) == before
    assert not home.menu.exists()
    assert install.remove(home) == ()


def test_a_mark_of_the_internet_is_taken_away(home) -> None:
    home.addin.parent.mkdir(parents=True)
    mark = install.internet_mark(home.addin)
    mark.write_text("[ZoneTransfer]", encoding="utf-8")
    install.install(home, b"addin", note)
    assert not mark.exists()
    assert home.addin.read_bytes() == b"addin"


def test_a_link_that_fails_is_named_and_the_rest_stands(home) -> None:
    def refuse(_shortcut: shortcuts.Shortcut) -> None:
        raise OSError("pywin32")

    done = install.install(home, b"addin", refuse)
    assert done.written == (home.addin,)
    assert any("Kiểm tra" in text and "pywin32" in text for text in done.failed)


def test_an_open_excel_is_named(home, monkeypatch) -> None:
    def locked(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(install.atomic, "write", locked)
    with pytest.raises(UnusableError, match="Đóng mọi cửa sổ Excel"):
        install.install(home, b"addin", note)


def test_a_link_is_python_and_words_never_a_shell(home) -> None:
    for shortcut in shortcuts.shortcuts(home):
        assert shortcut.program == home.python
        if shortcut.arguments == "-I -m xl_addin.companion":
            continue
        assert shortcut.arguments.startswith("-I -m xl_addin.console ")
        words = shortcut.arguments.split()[3:]
        assert ketnap(*words, "--help").output.startswith("Cách dùng: "), words


def test_a_sent_file_reaches_the_command_whatever_its_name(tmp_path, monkeypatch, capfd) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "")
    path = tmp_path / "a&b %PATH% ^ ' (1).xlsx"
    path.write_bytes(b"not a workbook")
    assert console.main(["check", str(path)]) == 1
    assert f"R101 {path.name}: " in capfd.readouterr().out


def test_the_window_stays_until_it_is_read() -> None:
    command = [sys.executable, "-I", "-m", "xl_addin.console", "rules", "V301"]
    done = subprocess.run(command, input="\n", capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.endswith("Nhấn Enter để đóng cửa sổ này.")


def test_the_bundle_is_unpacked_over_an_older_one(tmp_path, home) -> None:
    for content in ("first", "second"):
        source = bundle(tmp_path / content)
        (source / "python" / "Lib" / "a.py").write_text(content, encoding="utf-8")
        target = unpack.unpack(source, home)
        assert (target / "Lib" / "a.py").read_text(encoding="utf-8") == content
    assert home.python.is_file()
    assert files(home.home) - {f"python/{p}" for p in files(target)} == {
        "ketnap.cmd",
        "aggregate.cmd",
    }


def test_a_program_in_use_stays_as_it_was(tmp_path, home, monkeypatch) -> None:
    target = unpack.unpack(bundle(tmp_path), home)
    rename = Path.rename

    def locked(path: Path, other: Path) -> Path:
        if path.name == "python-moi":
            raise PermissionError
        return rename(path, other)

    monkeypatch.setattr(Path, "rename", locked)
    with pytest.raises(UnusableError, match="đang được dùng"):
        unpack.unpack(tmp_path / "bundle", home)
    assert (target / "python.exe").is_file()


def test_a_bundle_without_python_changes_nothing(tmp_path, home) -> None:
    with pytest.raises(UnusableError, match=r"thiếu Python"):
        unpack.unpack(tmp_path, home)
    assert not home.home.exists()


def test_the_commands_of_install(home, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("APPDATA", str(home.roaming))
    monkeypatch.setenv("LOCALAPPDATA", str(home.local))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(shortcuts, "windows_link", note)
    done = ketnap("addin", "install")
    assert (done.return_value, home.addin.is_file()) == (1, True)
    assert "chưa có Python" in done.output
    done = ketnap("addin", "install", "--bundle", str(bundle(tmp_path)))
    assert (done.return_value, home.python.is_file()) == (0, True)
    done = ketnap("addin", "remove")
    assert (done.return_value, home.addin.exists()) == (0, False)
    assert str(home.home) in done.output


class Windows:
    """The few calls of pywin32 that write a link; what was asked is kept in `asked`."""

    CLSCTX_INPROC_SERVER, IID_IPersistFile, CLSID_ShellLink, IID_IShellLink = range(4)

    class com_error(Exception):  # noqa: N801, N818
        pass

    def __init__(self, *, fails: bool = False) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.fails = fails

    def __getattr__(self, name: str):
        def note_call(*arguments: object) -> Windows:
            if self.fails:
                raise Windows.com_error("refused")
            self.asked.append((name, *arguments))
            return self

        return note_call


@pytest.fixture
def windows(monkeypatch):
    def put(fake: Windows) -> Windows:
        monkeypatch.setitem(sys.modules, "pythoncom", fake)
        monkeypatch.setitem(sys.modules, "win32com", types.ModuleType("win32com"))
        monkeypatch.setitem(sys.modules, "win32com.shell", types.SimpleNamespace(shell=fake))
        return fake

    return put


def test_windows_writes_the_links(home, windows) -> None:
    fake = windows(Windows())
    shortcut = next(shortcuts.shortcuts(home))
    shortcuts.windows_link(shortcut)
    assert ("SetPath", str(home.python)) in fake.asked
    assert ("SetArguments", "-I -m xl_addin.console check") in fake.asked
    assert fake.asked[-1] == ("Save", str(shortcut.path), 0)


def test_a_link_that_windows_refuses_is_named(home, windows) -> None:
    windows(Windows(fails=True))
    done = install.install(home, b"addin", shortcuts.windows_link)
    assert all("Windows: refused" in text for text in done.failed)
    assert done.written == (home.addin,)


def test_the_extension_is_added_and_removed(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(build, "files", lambda: [("ketnap.oxt", b"extension")])
    monkeypatch.setenv("PATH", str(made_up_libreoffice(tmp_path / "bin")))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    noted = tmp_path / "ketnap" / "python.txt"
    added = tmp_path / "bin" / "added"
    assert ketnap("addin", "install").return_value == 0
    assert added.read_bytes() == b"extension"
    assert noted.read_text(encoding="utf-8") == sys.executable
    assert "menu “Đảng viên” gọi" in ketnap("addin", "doctor").output
    assert "LibreOffice" in ketnap("addin", "remove").output
    assert not added.exists()
    assert not noted.exists()
    assert "Không có gì để gỡ" in ketnap("addin", "remove").output


def test_a_libreoffice_that_refuses_is_named(tmp_path) -> None:
    program = made_up_libreoffice(tmp_path / "bin") / "unopkg"
    program.write_text("#!/bin/sh\necho busy >&2; exit 1\n", encoding="utf-8")
    with pytest.raises(UnusableError, match="unopkg báo: busy"):
        extension.add(str(program), b"")


def test_libreoffice_is_found_where_windows_keeps_it(tmp_path) -> None:
    program = tmp_path / "LibreOffice" / "program" / "unopkg.com"
    assert extension.unopkg({"PATH": "", "ProgramFiles": str(tmp_path)}) is None
    program.parent.mkdir(parents=True)
    program.touch()
    assert extension.unopkg({"PATH": "", "ProgramFiles": str(tmp_path)}) == str(program)


def test_nowhere_to_install(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert ketnap("addin", "install").return_value == 2
