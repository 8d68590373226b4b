"""What follows from something met again and again, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Known(dict[K, V]):
    """What `of` says of each key. Forgets everything rather than keep more than `most`.

    Nothing is kept of a key that isn't `worth` it, since it is too large.
    """

    def __init__(self, of: Callable[[K], V], most: int, worth: Callable[[K], bool]) -> None:
        super().__init__()
        self._of, self._most, self._worth = of, most, worth

    def __missing__(self, key: K) -> V:
        said = self._of(key)
        if self._worth(key):
            if len(self) >= self._most:
                self.clear()
            self[key] = said
        return said
