"""What the document profiles of party documents differ in; sizes in points, widths in mm."""

from __future__ import annotations

from typing import NamedTuple


class Profile(NamedTuple):
    """A guidance on the format of documents, and what it asks for.

    `rule` is the width of the rule below the name of the Party, as long as the words above it;
    `spacing` the exact distance of lines in the body, None where the guidance leaves it open.
    """

    code: str
    since: int
    party: int
    head: int
    kind: int
    rule: int
    spacing: int | None
    stop: str
    archive: str
    bold_position: bool


PROFILES = (
    Profile(
        code="hd36-2018",
        since=2018,
        party=15,
        head=14,
        kind=16,
        rule=73,
        spacing=None,
        stop="./.",
        archive="- Lưu Văn phòng.",
        bold_position=True,
    ),
    Profile(
        code="hd05-2026",
        since=2026,
        party=14,
        head=13,
        kind=14,
        rule=68,
        spacing=18,
        stop=".",
        archive="- Lưu Đảng ủy.",
        bold_position=False,
    ),
)
"""Hướng dẫn 36-HD/VPTW (2018) and 05-HD/VPTW (2026); the oldest first."""


def chosen(code: str, year: int) -> Profile:
    """The profile that a plan names, or where it names none of ours that of the year."""
    named = next((profile for profile in PROFILES if profile.code == code), None)
    of_year = [profile for profile in PROFILES if profile.since <= year]
    return named or (of_year or PROFILES)[-1 if of_year else 0]
