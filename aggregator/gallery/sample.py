"""What a sample of the gallery is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from aggregator.gallery.office import Bench

Make = Callable[[Bench], bytes]


class Sample(NamedTuple):
    """The code of a check, the name of the file that breaks it, and how the file is made."""

    code: str
    name: str
    make: Make
