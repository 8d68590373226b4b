"""A picture of the report before it is drawn: numbers, and what is printed beside each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from aggregator.model import Number
from aggregator.report.word.account import Source


class Look(StrEnum):
    """How a series is told from the others without colour."""

    BAR = "bar"
    FRAME = "frame"
    LINE = "line"
    PACE = "pace"
    POINT = "point"


class Series(NamedTuple):
    """Numbers in the order of the categories; None is not drawn and has no label."""

    name: str
    look: Look
    values: tuple[Number | None, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A chart; `caption` says what it shows, `sources` where its numbers come from."""

    caption: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    sources: tuple[Source, ...] = ()
