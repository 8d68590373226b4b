"""The installation for Windows PCs without internet, made on any system, in one zip."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from aggregator import __version__, atomic
from aggregator.pipeline.planfile import UnusableError
from aggregator.workbook.package.pack import archive, pack
from xl_addin import build, wheels

NAME = f"ketnap-windows-{__version__}"
_OURS = ("aggregator", "templates", "xl_addin")
_SITE = "python/Lib/site-packages"
_GUIDE = "HUONG-DAN.txt"
_TAG = "".join(map(str, wheels.PYTHON))
_EMBEDDED = {"python.exe", f"python{_TAG}.dll", f"python{_TAG}.zip", f"python{_TAG}._pth"}
_SEARCH = f"python{_TAG}.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"
"""The search path of the embedded Python: its own library, ours, and the `.pth` files there."""


class Bundle(NamedTuple):
    """Where the zip is, its digest, and what a person must still add (empty when complete)."""

    path: Path
    sha256: str
    missing: str


def bundle(out: Path, python: Path | None) -> Bundle:
    """Write the zip; `python` is the embeddable package of python.org.

    Raises UnusableError where that is another file, or the libraries can't be had.
    """
    parts = dict(_shell())
    parts.update(_program())
    parts[f"{_SITE}/xl_addin/{_GUIDE}"] = parts[_GUIDE]
    if python is not None:
        parts.update(embedded(python))
    with tempfile.TemporaryDirectory() as folder:
        wheels.fetch(Path(folder))
        parts.update(_below(Path(folder), _SITE))
    data = archive((f"{NAME}/{name}", pack(parts[name])) for name in sorted(parts))
    path = out / f"{NAME}.zip"
    atomic.write(path, data)
    missing = "" if python is not None else _missing()
    return Bundle(path, hashlib.sha256(data).hexdigest(), missing)


def embedded(python: Path) -> Iterator[tuple[str, bytes]]:
    """The parts of the embeddable Python, with the search path that finds our libraries."""
    try:
        with ZipFile(python) as package:
            found = {name: package.read(name) for name in package.namelist()}
    except BadZipFile as error:
        raise UnusableError(f"“{python}” không phải tệp .zip. {_missing()}") from error
    if not set(found) >= _EMBEDDED or any("/" in name or "\\" in name for name in found):
        raise UnusableError(f"“{python}” không phải bản Python cần dùng. {_missing()}")
    found[f"python{_TAG}._pth"] = _SEARCH.encode("ascii")
    for name, data in found.items():
        yield f"python/{name}", data


def _missing() -> str:
    version = ".".join(map(str, wheels.PYTHON))
    return (
        f"Cần “Windows embeddable package (64-bit)” của Python {version}, tải ở python.org, "
        "so mã SHA-256 với trang đó, rồi dựng lại với --python TỆP"
    )


def _shell() -> Iterator[tuple[str, bytes]]:
    """What an officer sees in the folder: Windows line ends, and a mark that the text is UTF-8."""
    here = resources.files("xl_addin")
    guide = (here / _GUIDE).read_text(encoding="utf-8")
    yield _GUIDE, guide.replace("\n", "\r\n").encode("utf-8-sig")
    script = (here / "install.cmd").read_text(encoding="utf-8")
    yield "install.cmd", script.replace("\n", "\r\n").encode()
    yield from build.files()


def _program() -> Iterator[tuple[str, bytes]]:
    for package in _OURS:
        with resources.as_file(resources.files(package)) as folder:
            yield from _below(folder, f"{_SITE}/{package}")


def _below(folder: Path, place: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"{place}/{path.relative_to(folder).as_posix()}", path.read_bytes()
