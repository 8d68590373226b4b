"""The plan is found in whatever way its archive is written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from aggregator.pipeline import planfile, plansearch
from aggregator.workbook.planbook import write as plan_write
from tests.offices import small_plan

OUTLINE = "xl/workbook.xml"


def rewritten(data: bytes, change: Callable[[zipfile.ZipInfo], None], last: str = "") -> bytes:
    """The archive written anew, each entry as `change` wants it, the `last` one at its end."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted(old.namelist(), key=lambda each: each == last):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            change(entry)
            new.writestr(entry, old.read(name))
    return target.getvalue()


def stored(entry: zipfile.ZipInfo) -> None:
    entry.compress_type = zipfile.ZIP_STORED


def noted(entry: zipfile.ZipInfo) -> None:
    """Notes that make the directory longer than a glance."""
    entry.comment = b"x" * 1_000


def unchanged(_entry: zipfile.ZipInfo) -> None:
    return


def named_again(data: bytes) -> bytes:
    """The name stands in the note of the archive too, where it leads nowhere."""
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as box:
        box.comment = b"\0\0\0\0xl/workbook.xml"
    return target.getvalue()


def with_many_sheets(data: bytes) -> bytes:
    """The names of its sheets end beyond the bytes of a glance."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == OUTLINE:
                noise = "".join(f"<!--{n * 7919 % 65_537:x}-->" for n in range(3_000)).encode()
                part = part.replace(b"</sheets>", noise + b"</sheets>")
            new.writestr(name, part)
    return target.getvalue()


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "as we write it": bytes,
    "by another program": lambda data: rewritten(data, unchanged, OUTLINE),
    "not deflated": lambda data: rewritten(data, stored),
    "a long directory": lambda data: rewritten(data, noted),
    "bytes before it": lambda data: b"#!junk" + data,
    "its name in a note": named_again,
    "many sheets": with_many_sheets,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_plan_is_found_however_it_is_packed(way: str, tmp_path: Path) -> None:
    (tmp_path / "kh.xlsx").write_bytes(WAYS[way](plan_write.write(small_plan())))
    (tmp_path / "trong").mkdir()
    assert plansearch.find(tmp_path / "trong") == tmp_path / "kh.xlsx"


def test_two_plans_are_refused_however_they_are_packed(tmp_path: Path) -> None:
    data = plan_write.write(small_plan())
    (tmp_path / "một.xlsx").write_bytes(data)
    (tmp_path / "hai.xlsx").write_bytes(rewritten(data, stored))
    with pytest.raises(planfile.UnusableError, match="Có nhiều kế hoạch"):
        plansearch.find(tmp_path)
