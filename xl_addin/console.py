"""`python -m xl_addin.console WORD… FILE…`: a command in a window that stays until it is read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress


def main(arguments: Sequence[str]) -> int:
    """Run `ketnap` with these words, wait for Enter, give its exit code."""
    command = [sys.executable, "-I", "-m", "aggregator", *arguments]
    code = subprocess.run(command, check=False).returncode
    with suppress(EOFError, KeyboardInterrupt):
        input("\nNhấn Enter để đóng cửa sổ này.")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
