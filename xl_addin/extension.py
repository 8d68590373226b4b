"""The buttons in LibreOffice: its own program `unopkg` adds and removes the extension."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from aggregator import atomic
from aggregator.pipeline.planfile import UnusableError
from xl_addin import settings
from xl_addin.places import EXTENSION

IDENTIFIER = "vn.ketnap.addin"
"""The same as in the extension's `description.xml`."""


def unopkg(environment: Mapping[str, str]) -> str | None:
    """The program, if LibreOffice is here: on the search path, or where Windows keeps it."""
    found = shutil.which("unopkg", path=environment.get("PATH", ""))
    if found is not None:
        return found
    for root in ("ProgramFiles", "ProgramFiles(x86)"):
        if folder := environment.get(root):
            program = Path(folder) / "LibreOffice" / "program" / "unopkg.com"
            if program.is_file():
                return str(program)
    return None


def add(program: str, data: bytes) -> None:
    """Add the extension for this user, over an older one. Raises UnusableError where it can't."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / EXTENSION
        path.write_bytes(data)
        _run(program, "add", "--force", "--suppress-license", str(path))


def note_python(environment: Mapping[str, str], python: Path) -> None:
    """Note for this user which Python the menu starts; only this note can name one."""
    atomic.write(_note(environment), str(python).encode())


def started_python(environment: Mapping[str, str]) -> Path:
    """What the menu starts: the noted Python, else that of the bundle; it need not be there."""
    try:
        return Path(_note(environment).read_text(encoding="utf-8").strip())
    except OSError:
        return settings.place(environment) / "python" / "python.exe"


def forget_python(environment: Mapping[str, str]) -> None:
    """Take the note away."""
    _note(environment).unlink(missing_ok=True)


def _note(environment: Mapping[str, str]) -> Path:
    return settings.place(environment) / "python.txt"


def remove(program: str) -> bool:
    """Remove the extension; False where it wasn't there. Raises UnusableError as `add`."""
    if not is_added(program):
        return False
    _run(program, "remove", IDENTIFIER)
    return True


def is_added(program: str) -> bool:
    """Whether this user's LibreOffice has the extension."""
    done = subprocess.run([program, "list", IDENTIFIER], capture_output=True, check=False)
    return done.returncode == 0


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2]
        raise UnusableError(
            f"LibreOffice không nhận tiện ích. Đóng mọi cửa sổ LibreOffice rồi chạy lại "
            f"(không dùng quyền quản trị). unopkg báo: {said}"
        )
