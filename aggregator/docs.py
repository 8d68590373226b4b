"""Writes every page and workbook that is generated from the code; `--check` says what is stale.

Workbooks and documents are compared part by part, so that another version of zlib changes nothing.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from aggregator import atomic, catalogue, forms, pages, sample_page, samples
from aggregator.gallery import page as gallery
from aggregator.report.word import template as word_template
from aggregator.report.word.profiles import PROFILES
from aggregator.workbook.planbook.write import blank_plan
from aggregator.workbook.template.master import blank_template

ROOT = Path(__file__).parent.parent
_GALLERY = "sample_workbooks/loi"
_MOST_NAMED = 20
_MARKED = re.compile(r"(<!-- (\S+) -->\n).*?(<!-- /\2 -->)", re.DOTALL)


def generated() -> Iterator[tuple[str, bytes]]:
    """Path below the project's root, and what must stand there."""
    form = forms.load()
    yield "docs/rules.md", pages.rules(catalogue.rules()).encode()
    yield "docs/form.md", pages.form(form).encode()
    yield "docs/quotas.md", pages.quotas().encode()
    yield "docs/huong-dan/thuat-ngu.md", pages.glossary().encode()
    for name in ("README.md", "README.vi.md", "docs/huong-dan/tong-hop.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        yield name, _filled(text, pages.inserts()).encode()
    for code in forms.known():
        yield f"templates/excel/{code}.xlsx", blank_template(forms.load(code))
    yield "templates/excel/ke-hoach.xlsx", blank_plan()
    for profile in PROFILES:
        yield f"templates/reports/{profile.code}.docx", word_template.build(profile)
    yield "sample_workbooks/README.md", sample_page.page().encode()
    for name, data in gallery.files():
        yield f"{_GALLERY}/{name}", data
    for name in samples.names():
        yield from _sample(name)


def _filled(text: str, inserts: Mapping[str, str]) -> str:
    """The text with each marked stretch replaced by what is generated for it."""
    return _MARKED.sub(lambda m: f"{m[1]}{inserts[m[2]]}\n{m[3]}", text)


def _sample(name: str) -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        samples.write(name, Path(folder))
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                relative = path.relative_to(folder).as_posix()
                yield f"sample_workbooks/{name}/{relative}", path.read_bytes()


def is_fresh(path: Path, data: bytes) -> bool:
    """Whether the file holds what it must, for packages part by part."""
    if not path.is_file():
        return False
    stored = path.read_bytes()
    return stored == data or (_parts(stored) == _parts(data) != {})


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {name: package.read(name) for name in package.namelist()}
    except zipfile.BadZipFile:
        return {}


def main(arguments: list[str]) -> int:
    """Write what is stale, or with `--check` only name it; 1 if anything is."""
    wanted = dict(generated())
    stale = [name for name, data in wanted.items() if not is_fresh(ROOT / name, data)]
    stray = [name for name in _sample_files() if name not in wanted]
    for name in [*stale, *stray][:_MOST_NAMED]:
        print(f"stale: {name}")
    if len(stale) + len(stray) > _MOST_NAMED:
        print(f"stale: {len(stale) + len(stray) - _MOST_NAMED} more")
    if "--check" not in arguments:
        for name in stale:
            atomic.write(ROOT / name, wanted[name])
        for name in stray:
            (ROOT / name).unlink()
        return 0
    return 1 if stale or stray else 0


def _sample_files() -> Iterator[str]:
    """Files of the samples' folders that a run over them doesn't make."""
    for name in (*samples.names(), Path(_GALLERY).name):
        folder = ROOT / "sample_workbooks" / name
        for path in folder.rglob("*"):
            made_by_a_run = {"tong-hop", ".ketnap"} & set(path.relative_to(folder).parts)
            if path.is_file() and not made_by_a_run:
                yield path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
