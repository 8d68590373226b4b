"""`python -m tests.guides`: writes anew what the guides print, and the pictures that are stale."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests import system
from tests.guides import pictures, walk


def main() -> None:
    """Every guide in a folder of its own; pictures need LibreOffice."""
    for page in walk.pages():
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            page.write_text(walk.played(page.read_text("utf-8"), folder), "utf-8")
            if page == walk.WALKED:
                _pictures(folder)


def _pictures(folder: Path) -> None:
    now, known = pictures.digests(folder), pictures.recorded()
    stale = [
        picture
        for picture in pictures.WANTED
        if now[picture.name] != known.get(picture.name)
        or not (pictures.PICTURES / f"{picture.name}.png").is_file()
    ]
    soffice = system.soffice()
    if stale and soffice is None:
        raise SystemExit("LibreOffice is needed")
    if stale and soffice:
        pictures.render(soffice, folder, stale, pictures.PICTURES)
        pictures.SOURCES.write_text(json.dumps(now, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
