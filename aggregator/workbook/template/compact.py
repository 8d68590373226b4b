"""Makes a built workbook small: formulas that repeat down a column are shared, and every part is
packed tight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from aggregator.workbook.package import zipparts

_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*)><f>([^<]*)</f>')
_RELATIVE = re.compile(r"(?<![A-Za-z$\d])([A-Z]{1,2})(\d+)(?![\d(])")
_TEXT = re.compile(r'("(?:[^"]|"")*")')


_SPANS = re.compile(r'(<row r="\d+") spans="[\d:]+"')
_APPLICATION = "docProps/app.xml"
_TITLES = re.compile("<HeadingPairs>.*</TitlesOfParts>")
_THEME_PART = "xl/theme/theme1.xml"
_THEME = re.compile(r"<(?:Override|Relationship) [^>]*theme/theme1\.xml[^>]*/>")


class _Formula(NamedTuple):
    """A formula at its place; `shape` is the text with its own row taken out."""

    column: str
    row: int
    shape: str


def compact(data: bytes) -> bytes:
    """The same workbook in fewer bytes; without charts nothing needs the theme."""
    archive = zipparts.open_archive(data)
    parts = {name: archive.read(name).decode() for name in archive.entries}
    for name, part in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = _sheet(part)
    parts[_APPLICATION] = _TITLES.sub("", parts[_APPLICATION])
    parts = {name: _THEME.sub("", part) for name, part in parts.items() if name != _THEME_PART}
    changed = {name: part.encode() for name, part in parts.items()}
    return zipparts.rewrite(archive, changed, archive.entries.keys() - changed.keys())


def _sheet(xml: str) -> str:
    places = _shared(xml)

    def share(match: re.Match[str]) -> str:
        column, row, rest, text = match.groups()
        shared = places.get((column, int(row)))
        formula = f"<f>{text}</f>" if shared is None else shared.replace("#", text)
        return f'<c r="{column}{row}"{rest}>{formula}'

    return _SPANS.sub(r"\1", _CELL.sub(share, xml))


def _shared(xml: str) -> Mapping[tuple[str, int], str]:
    """What becomes of each formula that others repeat; `#` stands for its text."""
    groups: dict[tuple[str, str], list[int]] = {}
    for found in _formulas(xml):
        groups.setdefault((found.column, found.shape), []).append(found.row)
    places: dict[tuple[str, int], str] = {}
    repeated = (item for item in groups.items() if len(item[1]) > 1)
    for number, ((column, _), rows) in enumerate(repeated):
        ref = f"{column}{rows[0]}:{column}{rows[-1]}"
        places[column, rows[0]] = f'<f t="shared" ref="{ref}" si="{number}">#</f>'
        for row in rows[1:]:
            places[column, row] = f'<f t="shared" si="{number}"/>'
    return places


def _formulas(xml: str) -> Iterator[_Formula]:
    """The formulas that refer to cells of their own row only."""
    for column, row, _, text in _CELL.findall(xml):
        parts = _TEXT.split(text)
        rows = {at for part in parts[::2] for _, at in _RELATIVE.findall(part)}
        if rows == {row}:
            parts[::2] = [_RELATIVE.sub(r"\1", part) for part in parts[::2]]
            yield _Formula(column, int(row), "".join(parts))
