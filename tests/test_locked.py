"""What Excel opens without asking is opened; what has a password of its own is not."""

from __future__ import annotations

import io

import msoffcrypto
import pytest

from aggregator.workbook.package import locked
from tests.offices import admitted, aggregate, fates, fill, office, small_plan, templates, unit


def encrypted(data: bytes, password: str) -> bytes:
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


@pytest.fixture
def returned(tmp_path) -> bytes:
    return fill(templates(small_plan(), tmp_path)["C"], admitted(3))


@pytest.mark.parametrize("name", ["C.xlsx", "tên khác.xls", "C"])
def test_the_default_password_is_a_repair(tmp_path, returned: bytes, name: str) -> None:
    folder = office(tmp_path, {name: encrypted(returned, locked.PASSWORD)})
    outcome = aggregate(folder)
    assert fates(outcome)[name] == ("counted", None)
    assert [(r["code"], r["file"]) for r in outcome["repairs"]] == [("T115", name)]
    assert unit(outcome, "C")["values"]["B2.I/ky"] == 3
    again = aggregate(folder)
    assert again["repairs"] == outcome["repairs"]


def test_strictly_no_password_is_opened(tmp_path, returned: bytes) -> None:
    folder = office(tmp_path, {"C.xlsx": encrypted(returned, locked.PASSWORD)})
    assert fates(aggregate(folder, "--strict"))["C.xlsx"] == ("rejected", "T115")


def test_another_password_is_not_guessed(tmp_path, returned: bytes) -> None:
    folder = office(tmp_path, {"C.xlsx": encrypted(returned, "bí mật")})
    assert fates(aggregate(folder))["C.xlsx"] == ("rejected", "R103")


def test_damage_is_no_crash(returned: bytes) -> None:
    data = encrypted(returned, locked.PASSWORD)
    for at in range(0, len(data), 3001):
        broken = data[:at] + b"\xff\x00\xff" + data[at + 3 :]
        inside = locked.unlocked(broken)
        assert inside is None or inside[:2] == b"PK"
    assert locked.unlocked(data[:2000]) is None


def test_a_file_that_asks_for_more_rounds_than_excel_is_left_alone(monkeypatch, returned) -> None:
    data = encrypted(returned, locked.PASSWORD)
    assert locked.unlocked(data) == returned
    monkeypatch.setattr(locked, "_MOST_ROUNDS", 99_999)
    assert locked.unlocked(data) is None


def test_no_document_type_is_ever_read(returned: bytes) -> None:
    data = encrypted(returned, locked.PASSWORD)
    assert locked.unlocked(data + b"<!DOCTYPE a>") is None
