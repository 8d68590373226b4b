"""The bundle for Windows: what is locked, what is in it, what is asked of a person."""

from __future__ import annotations

import re
import subprocess
import tomllib
import zipfile
from importlib import resources
from pathlib import Path

import pytest

from aggregator.pipeline.planfile import UnusableError
from tests.offices import ketnap
from xl_addin import bundle, wheels
from xl_addin.build import xlam

ROOT = Path(__file__).parent.parent
PYTHON = ("python.exe", "python312.dll", "python312.zip", "python312._pth", "vcruntime140.dll")


@pytest.fixture
def libraries(monkeypatch) -> None:
    def fetch(site: Path) -> None:
        (site / "xlwings").mkdir()
        (site / "xlwings" / "__init__.py").write_bytes(b"")

    monkeypatch.setattr(wheels, "fetch", fetch)


def embeddable(folder: Path, *, without: str = "", extra: str = "") -> Path:
    path = folder / "python-3.12.0-embed-amd64.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name in {*PYTHON, extra} - {without, ""}:
            package.writestr(name, b"")
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {
            name.removeprefix(f"{bundle.NAME}/"): package.read(name) for name in package.namelist()
        }


def locked() -> dict[str, str]:
    text = (resources.files("xl_addin") / "windows-lock.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    return dict(entry.split(" ", 1)[0].split("==") for entry in entries)


def test_every_library_is_locked_for_windows_by_its_hash() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = locked()
    for requirement in project["dependencies"]:
        name, _, exact = requirement.partition(";")[0].partition("==")
        name = re.split(r"[<>=]", name)[0]
        assert name in versions
        assert exact in ("", versions[name]), "make the lock anew: see xl_addin/wheels.py"
    assert "pywin32" in versions


@pytest.mark.usefixtures("libraries")
def test_the_bundle_is_complete_with_the_python_of_a_person(tmp_path) -> None:
    made = bundle.bundle(tmp_path, embeddable(tmp_path))
    assert made.missing == ""
    found = parts(made.path)
    for name in (
        "install.cmd",
        "HUONG-DAN.txt",
        "python/python.exe",
        "python/Lib/site-packages/xlwings/__init__.py",
        "python/Lib/site-packages/aggregator/__main__.py",
        "python/Lib/site-packages/xl_addin/ribbon/customUI14.xml",
        "python/Lib/site-packages/templates/levels.toml",
    ):
        assert name in found
    site = "python/Lib/site-packages/xl_addin"
    assert found[f"{site}/HUONG-DAN.txt"] == found["HUONG-DAN.txt"]
    assert found["ketnap.xlam"] == xlam.build(xlam.sources())
    assert found["python/python312._pth"].endswith(b"Lib\\site-packages\r\nimport site\r\n")
    assert not [name for name in found if "__pycache__" in name]
    assert bundle.bundle(tmp_path / "again", embeddable(tmp_path)).sha256 == made.sha256


@pytest.mark.usefixtures("libraries")
def test_without_python_it_says_what_to_add(tmp_path) -> None:
    done = ketnap("addin", "bundle", "--out", str(tmp_path))
    assert done.return_value == 1
    assert "CHƯA ĐỦ" in done.output
    assert "python.org" in done.output
    (made,) = tmp_path.iterdir()
    assert "python/python.exe" not in parts(made)


@pytest.mark.usefixtures("libraries")
@pytest.mark.parametrize("wrong", [{"without": "python312.dll"}, {"extra": "../x.dll"}])
def test_another_python_is_refused(tmp_path, wrong) -> None:
    with pytest.raises(UnusableError, match="không phải bản Python"):
        bundle.bundle(tmp_path / "out", embeddable(tmp_path, **wrong))
    assert not (tmp_path / "out").exists()


def test_what_is_no_zip_is_refused(tmp_path) -> None:
    path = tmp_path / "python.zip"
    path.write_bytes(b"<html>")
    assert ketnap("addin", "bundle", "--python", str(path)).return_value == 2


def test_the_scripts_are_windows_text() -> None:
    shown = dict(bundle._shell())
    for name, text in shown.items():
        if name.endswith((".cmd", ".txt")):
            assert b"\n" not in text.replace(b"\r\n", b"")
    script = shown["install.cmd"].decode()
    assert script.startswith("@echo off")
    quoted = re.sub(r'"[^"]*"', "", script)
    assert "%~dp0" not in quoted, "a folder with & or ( in its name"
    assert shown["HUONG-DAN.txt"].startswith(b"\xef\xbb\xbf")


def test_what_isnt_free_or_could_run_in_excel_stays_out(tmp_path, monkeypatch) -> None:
    unwanted = ("pro/__init__.py", "addin/xlwings.xlam", "quickstart.xlsm", "xlwings.bas")
    for name in (*unwanted, "main.py"):
        place = tmp_path / "xlwings" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    done = subprocess.CompletedProcess((), 0, "", "")
    monkeypatch.setattr(wheels.subprocess, "run", lambda *_, **__: done)
    wheels.fetch(tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["main.py"]


def test_a_failing_download_is_a_sentence(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(wheels, "_PIP", "-c raise(SystemExit('offline'))")
    with pytest.raises(UnusableError, match="pip báo: offline"):
        wheels.fetch(tmp_path)
