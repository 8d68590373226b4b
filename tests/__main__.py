"""`python -m tests`: everything that must hold before a change is done, in one command."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests import system

ROOT = Path(__file__).parent.parent
STEPS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "generated files": ["aggregator.docs", "--check"],
    "tests": ["pytest", "-q", "-n", "2", "--dist", "loadfile"],
}


def main() -> int:
    """Run every step, even after one that fails; 0 when all hold."""
    system.prepare()
    failed = []
    for name, (module, *arguments) in STEPS.items():
        started = time.monotonic()
        step = subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=False)
        print(
            f"== {name}: {'ok' if step.returncode == 0 else 'FAILED'}"
            f" ({time.monotonic() - started:.0f} s)",
            flush=True,
        )
        if step.returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
