"""Why the buttons work or don't: each thing looked at, what was found, what to do."""

from __future__ import annotations

import platform
import struct
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from aggregator import __version__
from xl_addin import extension
from xl_addin.install import internet_mark
from xl_addin.places import Places
from xl_addin.policies import Registry, obstacles
from xl_addin.shortcuts import shortcuts

_NEEDED = (3, 11)
_INSTALL = "Đóng Excel rồi chạy lại install.cmd của bộ cài (hoặc: ketnap addin install)."


class Check(NamedTuple):
    """One thing looked at; `hint` says what to do where it isn't well."""

    well: bool
    text: str
    hint: str = ""


class Machine(NamedTuple):
    """What is looked at: None where there is no Windows, or no LibreOffice.

    `started` is the Python that the menu of LibreOffice starts.
    """

    places: Places | None
    unopkg: str | None
    started: Path
    registry: Registry
    folder: Path


def examine(machine: Machine, addin: bytes) -> Iterator[Check]:
    """Everything that can be said; `addin` is what this version installs."""
    yield from program()
    if machine.places is None:
        yield Check(True, "Máy này không chạy Windows: không có nút trong Excel, có dòng lệnh")
    else:
        yield from _launcher(machine.places)
        yield from _addin(machine.places, addin)
        yield from _links(machine.places)
        yield from (Check(False, text, hint) for text, hint in obstacles(machine.registry))
    if machine.unopkg is not None:
        yield _menu(machine.unopkg, machine.started)
    yield from locks(machine.folder)


def program() -> Iterator[Check]:
    """The Python that runs this, and the versions of what it needs."""
    bits = struct.calcsize("P") * 8
    text = f"Python {platform.python_version()}, {bits} bit: {sys.executable}"
    yield Check(sys.version_info >= _NEEDED, text, "Cần Python 3.11 trở lên.")
    try:
        library = metadata.version("xlwings")
    except metadata.PackageNotFoundError:
        yield Check(False, f"ketnap {__version__}, thiếu xlwings", "Cài lại từ bộ cài đầy đủ.")
    else:
        yield Check(True, f"ketnap {__version__}, xlwings {library}")


def _menu(unopkg: str, started: Path) -> Check:
    if not extension.is_added(unopkg):
        return Check(
            True, "LibreOffice: chưa có menu “Đảng viên”; cài bằng lệnh ketnap addin install"
        )
    text = f"LibreOffice: menu “Đảng viên” gọi {started}"
    return Check(started.is_file(), text, "Không còn tệp này. Chạy lại lệnh: ketnap addin install")


def _launcher(places: Places) -> Iterator[Check]:
    yield Check(
        places.python.is_file(),
        f"Chương trình mà nút bấm gọi: {places.python}",
        "Chưa có tệp này. Giải nén bộ cài dành cho Windows rồi chạy install.cmd.",
    )


def _addin(places: Places, addin: bytes) -> Iterator[Check]:
    where = places.addin
    try:
        with where.open("r+b") as file:
            installed = file.read()
    except FileNotFoundError:
        yield Check(False, f"Chưa có {where}", _INSTALL)
        return
    except PermissionError:
        yield Check(True, f"Excel đang mở {where}")
        return
    yield Check(installed == addin, f"Phần bổ trợ: {where}", f"Khác với bản này. {_INSTALL}")
    if internet_mark(where).exists():
        text = "Phần bổ trợ mang dấu “tệp tải từ Internet” nên Windows chặn macro"
        yield Check(False, text, _INSTALL)


def _links(places: Places) -> Iterator[Check]:
    missing = [s.path.stem for s in shortcuts(places) if not s.path.exists()]
    text = "Các mục Gửi đến và trong menu Start"
    yield Check(not missing, text, f"Thiếu: {', '.join(missing)}. {_INSTALL}")


def locks(folder: Path) -> Iterator[Check]:
    """Workbooks of the folder that someone has open: Excel keeps `~$name`, LibreOffice `.~lock`."""
    names = {path.name.removeprefix("~$") for path in folder.glob("~$*.xls*")}
    names |= {
        path.name.removeprefix(".~lock.").removesuffix("#") for path in folder.glob(".~lock.*#")
    }
    if names:
        yield Check(
            False,
            f"Đang có người mở: {', '.join(sorted(names))}",
            "Lưu và đóng các tệp này trước khi tổng hợp; số liệu chưa lưu sẽ không được tính.",
        )
