"""Many returns as one piece of bytes and back: what a folder gives again and again, by columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import accumulate, pairwise
from sys import intern
from typing import Any

from aggregator import stored
from aggregator.examined import Examined
from aggregator.model import Carried, Submission
from aggregator.model.packed import unread
from aggregator.model.returns import rows
from aggregator.stored import Found


def is_plain(record: Examined, found: Found) -> bool:
    """Whether it is a return with nothing to be said of it but its numbers."""
    if record.submission is None or record.findings or record.repairs:
        return False
    return not stored.more_than_numbers(record, found)


def to_bytes(returns: Mapping[str, Examined]) -> bytes:
    """Plain returns by some keys of theirs."""
    numbers = [rows(each.submission) for each in returns.values() if each.submission]
    identities = [each.identity for each in returns.values()]
    alike = [
        (who.kind, who.format, who.plan, who.period, who.form, who.form_version, who.fingerprint,
         each.reason)
        for who, each in zip(identities, returns.values(), strict=True)
    ]  # fmt: skip
    often, blanks = dict.fromkeys(alike), dict.fromkeys(blank for _, blank in numbers)
    columns = (
        list(returns),
        [who.unit for who in identities],
        [who.parent for who in identities],
        [each.revision for each in returns.values()],
        _places(alike, often),
        _places((blank for _, blank in numbers), blanks),
        [len(row) for row, _ in numbers],
    )
    text = json.dumps((list(often), list(map(len, blanks)), columns), separators=(",", ":"))
    return b"".join((text.encode("ascii"), b"\n", *blanks, *(row for row, _ in numbers)))


def from_bytes(data: bytes, wanted: Mapping[str, Found]) -> dict[str, Examined]:
    """Those that are wanted and where each is found, by the keys.

    Raises ValueError, KeyError, TypeError or IndexError where the bytes are no such piece.
    """
    text, _, numbers = data.partition(b"\n")
    alike, blank_lengths, columns = json.loads(text)
    shared = [tuple(map(intern, each)) for each in alike]
    *blanks, start = accumulate(blank_lengths, initial=0)
    blank_rows = [numbers[at:end] for at, end in pairwise((*blanks, start))]
    keys, units, parents, *others, lengths = columns
    ends = accumulate(lengths, initial=start)
    found: dict[str, Examined] = {}
    for key, unit, parent, revision, common, blank, (at, end) in zip(
        keys, map(intern, units), map(intern, parents), *others, pairwise(ends), strict=True
    ):
        if place := wanted.get(key):
            path, sha256, modified = place
            kind, made, plan, period, form, version, mark, reason = shared[common]
            who = Carried(kind, made, plan, unit, parent, period, form, version, mark)
            values, blanks_of_it = unread(numbers[at:end]), unread(blank_rows[blank])
            submission = Submission(unit, period, values, blanks_of_it)
            found[key] = Examined(
                path, sha256, modified, None, reason, who, (), revision, submission
            )
    return found


def _places(values: Iterable[Any], among: Iterable[Any]) -> list[int]:
    """Where each of the values stands among the different ones."""
    numbers = {value: at for at, value in enumerate(among)}
    return [numbers[value] for value in values]
