"""The libraries for Windows, fetched on any system: exactly those of the lock, by their hashes.

The lock is made anew by
`uv pip compile pyproject.toml --python-platform x86_64-pc-windows-msvc --python-version 3.12
--generate-hashes --no-header --no-annotate -o xl_addin/windows-lock.txt`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

from aggregator.pipeline.planfile import UnusableError

PYTHON = (3, 12)
_PIP = (
    "-m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes "
    "--platform win_amd64 --implementation cp --only-binary=:all:"
)
_UNUSED = (
    *("bin", "PyWin32.chm", "pythonwin", "isapi", "adodbapi"),
    *("xlwings/pro", "xlwings/addin", "xlwings/html", "xlwings/js", "xlwings/quickstart*"),
    *("xlwings/*.bas", "xlwings/xlwingslib*", "xlwings32-*.dll", "xlwings64-*.dll"),
)
"""Scripts that name this machine, parts of pywin32 that nothing of ours imports, and of xlwings
what isn't under its free licence, or is VBA and other code that Excel would run.
"""


def fetch(site: Path) -> None:
    """Unpack every library of the lock into `site`. Raises UnusableError where pip can't."""
    version = ["--python-version", ".".join(map(str, PYTHON))]
    with resources.as_file(resources.files("xl_addin") / "windows-lock.txt") as lock:
        command = [sys.executable, *_PIP.split(), *version, "--target", str(site), "-r", str(lock)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = done.stderr.strip().rpartition("\n")[2]
        raise UnusableError(f"Không lấy được thư viện cho Windows; pip báo: {reason}")
    for place in [found for pattern in _UNUSED for found in site.glob(pattern)]:
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink()
