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
)
_SYSTEM_PYTHON = "/usr/bin/python3"


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


def prepare() -> None:
    """Install LibreOffice and Dovecot from Debian's packages where this user may."""
    if soffice() and shutil.which("pdftoppm") and uno_python() and dovecot():
        return
    if os.geteuid() != 0 or not Path("/usr/bin/apt-get").exists():
        print("LibreOffice or Dovecot can't be installed here: tests that need them are skipped")
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
