"""The menu as an officer uses it: on a screen, with keys; a picture of it is kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests import system
from tests.lo_engine.engine import LibreOffice
from tests.lo_engine.profile import with_extension
from xl_addin import extension
from xl_addin.snapshot import PANEL_SHEET

pytestmark = pytest.mark.skipif(
    not (system.soffice() and system.uno_python() and system.screen()),
    reason="LibreOffice or a screen for it (Xvfb, openbox, xdotool, imagemagick) is not here",
)
FAULTY = Path(__file__).parent.parent / "sample_workbooks" / "loi" / "I4.xlsx"
OUR_MENU = ("F10", "Left", "Left", "Left")
FIRST_ITEM = ("Down", "Return")


@contextmanager
def started(*words: str, **environment: str):
    process = subprocess.Popen(
        words,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        yield process
        process.terminate()


@pytest.fixture
def screen():
    """An empty screen with a window manager: the environment that leads to it."""
    with ExitStack() as stack:
        words = ("Xvfb", "-displayfd", "1", "-screen", "0", "1000x640x24", "-nolisten", "tcp")
        server = stack.enter_context(started(*words))
        display = {"DISPLAY": f":{server.stdout.readline().strip()}"}
        stack.enter_context(started("openbox", **display))
        yield display


def run(display: dict[str, str], *words: str) -> None:
    subprocess.run(words, check=True, env={**os.environ, **display})


def soon(holds: Callable[[], bool]) -> bool:
    """Whether it holds within ten seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.2)
    return False


def test_the_first_item_of_the_menu_checks_the_workbook(screen, tmp_path) -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o777)
        settings = {"XDG_CONFIG_HOME": str(place / "config")}
        extension.note_python(settings, Path(sys.executable))
        # It opens the file itself: asked from outside to open one on a screen, it may hang.
        words = ("--nologo", shutil.copy(FAULTY, place))
        office = LibreOffice(with_extension(place), *words, **settings, **screen)
        try:
            run(screen, "xdotool", "search", "--sync", "--onlyvisible", "--name", FAULTY.stem)
            key = office("find", words[-1])
            time.sleep(1)
            run(screen, "xdotool", "key", "--delay", "200", *OUR_MENU)
            time.sleep(0.5)
            run(screen, "import", "-window", "root", str(tmp_path / "menu.png"))
            run(screen, "xdotool", "key", "--delay", "200", *FIRST_ITEM)
            assert soon(lambda: PANEL_SHEET in office("sheets", key))
            time.sleep(0.5)
            run(screen, "import", "-window", "root", str(tmp_path / "panel.png"))
            assert office("values", key, PANEL_SHEET, [5, 1, 5, 1])[0][0] == "Lỗi"
        finally:
            office.quit()
    assert (tmp_path / "menu.png").stat().st_size > 10_000
