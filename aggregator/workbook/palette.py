"""One font, one small palette that also reads when printed in grey, and how numbers are shown."""

from __future__ import annotations

FONT = "Times New Roman"
FONT_SIZE = 12
ROW_PIXELS = 22

INK = "#1F2933"
RED = "#9C1C1C"
GREEN = "#1E6B34"
AMBER = "#7A5B00"
BLUE = "#1F4E79"
MUTED = "#6B7280"
LINE = "#A6ADB5"
HEADER_FILL = "#DCE6F0"
INPUT_FILL = "#FFF9DB"
DERIVED_FILL = "#EDEDED"
KNOWN_FILL = "#E6EEF6"
GOOD_FILL = "#E2F0E4"
BAD_FILL = "#F8D7D7"
WARN_FILL = "#FFF0C2"
ACCENTS = (BLUE, RED, GREEN, AMBER, MUTED, INK)
"""The six colours of the theme, in the order in which charts take them."""

COUNT = "#,##0"
MEAN = "0.0"
PERCENT = "0.00"
DATE = "dd/mm/yyyy"

FACE = {
    "font_name": FONT,
    "font_family": 1,
    "font_scheme": "",
    "font_size": FONT_SIZE,
    "font_color": INK,
}
