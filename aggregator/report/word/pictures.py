"""All pictures of the report, numbered as they come, with the sources of what they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aggregator.report.word import origins
from aggregator.report.word.account import Account
from aggregator.report.word.origins import Paragraph
from aggregator.report.word.picture import Picture
from aggregator.report.word.unit_pictures import unit_pictures
from aggregator.report.word.year_picture import year_picture

SECTION = "Phụ lục 1, biểu đồ"


def pictures(account: Account, public: bool) -> list[Picture]:
    """The year first, then the units; none of what isn't known."""
    year = year_picture(account, public)
    found = [*([year] if year else []), *unit_pictures(account, public)]
    return [
        replace(picture, caption=f"Biểu đồ {at}. {picture.caption}")
        for at, picture in enumerate(found, 1)
    ]


def origins_of(account: Account, drawn: Sequence[Picture]) -> list[str]:
    """Of each picture, where its numbers come from."""
    captions = []
    for picture in drawn:
        caption = Paragraph(picture.caption)
        caption.sources = picture.sources
        captions.append(caption)
    return origins.lines(account, {SECTION: captions})
