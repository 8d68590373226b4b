"""Entries of Send To and of the start menu: the command line where macros are blocked.

They start Python with a list of words. A `.cmd` in their place would run what stands behind an `&`
in the name of a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from xl_addin.places import Places


class Shortcut(NamedTuple):
    """A link at `path` that starts `program` with `arguments`; Windows adds the files' names."""

    path: Path
    program: Path
    arguments: str
    tip: str


Maker = Callable[[Shortcut], None]
"""Writes one link. Raises OSError where it can't."""

_SEND_TO = {
    "ketnap - Kiểm tra": ("check", "Kiểm tra các tệp đã chọn"),
    "ketnap - Tổng hợp thư mục": ("aggregate", "Tổng hợp thư mục đã chọn"),
    "ketnap - Lập báo cáo": ("report", "Lập báo cáo Word từ tệp tổng hợp đã chọn"),
    "ketnap - Soạn thư gửi cấp trên": ("send", "Soạn thư có đính kèm tệp tổng hợp đã chọn"),
}
_MENU = {
    "Các nút bên cạnh Excel": ("", "Làm việc với tệp đang mở trong Excel mà không dùng macro"),
    "Khám máy": ("addin doctor", "Xem vì sao các nút không chạy"),
    "Gỡ khỏi Excel": ("addin remove", "Gỡ các nút và các mục Gửi đến"),
}


def shortcuts(places: Places) -> Iterator[Shortcut]:
    """Every link that installing makes and removing takes away."""
    for folder, entries in ((places.send_to, _SEND_TO), (places.menu, _MENU)):
        for name, (command, tip) in entries.items():
            program = f"console {command}" if command else "companion"
            arguments = f"-I -m xl_addin.{program}"
            yield Shortcut(folder / f"{name}.lnk", places.python, arguments, tip)


def windows_link(shortcut: Shortcut) -> None:
    """Let Windows itself write the link. Raises OSError where it can't, or pywin32 is missing."""
    try:
        import pythoncom
        from win32com.shell import shell
    except ImportError as error:
        raise OSError(f"pywin32: {error}") from error
    shortcut.path.parent.mkdir(parents=True, exist_ok=True)
    try:
        link = pythoncom.CoCreateInstance(
            shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink
        )
        link.SetPath(str(shortcut.program))
        link.SetArguments(shortcut.arguments)
        link.SetDescription(shortcut.tip)
        link.QueryInterface(pythoncom.IID_IPersistFile).Save(str(shortcut.path), 0)
    except pythoncom.com_error as error:
        raise OSError(f"Windows: {error}") from error
