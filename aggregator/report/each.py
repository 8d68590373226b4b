"""What is made of each of many things, made anew whenever it is gone through, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from typing import Generic, Protocol, TypeVar

_Some = TypeVar("_Some")
_Made = TypeVar("_Made")
_Given = TypeVar("_Given", covariant=True)


class Many(Sized, Iterable[_Given], Protocol[_Given]):
    """What can be counted, and be gone through more than once."""


class Divisible(Many[_Given], Protocol[_Given]):
    """Many of which some can be had without the others."""

    def __getitem__(self, at: slice, /) -> Divisible[_Given]: ...


class Each(Generic[_Some, _Made]):
    """As many as there are of `some`, each made by `make`: a table of any length in few bytes."""

    def __init__(self, make: Callable[[_Some], _Made], some: Sequence[_Some]) -> None:
        self._make = make
        self._some = some

    def __len__(self) -> int:
        return len(self._some)

    def __iter__(self) -> Iterator[_Made]:
        return map(self._make, self._some)

    def __getitem__(self, at: slice, /) -> Each[_Some, _Made]:
        return Each(self._make, self._some[at])
