"""Where things stand on a Windows PC: in the user's own folders, so that no rights are needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ADDIN = "ketnap.xlam"
EXTENSION = "ketnap.oxt"


class Places(NamedTuple):
    """The two folders of a user's programs, and what of ours stands in them."""

    roaming: Path
    local: Path

    @property
    def addin(self) -> Path:
        """Excel loads at its start whatever stands here, and trusts it."""
        return self.roaming / "Microsoft" / "Excel" / "XLSTART" / ADDIN

    @property
    def send_to(self) -> Path:
        return self.roaming / "Microsoft" / "Windows" / "SendTo"

    @property
    def menu(self) -> Path:
        return self.roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "ketnap"

    @property
    def home(self) -> Path:
        return self.local / "ketnap"

    @property
    def python(self) -> Path:
        """The program that the launcher starts; the same path stands in the VBA."""
        return self.home / "python" / "python.exe"


def places(environment: Mapping[str, str]) -> Places | None:
    """The places of this user; None where the environment is not that of Windows."""
    roaming, local = environment.get("APPDATA"), environment.get("LOCALAPPDATA")
    return Places(Path(roaming), Path(local)) if roaming and local else None
