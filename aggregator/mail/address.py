"""Which text is an address that every mail program takes; where none is, a draft has no To."""

from __future__ import annotations

import re

_LOCAL = r"(?!\.)(?!.*\.\.)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}(?<!\.)"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})*")
_LONGEST = 254


def usable(text: str) -> str:
    """The one address that the text holds, without blanks around; empty where it is none."""
    found = text.strip(" ")
    return found if len(found) <= _LONGEST and _ADDRESS.fullmatch(found) else ""
