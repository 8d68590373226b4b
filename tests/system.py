"""What the tests need from the system: installed where it may be, else skipped with the reason."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

PACKAGES = (
    "libreoffice-calc",
    "libreoffice-writer",
    "python3-uno",
    "fonts-liberation",
    "poppler-utils",
    "dovecot-imapd",
    "libreoffice-gtk3",
    "xvfb",
    "openbox",
    "xdotool",
    "imagemagick",
)
_SCREEN = ("Xvfb", "openbox", "xdotool", "import")
_SYSTEM_PYTHON = "/usr/bin/python3"
SYSTEM_PATH = "/usr/bin:/bin:/usr/sbin:/sbin"
"""LibreOffice takes its own Python's home from the first `python3` in the path: not from ours."""


def soffice() -> str | None:
    """The LibreOffice program, if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@cache
def uno_python() -> str | None:
    """The system's Python, if it can talk to LibreOffice; no other can."""
    try:
        subprocess.run([_SYSTEM_PYTHON, "-c", "import uno"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return _SYSTEM_PYTHON


def dovecot() -> str | None:
    """The mail server that mailboxes are read from, if there is one; not in every user's path."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def screen() -> bool:
    """Whether there is what makes a screen, presses its keys and takes its picture."""
    return all(map(shutil.which, _SCREEN))


def prepare() -> None:
    """Install LibreOffice, Dovecot and a screen from Debian's packages where this user may."""
    if soffice() and shutil.which("pdftoppm") and uno_python() and dovecot() and screen():
        return
    if os.geteuid() != 0 or not Path("/usr/bin/apt-get").exists():
        print("LibreOffice, Dovecot or a screen can't be installed here: their tests are skipped")
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        subprocess.run(
            ["apt-get", "-q", *arguments],
            check=False,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
    uno_python.cache_clear()
