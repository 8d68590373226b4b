"""A throw-away profile of LibreOffice in which our extension is installed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.system import SYSTEM_PATH
from xl_addin.build import oxt

NOBODY = "65534"


def with_extension(place: Path) -> Path:
    """The profile, made in a folder that everybody may write in: unopkg refuses the superuser."""
    package, made = place / oxt.FILE_NAME, place / "profile"
    package.write_bytes(oxt.build())
    words = ["unopkg", "add", f"-env:UserInstallation={made.as_uri()}", str(package)]
    if os.geteuid() == 0:
        words = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *words]
    environment = {**os.environ, "PATH": SYSTEM_PATH, "HOME": str(place)}
    subprocess.run(words, check=True, capture_output=True, env=environment)
    return made
