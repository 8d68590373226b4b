"""`python -m tests.guides`: writes anew what the guides print, and the pictures that are stale."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests import rendering
from tests.guides import pictures, walk


def main() -> None:
    """Every guide in a folder of its own; pictures need LibreOffice."""
    for page in walk.pages():
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            page.write_text(walk.played(page.read_text("utf-8"), folder), "utf-8")
            if page == walk.WALKED:
                rendering.refresh(folder, pictures.WANTED, pictures.PICTURES)


if __name__ == "__main__":
    main()
