"""What is drawn while a command works."""

from pathlib import Path

import pytest

from aggregator.cli import screen


def test_the_bar_is_drawn_by_no_thread_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a second thread workers could not be copies of the process."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    threads = Path("/proc/self/task")
    before = sorted(threads.iterdir())
    with screen.progress_bar() as told:
        assert told is not None
        told(1, 3)
        told(3, 3)
        assert sorted(threads.iterdir()) == before
