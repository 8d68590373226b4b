"""The samples: each module here that has a NAME builds one founding plan and what came back."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType


@cache
def samples() -> Mapping[str, ModuleType]:
    """Every sample by its name; a sample is one more module with NAME and `build(folder)`."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found = {module.NAME: module for module in modules if hasattr(module, "NAME")}
    return dict(sorted(found.items()))


def names() -> tuple[str, ...]:
    """The names that `write` knows."""
    return tuple(samples())


def write(name: str, folder: Path) -> None:
    """The files of a sample into a folder. Raises KeyError for an unknown name."""
    samples()[name].build(folder)
