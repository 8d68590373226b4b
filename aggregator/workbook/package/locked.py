"""A workbook encrypted with the password that Excel tries by itself, opened; only in a worker.

Excel encrypts so what is protected without a password to open, and opens it without asking.
"""

from __future__ import annotations

import struct
from io import BytesIO
from xml.parsers.expat import ExpatError

PASSWORD = "VelvetSweatshop"
"""Published with the file format ([MS-OFFCRYPTO], 2.4.2.3): it keeps nobody out."""
_MOST_ROUNDS = 1_000_000
"""Excel hashes a password 100.000 times; a file may ask for so many more that it takes hours."""


def unlocked(data: bytes) -> bytes | None:
    """The workbook inside an encrypted one; None where it has a password of its own."""
    import msoffcrypto
    from msoffcrypto import exceptions

    if b"<!DOCTYPE" in data:
        return None
    inside = BytesIO()
    try:
        locked = msoffcrypto.OfficeFile(BytesIO(data))
        if _rounds(locked) > _MOST_ROUNDS:
            return None
        locked.load_key(password=PASSWORD, verify_password=True)
        locked.decrypt(inside)
    except (
        exceptions.DecryptionError,
        exceptions.FileFormatError,
        exceptions.InvalidKeyError,
        exceptions.ParseError,
        ExpatError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
        struct.error,
    ):
        return None
    return inside.getvalue()


def _rounds(locked: object) -> int:
    info = getattr(locked, "info", None)
    rounds = info.get("spinValue", 0) if isinstance(info, dict) else 0
    return rounds if isinstance(rounds, int) else 0
