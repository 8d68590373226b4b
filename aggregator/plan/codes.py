"""Which codes of a plan can be typed, copied and compared without a slip."""

from __future__ import annotations

import re

ALLOWED = "chữ không dấu, số, dấu chấm, gạch dưới, gạch nối, tối đa 40 ký tự"
"""What `is_plain` accepts, in words."""

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,40}")


def is_plain(code: str) -> bool:
    """Whether a code holds nothing that looks like something else or that files cannot hold."""
    return _PLAIN.fullmatch(code) is not None
