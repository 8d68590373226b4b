"""Whole numbers shared out in proportion: the parts always add up to the total."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Parts of `total` in proportion to the weights, by largest remainder, ties in order."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_rest = sorted(range(len(parts)), key=lambda n: -(total * weights[n] % whole))
    for n in by_rest[: total - sum(parts)]:
        parts[n] += 1
    return parts


def draw(rng: Random, chances: Sequence[tuple[Item, int]]) -> Item:
    """One item, each as likely as its weight."""
    ticket = rng.randrange(sum(weight for _, weight in chances))
    for item, weight in chances:
        ticket -= weight
        if ticket < 0:
            return item
    raise ValueError("no chances")


def draw_distinct(rng: Random, weights: Sequence[int], count: int) -> list[int]:
    """`count` different positions, heavier ones more likely, in the order drawn."""
    left = dict(enumerate(weights))
    drawn: list[int] = []
    for _ in range(count):
        drawn.append(draw(rng, list(left.items())))
        del left[drawn[-1]]
    return drawn
