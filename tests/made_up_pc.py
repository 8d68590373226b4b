"""A Windows PC below a temporary folder: its user's folders, a maker of links, a LibreOffice."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

from xl_addin.places import Places, places
from xl_addin.shortcuts import Shortcut


def made_up_pc(folder: Path) -> Places:
    """The folders of a user with an awkward name."""
    user = folder / "Nguyễn Văn Ánh & 100%"
    made = places({"APPDATA": str(user / "Roaming"), "LOCALAPPDATA": str(user / "Local")})
    assert made is not None
    return made


def note(shortcut: Shortcut) -> None:
    """Writes down a link in the place of Windows."""
    shortcut.path.parent.mkdir(parents=True, exist_ok=True)
    shortcut.path.write_text(f"{shortcut.program} {shortcut.arguments}", encoding="utf-8")


_UNOPKG = """#!{python}
import pathlib, sys
state = pathlib.Path(__file__).with_name("added")
match sys.argv[1:]:
    case ["list", "vn.ketnap.addin"]:
        sys.exit(not state.exists())
    case ["add", "--force", "--suppress-license", path]:
        state.write_bytes(pathlib.Path(path).read_bytes())
    case ["remove", "vn.ketnap.addin"]:
        state.unlink()
    case _:
        sys.exit("wrong usage")
"""


def made_up_libreoffice(folder: Path) -> Path:
    """A folder for PATH with a `unopkg` that keeps what was added in a file `added`."""
    folder.mkdir()
    program = folder / "unopkg"
    program.write_text(_UNOPKG.format(python=sys.executable), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder
