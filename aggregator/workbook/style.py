"""The named formats of every workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from aggregator.workbook.palette import (
    AMBER,
    BAD_FILL,
    BLUE,
    COUNT,
    DATE,
    DERIVED_FILL,
    FACE,
    GOOD_FILL,
    GREEN,
    HEADER_FILL,
    INPUT_FILL,
    KNOWN_FILL,
    LINE,
    MEAN,
    MUTED,
    PERCENT,
    RED,
)

_BASE = {**FACE, "valign": "vcenter"}
_BOX = {"border": 1, "border_color": LINE}
_INPUT = {**_BOX, "bg_color": INPUT_FILL, "locked": False}
_DERIVED = {**_BOX, "bg_color": DERIVED_FILL}
_KNOWN = {**_BOX, "bg_color": KNOWN_FILL}
_LABEL = {**_BOX, "text_wrap": True}

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": RED},
    "heading": {"bold": True, "font_size": 14, "align": "center_across"},
    "subheading": {"bold": True, "font_size": 13, "font_color": BLUE},
    "centred": {"italic": True, "align": "center_across"},
    "text": {},
    "bold": {"bold": True},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "step": {"bold": True, "align": "center", "valign": "top"},
    "right": {"align": "right"},
    "right_bold": {"align": "right", "bold": True},
    "centre_bold": {"align": "center", "bold": True},
    "centre": {"align": "center", "italic": True},
    "across_bold": {"align": "center_across", "bold": True},
    "muted": {"font_color": MUTED, "italic": True, "font_size": 11},
    "note": {"font_color": MUTED, "italic": True, "font_size": 11, "text_wrap": True},
    "link": {"font_color": BLUE, "underline": 1},
    "header": {**_BOX, "bold": True, "bg_color": HEADER_FILL, "align": "center", "text_wrap": True},
    "numbering": {**_BOX, "italic": True, "font_size": 10, "align": "center"},
    "group": {**_BOX, "bold": True, "bg_color": HEADER_FILL, "text_wrap": True},
    "cell": {**_BOX, "text_wrap": True},
    "cell_bold": {**_BOX, "bold": True, "text_wrap": True},
    "cell_concluded": {**_BOX, "bold": True, "align": "center", "text_wrap": True},
    "cell_link": {**_BOX, "font_color": BLUE, "underline": 1},
    "cell_link_wrapped": {**_LABEL, "font_color": BLUE, "underline": 1},
    "date": {**_BOX, "num_format": DATE, "align": "center"},
    "number": {**_BOX, "num_format": COUNT, "align": "right", "indent": 1},
    "number_link": {
        **_BOX,
        "num_format": COUNT,
        "align": "right",
        "indent": 1,
        "font_color": BLUE,
        "underline": 1,
    },
    "number_centred": {**_BOX, "num_format": COUNT, "align": "center"},
    "number_left": {**_BOX, "num_format": COUNT, "align": "left"},
    "total": {**_BOX, "num_format": COUNT, "bold": True, "bg_color": HEADER_FILL},
    "input": {**_INPUT, "num_format": COUNT},
    "input_mean": {**_INPUT, "num_format": MEAN},
    "input_sample": {**_BOX, "bg_color": INPUT_FILL},
    "input_text": {**_INPUT, "align": "left"},
    "input_flag": {**_INPUT, "align": "right"},
    "derived": {**_DERIVED, "num_format": COUNT},
    "mean": {**_DERIVED, "num_format": MEAN},
    "percent": {**_DERIVED, "num_format": PERCENT},
    "locked": {**_KNOWN, "num_format": COUNT},
    "locked_mean": {**_KNOWN, "num_format": MEAN},
    "locked_text": {**_KNOWN, "align": "left", "text_wrap": True},
    "locked_flag": {**_KNOWN, "align": "right"},
    "empty": {**_BOX, "bg_color": DERIVED_FILL},
    "mark": {"font_color": MUTED, "font_size": 11, "indent": 1},
    "status": {**_BOX, "bold": True, "align": "left"},
    "good": {**_BOX, "bg_color": GOOD_FILL, "font_color": GREEN, "text_wrap": True},
    "bad": {**_BOX, "bg_color": BAD_FILL, "font_color": RED, "bold": True, "text_wrap": True},
    "among": {**_LABEL, "italic": True, "indent": 2},
    "label_bold": {**_LABEL, "bold": True},
    "label_0": _LABEL,
    "label_1": {**_LABEL, "indent": 2},
    "label_2": {**_LABEL, "indent": 4},
    "label_3": {**_LABEL, "indent": 6},
    "hidden": {"font_size": 8, "font_color": LINE},
}

_MARKS: Mapping[str, Mapping[str, Any]] = {
    "fill_bad": {"bg_color": BAD_FILL},
    "mark_good": {"font_color": GREEN},
    "mark_bad": {"font_color": RED, "bold": True},
    "mark_warn": {"font_color": AMBER, "bold": True},
}
"""For conditional formatting: these carry no font name, which a dxf may not change."""


class Formats(NamedTuple):
    """The named formats of one workbook. Unused ones cost nothing in the file.

    `input…` cells are unlocked, all others locked. `locked…` are numbers that were known before,
    `derived`, `mean` and `percent` computed ones, `empty` a cell that means nothing. `mark_…` are
    for conditional formatting only.
    """

    title: Format
    heading: Format
    subheading: Format
    centred: Format
    text: Format
    bold: Format
    wrapped: Format
    step: Format
    right: Format
    right_bold: Format
    centre_bold: Format
    centre: Format
    across_bold: Format
    muted: Format
    note: Format
    link: Format
    header: Format
    numbering: Format
    group: Format
    cell: Format
    cell_bold: Format
    cell_concluded: Format
    cell_link: Format
    cell_link_wrapped: Format
    date: Format
    number: Format
    number_link: Format
    number_centred: Format
    number_left: Format
    total: Format
    input: Format
    input_mean: Format
    input_sample: Format
    input_text: Format
    input_flag: Format
    derived: Format
    mean: Format
    percent: Format
    locked: Format
    locked_mean: Format
    locked_text: Format
    locked_flag: Format
    empty: Format
    mark: Format
    status: Format
    good: Format
    bad: Format
    among: Format
    label_bold: Format
    label_0: Format
    label_1: Format
    label_2: Format
    label_3: Format
    hidden: Format
    fill_bad: Format
    mark_good: Format
    mark_bad: Format
    mark_warn: Format

    def named(self, name: str) -> Format:
        """The format of that name. Raises AttributeError where there is none."""
        found: Format = getattr(self, name)
        return found

    def label(self, indent: int, bold: bool = False) -> Format:
        """A row label at a depth of 0 to 3; the bold one stands at depth 0."""
        if bold:
            return self.label_bold
        return (self.label_0, self.label_1, self.label_2, self.label_3)[indent]


def formats(workbook: Workbook) -> Formats:
    """The formats of one workbook."""
    cells = {name: workbook.add_format({**_BASE, **style}) for name, style in _STYLES.items()}
    marks = {name: workbook.add_format(dict(style)) for name, style in _MARKS.items()}
    return Formats(**cells, **marks)
