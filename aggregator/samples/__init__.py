"""The samples: each package here builds one founding plan and what came back to it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType


@cache
def samples() -> Mapping[str, ModuleType]:
    """Every sample by its name: the module `sample` of a package, with NAME and `build(folder)`."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}.sample")
        for module in pkgutil.iter_modules(__path__)
        if module.ispkg
    )
    return {module.NAME: module for module in sorted(modules, key=lambda module: module.NAME)}


def names() -> tuple[str, ...]:
    """The names that `write` knows."""
    return tuple(samples())


def write(name: str, folder: Path) -> None:
    """The files of a sample into a folder. Raises KeyError for an unknown name."""
    samples()[name].build(folder)
