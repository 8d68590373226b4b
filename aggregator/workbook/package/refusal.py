"""Why a file is not read, and the bounds that a file which is read keeps."""

from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):  # noqa: N818  (a verdict about a file, not a failure of ours)
    """A file that is not read. `code` is a rule code, `message` Vietnamese and without place."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Caps:
    """Bounds on one file: bytes as stored and as inflated, counts, inflation ratio."""

    file: int = 50 << 20
    part: int = 64 << 20
    total: int = 192 << 20
    entries: int = 5_000
    ratio: int = 200
    ratio_from: int = 8 << 20
    tags: int = 6_000_000
    cells: int = 1_000_000
    sheets: int = 200
    text: int = 32_767
    strings: int = 1_000_000
    styles: int = 70_000
    merges: int = 10_000


CAPS = Caps()
PLAN_UNITS = 400_000
"""So many units a plan may have, each with an allocation: there are some 300,000 party cells."""
PLAN_CAPS = Caps(
    file=320 * PLAN_UNITS,
    part=1_600 * PLAN_UNITS,
    total=3_200 * PLAN_UNITS,
    ratio=60,
    tags=300 * PLAN_UNITS,
    cells=16 * PLAN_UNITS,
    strings=4 * PLAN_UNITS,
)


def damaged(what: str) -> Refused:
    """R102: the file can't be read as it is."""
    return Refused("R102", f"Tệp bị hỏng: {what}. Hãy gửi lại tệp gốc.")


def suspicious(what: str) -> Refused:
    """R104: the file is built in a way that no spreadsheet program builds."""
    return Refused("R104", f"Tệp có cấu trúc bất thường: {what}. Tệp không được đọc.")
