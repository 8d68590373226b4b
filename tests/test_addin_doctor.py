"""What the doctor says of made-up PCs, each with one thing wrong."""

from __future__ import annotations

import pytest

from tests.made_up_pc import made_up_pc, note
from tests.offices import ketnap
from xl_addin import doctor, extension, install, policies
from xl_addin.build import xlam

SECURITY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
ASR = r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
BLOCKED = [
    ("HKLM", ASR, {"d4f940ab-401b-4efc-aadc-ad5f3c50688a": "1"}, "không cho Excel mở"),
    ("HKCU", SECURITY, {"VBAWarnings": 4}, "tắt mọi macro"),
    ("HKCU", SECURITY, {"VBAWarnings": 3}, "chữ ký số"),
    ("HKCU", SECURITY, {"RequireAddinSig": 1}, "chữ ký số"),
    ("HKCU", SECURITY, {"DisableAllAddins": 1}, "tắt mọi phần bổ trợ"),
    ("HKCU", rf"{SECURITY}\Trusted Locations", {"AllLocationsDisabled": 1}, "XLSTART"),
    (
        "HKCU",
        r"Software\Microsoft\Office\15.0\Excel\Resiliency\DisabledItems",
        {"1": "ketnap"},
        "đã tự tắt",
    ),
]


def empty(_root: str, _key: str) -> dict[str, int | str]:
    return {}


@pytest.fixture
def installed(tmp_path):
    home = made_up_pc(tmp_path)
    home.python.parent.mkdir(parents=True)
    home.python.touch()
    install.install(home, b"addin", note)
    return home


def wrong(places, registry=empty, folder=None, unopkg=None) -> list[str]:
    machine = doctor.Machine(places, unopkg, places.python, registry, folder or places.home)
    return [
        f"{check.text}: {check.hint}"
        for check in doctor.examine(machine, b"addin")
        if not check.well
    ]


def test_a_good_installation_is_well(installed) -> None:
    assert wrong(installed) == []


@pytest.mark.parametrize(("root", "key", "values", "said"), BLOCKED)
def test_a_policy_is_named_with_the_other_way(installed, root, key, values, said) -> None:
    def registry(asked_root: str, asked: str) -> dict[str, int | str]:
        return values if (asked_root, asked) == (root, key) else {}

    (found,) = wrong(installed, registry)
    assert said in found
    assert "Gửi đến" in found or "Bật" in found


def test_rules_that_only_audit_are_no_obstacle() -> None:
    def registry(_root: str, key: str) -> dict[str, int | str]:
        return {"d4f940ab-401b-4efc-aadc-ad5f3c50688a": "2"} if key == ASR else {"VBAWarnings": 1}

    assert not [o for o in policies.obstacles(registry) if "đã tự tắt" not in o.text]


def test_each_missing_thing_is_said(installed) -> None:
    installed.python.unlink()
    installed.addin.write_bytes(b"older")
    install.internet_mark(installed.addin).touch()
    next(installed.send_to.iterdir()).unlink()
    found = "\n".join(wrong(installed))
    for said in ("install.cmd", "Khác với bản này", "tệp tải từ Internet", "Thiếu: ketnap - "):
        assert said in found
    installed.addin.unlink()
    assert "Chưa có" in "\n".join(wrong(installed))


def test_a_menu_that_starts_nothing_is_said(installed, monkeypatch) -> None:
    monkeypatch.setattr(extension, "is_added", lambda _: True)
    assert wrong(installed, unopkg="unopkg") == []
    installed.python.unlink()
    assert "LibreOffice: menu “Đảng viên” gọi" in wrong(installed, unopkg="unopkg")[-1]


def test_open_workbooks_are_named(installed, tmp_path) -> None:
    (tmp_path / "~$biểu A.xlsx").touch()
    (tmp_path / ".~lock.biểu B.xlsx#").touch()
    (found,) = wrong(installed, folder=tmp_path)
    assert "biểu A.xlsx, biểu B.xlsx" in found


def test_the_registry_is_only_read_on_windows() -> None:
    assert policies.windows_registry("HKCU", SECURITY) == {}


def test_the_command(installed, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    assert ketnap("addin", "doctor").return_value == 0
    monkeypatch.setenv("APPDATA", str(installed.roaming))
    monkeypatch.setenv("LOCALAPPDATA", str(installed.local))
    done = ketnap("addin", "doctor")
    assert done.return_value == 1
    assert "Khác với bản này" in done.output
    installed.addin.write_bytes(xlam.build(xlam.sources()))
    assert ketnap("addin", "doctor").return_value == 0
