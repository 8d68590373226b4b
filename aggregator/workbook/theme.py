"""The theme part of our workbooks: our font and palette, so that charts follow the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NAME = "ketnap"


def theme(font: str, dark: str, light: str, accents: Sequence[str]) -> str:
    """The XML of a theme with one font and six accent colours, all written `#RRGGBB`."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<a:theme xmlns:a="{_MAIN}" name="{_NAME}"><a:themeElements>'
        f'<a:clrScheme name="{_NAME}">{"".join(_colours(dark, light, accents))}</a:clrScheme>'
        f'<a:fontScheme name="{_NAME}"><a:majorFont>{_faces(font)}</a:majorFont>'
        f"<a:minorFont>{_faces(font)}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="{_NAME}">{"".join(_effects())}</a:fmtScheme>'
        "</a:themeElements></a:theme>"
    )


def _colours(dark: str, light: str, accents: Sequence[str]) -> Iterator[str]:
    yield '<a:dk1><a:sysClr val="windowText"/></a:dk1><a:lt1><a:sysClr val="window"/></a:lt1>'
    yield _colour("dk2", dark) + _colour("lt2", light)
    for number, accent in enumerate(accents, start=1):
        yield _colour(f"accent{number}", accent)
    yield _colour("hlink", accents[0]) + _colour("folHlink", accents[0])


def _colour(name: str, rgb: str) -> str:
    return f'<a:{name}><a:srgbClr val="{rgb.removeprefix("#")}"/></a:{name}>'


def _faces(font: str) -> str:
    return f'<a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/>'


def _effects() -> Iterator[str]:
    """Plain fills and lines, no shadows: the schema wants three of each."""
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    yield f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst>"
    yield f"<a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst>"
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    yield f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
    yield f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
