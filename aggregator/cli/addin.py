"""`addin`: the buttons in Excel and LibreOffice, built, installed, removed, examined."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import Command, Group

if TYPE_CHECKING:
    from xl_addin.places import Places

_FOLDER = click.Path(file_okay=False, path_type=Path)
_NOWHERE = (
    "Máy này không có Excel trên Windows, cũng không có LibreOffice, nên không có chỗ để cài nút. "
    "Dùng dòng lệnh: ketnap --help"
)
_OUT = click.option(
    "--out",
    metavar="THƯ_MỤC",
    type=_FOLDER,
    default=Path("dist"),
    help="Nơi ghi (mặc định: dist).",
)


@click.group(cls=Group)
def addin() -> None:
    """Các nút trong Excel và LibreOffice."""


@addin.command(cls=Command)
@_OUT
def build(out: Path) -> int:
    """Dựng ketnap.xlam cho Excel và ketnap.oxt cho LibreOffice."""
    from aggregator import atomic
    from xl_addin import build as addins

    for name, data in addins.files():
        atomic.write(out / name, data)
        screen.say(f"Đã dựng {out / name}")
    return 0


@addin.command(cls=Command)
@click.option(
    "--bundle",
    metavar="THƯ_MỤC",
    type=_FOLDER,
    help="Bộ cài cho Windows đã giải nén: chép cả Python của bộ cài.",
)
def install(bundle: Path | None) -> int:
    """Cài các nút vào Excel và LibreOffice, các mục Gửi đến, cho người dùng này."""
    from aggregator.pipeline.planfile import UnusableError
    from xl_addin import build as addins
    from xl_addin import extension
    from xl_addin.places import ADDIN, EXTENSION, places

    where, program = places(os.environ), extension.unopkg(os.environ)
    if where is None and program is None:
        return screen.refuse(UnusableError(_NOWHERE))
    parts = dict(addins.files())
    code = 0
    try:
        if where is not None:
            code = _into_excel(where, parts[ADDIN], bundle)
        if program is not None:
            extension.add(program, parts[EXTENSION])
            if where is None or not where.python.is_file():
                extension.note_python(os.environ, Path(sys.executable))
            screen.say("Mở lại LibreOffice: các nút ở menu “Đảng viên”.")
    except UnusableError as error:
        return screen.refuse(error)
    return code


def _into_excel(where: Places, data: bytes, bundle: Path | None) -> int:
    from xl_addin import install as installing
    from xl_addin import shortcuts, unpack

    if bundle is not None:
        screen.say(f"Đã chép chương trình vào {unpack.unpack(bundle, where)}")
    done = installing.install(where, data, shortcuts.windows_link)
    for path in done.written:
        screen.say(f"Đã cài {path}")
    for text in done.failed:
        screen.say(f"KHÔNG cài được {text}")
    if not where.python.is_file():
        screen.say(f"Nút chưa chạy được: chưa có Python ở {where.python}. Xem: ketnap addin doctor")
    screen.say("Mở lại Excel: các nút ở thẻ “Đảng viên”.")
    return int(bool(done.failed) or not where.python.is_file())


@addin.command(cls=Command)
def remove() -> int:
    """Gỡ đúng những gì lệnh install đã cài."""
    from aggregator.pipeline.planfile import UnusableError
    from xl_addin import extension
    from xl_addin import install as installing
    from xl_addin.places import places

    where, program = places(os.environ), extension.unopkg(os.environ)
    try:
        removed = [f"Đã gỡ {path}" for path in installing.remove(where)] if where else []
        if program is not None and extension.remove(program):
            extension.forget_python(os.environ)
            removed.append("Đã gỡ các nút trong LibreOffice")
        screen.say("\n".join(removed) or "Không có gì để gỡ.")
    except UnusableError as error:
        return screen.refuse(error)
    if where is not None and where.home.exists():
        screen.say(f"Chương trình còn ở {where.home}; xóa thư mục này là hết.")
    return 0


@addin.command(cls=Command)
def doctor() -> int:
    """Xem vì sao các nút chạy hoặc không chạy, và phải làm gì."""
    from xl_addin import doctor as doctors
    from xl_addin import extension
    from xl_addin.build import xlam
    from xl_addin.places import places
    from xl_addin.policies import windows_registry

    program = extension.unopkg(os.environ)
    started = extension.started_python(os.environ)
    machine = doctors.Machine(places(os.environ), program, started, windows_registry, Path.cwd())
    ill = False
    for check in doctors.examine(machine, xlam.build(xlam.sources())):
        screen.say(f"{'được' if check.well else 'LỖI'}  {check.text}")
        if not check.well:
            ill = True
            screen.say(f"    → {check.hint}")
    return int(ill)


@addin.command(cls=Command)
@_OUT
@click.option(
    "--python",
    metavar="TỆP",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Bản Python nhúng cho Windows, tải ở python.org.",
)
def bundle(out: Path, python: Path | None) -> int:
    """Dựng bộ cài cho máy Windows không có mạng; dành cho người phát hành, cần mạng."""
    from aggregator.pipeline.planfile import UnusableError
    from xl_addin.bundle import bundle as make

    try:
        made = make(out, python)
    except UnusableError as error:
        return screen.refuse(error)
    screen.say(f"Đã dựng {made.path}\nSHA-256 {made.sha256}")
    if made.missing:
        screen.say(f"CHƯA ĐỦ để phát hành. {made.missing}")
    return int(bool(made.missing))


COMMANDS = (addin,)
