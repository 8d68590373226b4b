"""Which cell styles show a date, and which are set in a font of an old Vietnamese encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from aggregator.workbook.package import markup, refusal

_BUILTIN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LONGEST_FORMAT = 255
_ELAPSED = frozenset({"h", "hh", "m", "mm", "s", "ss"})
_OLD_FONT = re.compile(r"(?i)\.vn|vni[- ]")


@dataclass(frozen=True, eq=False)
class Styles:
    """Style numbers as cells write them (`s="3"`), of those that matter; one for each part."""

    dates: frozenset[str] = frozenset()
    fonts: Mapping[str, str] = field(default_factory=dict)


def old_font(name: str) -> str:
    """The name of a font of an old encoding (`.VnTime`, `VNI-Times`), `` for any other."""
    return name if _OLD_FONT.match(name) else ""


def shows_date(code: str) -> bool:
    """Whether a number format prints a date or a time: letters outside quotes and brackets."""
    plain: list[str] = []
    rest = iter(code[:_LONGEST_FORMAT].lower())
    for letter in rest:
        if letter in "\\_*":
            next(rest, "")
        elif letter == '"':
            _up_to(rest, '"')
        elif letter == "[":
            if _up_to(rest, "]") in _ELAPSED:
                return True
        else:
            plain.append(letter)
    text = "".join(plain).replace("general", "")
    return any(letter in "dmyhs" for letter in text)


def _up_to(letters: Iterator[str], stop: str) -> str:
    found: list[str] = []
    for letter in letters:
        if letter == stop:
            break
        found.append(letter)
    return "".join(found)


@lru_cache(maxsize=16)
def read_styles(xml: bytes, most: int) -> Styles:
    """A styles part; the returns of one template share it, so it is kept. Raises Refused."""
    formats: dict[str, str] = {}
    fonts: list[str] = []
    used: list[tuple[str, str]] = []
    name = ""
    for path, attributes, _ in markup.elements(xml):
        match path:
            case "styleSheet/numFmts/numFmt":
                formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            case "styleSheet/fonts/font/name":
                name = attributes.get("val", "")
            case "styleSheet/fonts/font":
                fonts.append(old_font(name))
                name = ""
            case "styleSheet/cellXfs/xf":
                used.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))
    if len(used) > most:
        raise refusal.suspicious("có quá nhiều kiểu ô")
    font_of = {str(n): font for n, font in enumerate(fonts) if font}
    dates = _dates(formats)
    return Styles(
        dates=frozenset(str(n) for n, (number, _) in enumerate(used) if number in dates),
        fonts={str(n): font_of[font] for n, (_, font) in enumerate(used) if font in font_of},
    )


def _dates(formats: Mapping[str, str]) -> frozenset[str]:
    own = {number for number, code in formats.items() if shows_date(code)}
    return frozenset(own | ({str(number) for number in _BUILTIN_DATES} - formats.keys()))
