"""What follows from something met again and again, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Known(dict[K, V]):
    """What `of` says of each key. Forgets everything rather than keep more than `most`.

    Nothing is kept of a key that isn't `worth` it, since it is too large.
    """

    def __init__(
        self, of: Callable[[K], V], most: int, worth: Callable[[K], bool] = lambda _: True
    ) -> None:
        super().__init__()
        self._of, self._most, self._worth = of, most, worth

    def __missing__(self, key: K) -> V:
        said = self._of(key)
        if self._worth(key):
            if len(self) >= self._most:
                self.clear()
            self[key] = said
        return said


def learnt(known: dict[K, V], key: K, most: int, make: Callable[[], V]) -> V:
    """What `known` says of a key, and else what is made; forgets as `Known` does."""
    if key not in known:
        if len(known) >= most:
            known.clear()
        known[key] = make()
    return known[key]


class Latest(Generic[K, V]):
    """What `of` says of the object it was asked about last, which is not looked at again."""

    def __init__(self, of: Callable[[K], V]) -> None:
        self._of = of
        self._last: tuple[K, V] | None = None

    def __call__(self, asked: K) -> V:
        last = self._last
        if last is None or last[0] is not asked:
            last = self._last = asked, self._of(asked)
        return last[1]
