"""What the registry of Windows says of macros, read only; names from Microsoft's templates."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

Registry = Callable[[str, str], dict[str, int | str]]
"""Root (`HKCU`, `HKLM`) and key to its values by name; empty where there is no such key."""

_VERSIONS = ("14.0", "15.0", "16.0")
_CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_ASR = (
    r"SOFTWARE\Policies\Microsoft\Windows Defender"
    r"\Windows Defender Exploit Guard\ASR\Rules"
)


class Obstacle(NamedTuple):
    """Something that keeps the buttons from working: what it is and what to do."""

    text: str
    hint: str


_OTHER_WAY = "Dùng mục Gửi đến (Send to) hoặc dòng lệnh; muốn dùng nút thì hỏi bộ phận tin học."
_EXCEL = (
    ("VBAWarnings", 4, "Chính sách của cơ quan tắt mọi macro trong Excel"),
    ("VBAWarnings", 3, "Chính sách của cơ quan chỉ cho chạy macro có chữ ký số"),
    ("RequireAddinSig", 1, "Chính sách của cơ quan chỉ nhận phần bổ trợ có chữ ký số"),
    ("DisableAllAddins", 1, "Chính sách của cơ quan tắt mọi phần bổ trợ của Excel"),
)


def obstacles(registry: Registry) -> Iterator[Obstacle]:
    """Every setting that stops the add-in, most decisive first."""
    if str(registry("HKLM", _ASR).get(_CHILD_PROCESSES, "")) == "1":
        yield Obstacle(
            "Windows Defender không cho Excel mở chương trình khác, nên nút bấm không chạy",
            _OTHER_WAY,
        )
    for version in _VERSIONS:
        yield from _excel(registry, version)


def _excel(registry: Registry, version: str) -> Iterator[Obstacle]:
    policy = rf"Software\Policies\Microsoft\Office\{version}\Excel\Security"
    set_by_policy = registry("HKCU", policy)
    for name, value, text in _EXCEL:
        if set_by_policy.get(name) == value:
            yield Obstacle(f"{text} (Excel {version})", _OTHER_WAY)
    if registry("HKCU", rf"{policy}\Trusted Locations").get("AllLocationsDisabled") == 1:
        yield Obstacle(
            f"Chính sách của cơ quan không tin thư mục nào, kể cả XLSTART (Excel {version})",
            _OTHER_WAY,
        )
    disabled = rf"Software\Microsoft\Office\{version}\Excel\Resiliency\DisabledItems"
    if registry("HKCU", disabled):
        yield Obstacle(
            f"Excel {version} đã tự tắt một phần bổ trợ sau một lần treo",
            "Trong Excel: Tệp › Tùy chọn › Phần bổ trợ › Quản lý: Mục bị tắt (Disabled Items), "
            "chọn ketnap rồi bấm Bật.",
        )


def windows_registry(root: str, key: str) -> dict[str, int | str]:
    """The registry of this PC; empty elsewhere than on Windows."""
    if sys.platform != "win32":
        return {}
    import winreg

    place = winreg.HKEY_CURRENT_USER if root == "HKCU" else winreg.HKEY_LOCAL_MACHINE
    try:
        with winreg.OpenKey(place, key) as opened:
            count = winreg.QueryInfoKey(opened)[1]
            values = [winreg.EnumValue(opened, index) for index in range(count)]
    except OSError:
        return {}
    return {name: value for name, value, _kind in values}
