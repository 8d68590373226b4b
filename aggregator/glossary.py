"""The words that officers meet, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def groups() -> Mapping[str, Mapping[str, str]]:
    """Heading -> word -> meaning, in the order of the page."""
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(
        resources.files("templates").joinpath("glossary.toml").read_text(encoding="utf-8")
    )
    return found
