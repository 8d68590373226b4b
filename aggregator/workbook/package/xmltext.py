"""Text as XML holds it."""

from __future__ import annotations

import re

MOST_TEXT = 32_767
"""Characters that a cell can hold."""
_NEVER_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def escape(text: str) -> str:
    """Text for the content or an attribute of XML, without what XML cannot hold."""
    legal = text if text.isprintable() else _NEVER_IN_XML.sub("", text)
    legal = legal.replace("&", "&amp;").replace("<", "&lt;")
    return legal.replace(">", "&gt;").replace('"', "&quot;")


def cell_text(text: str) -> str:
    """Text for a cell or a note: what looks like an `_x0041_` escape stands as it is."""
    shown = _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text
    return escape(shown[:MOST_TEXT])
