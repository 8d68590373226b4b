"""The coded values of a plan's columns: those of the vocabularies, and the kinds of quotas."""

from __future__ import annotations

from collections.abc import Mapping

from aggregator import quota, vocabulary

QUOTA_KIND = "quota_kind"
"""The name of the drop-down whose entries the files of `quota` declare."""


def labels(name: str) -> Mapping[str, str]:
    """Code -> label of a drop-down. Raises KeyError."""
    return quota.labels() if name == QUOTA_KIND else vocabulary.labels(name)


def label(name: str, code: str) -> str:
    """The Vietnamese label of a code; a code without one stands for itself."""
    return labels(name).get(code, code)


def code(name: str, text: str) -> str | None:
    """The code that a code or a label stands for, or None. Case and spacing do not matter."""
    if name == QUOTA_KIND:
        return vocabulary.spellings(quota.labels()).get(vocabulary.folded(text))
    return vocabulary.code(name, text)
