"""A workbook whose styles nothing leads to: its own are found again, else plain ones stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aggregator.workbook.marking.opc import CONTENT_TYPES, Draft
from aggregator.workbook.marking.styletables import plain_styles
from aggregator.workbook.package.elements import scan

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_USUAL = "xl/styles.xml"
_STYLE = re.compile(rb'\s(?:s|style)="([0-9]{1,6})"')


def part(draft: Draft) -> str:
    """The part declared to hold styles, else a name that is free for one."""
    said = (element.attributes for element in scan(draft.read(CONTENT_TYPES)))
    named = (each.get("PartName", "") for each in said if each.get("ContentType") == TYPE)
    found = next((name.lstrip("/") for name in named if name and draft.has(name)), "")
    return found or (draft.free_name("xl/styles{}.xml") if draft.has(_USUAL) else _USUAL)


def plain(worksheets: Iterable[bytes]) -> bytes:
    """A styles part with as many plain cell styles as the cells ask for. Raises UnsafeError."""
    asked = (int(number) for xml in worksheets for number in _STYLE.findall(xml))
    return plain_styles(max(asked, default=0))
