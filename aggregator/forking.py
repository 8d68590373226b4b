"""Whether this process may be copied as it stands: a copy starts at once and knows all it knows."""

from __future__ import annotations

import os
import sys


def is_safe() -> bool:
    """Only where no other thread runs: what one holds at the moment would stay held in the copy."""
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208
