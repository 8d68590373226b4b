"""The parts of a master that hold texts. Those of the plan and the period are packed once for
many units; only what is a unit's own is put between, as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from aggregator.workbook.package.pack import (
    Ending,
    Packed,
    pack_between,
    pack_end,
    pack_start,
)
from aggregator.workbook.package.xmltext import MOST_TEXT, cell_text, escape

_SHARED = frozenset(
    (
        *("kind", "format", "plan", "period", "form", "form_version", "fingerprint"),
        *("plan_title", "issuer", "document", "document_profile", "classification"),
    )
)
"""Last names of the texts that all units of a plan have in common."""
_TOKEN = re.compile("\ue000([^\ue001]*)\ue001")
_STRING = re.compile("<t>(\ue000[^\ue001]*\ue001)</t>")
_STRINGS, _BOOK = "xl/sharedStrings.xml", "xl/workbook.xml"
_USES = re.compile(r' count="\d+"')
_ITEM = re.compile("<si>.*?</si>", re.DOTALL)
_USE = re.compile(r'( t="s"><v>)(\d+)')
_MOST_PLANS = 16


def token(name: str) -> str:
    """What stands in a master for the text of that name."""
    return f"\ue000{name}\ue001"


def _string(text: str) -> str:
    written = cell_text(text)
    space = "" if written == written.strip() else ' xml:space="preserve"'
    return f"<t{space}>{written}</t>"


_WRITERS: Mapping[str, Callable[[str], str]] = {
    _STRINGS: lru_cache(maxsize=4096)(_string),
    _BOOK: lru_cache(maxsize=4096)(escape),
    "docProps/custom.xml": lru_cache(maxsize=4096)(escape),
}
"""The parts that hold texts, and how each writes one."""
_PLAIN_WRITERS = {**dict.fromkeys(_WRITERS), _BOOK: _WRITERS[_BOOK]}
"""The same where texts are plain: but those of the names in the workbook stand in quotes."""

_BETWEEN = "\x1f"
"""No text of a workbook holds it."""
_NOT_PLAIN = (*'&<>"', "_x", "\x1f ", " \x1f", "\x1f\n", "\n\x1f")


def _are_plain(texts: Sequence[str]) -> bool:
    """Whether each of them stands in XML as it is."""
    joined = _BETWEEN.join(("", *texts, ""))
    return (
        len(joined) <= MOST_TEXT
        and not any(map(joined.__contains__, _NOT_PLAIN))
        and joined.replace(_BETWEEN, "").replace("\n", "").isprintable()
    )


class _Framed(NamedTuple):
    """A part but for the texts of a unit, which follow one another as `names` says.

    What stands around them has a `%s` for each as it is written, and for each that is plain.
    """

    start: Packed
    names: Sequence[str]
    around_written: str
    around_plain: str
    end: Ending

    def filled(self, found: Mapping[str, str], written: Callable[[str], str] | None) -> Packed:
        """The part with the texts of a unit, as they are where nothing writes them."""
        texts = map(found.__getitem__, self.names)
        if written is None:
            content = self.around_plain % tuple(texts)
        else:
            content = self.around_written % tuple(map(written, texts))
        return pack_between(self.start, content.encode(), self.end)


class TextParts:
    """The parts of a master that hold texts, taken out of it."""

    def __init__(self, parts: dict[str, str]) -> None:
        self._split = {name: _TOKEN.split(parts.pop(name)) for name in _WRITERS}
        self._names = self._of(self._split, _is_shared)
        self._shared = itemgetter(*self._names)
        parts_as_they_are = (part for part, writer in _PLAIN_WRITERS.items() if writer is None)
        self._own = itemgetter(*self._of(parts_as_they_are, lambda name: not _is_shared(name)))
        self._framed = lru_cache(maxsize=_MOST_PLANS)(self._frame)

    def _of(self, parts: Iterable[str], wanted: Callable[[str], bool]) -> list[str]:
        """The names of the texts in some parts, as far as they are wanted."""
        names = {name for part in parts for name in self._split[part][1::2]}
        return sorted(filter(wanted, names))

    def filled(self, found: Mapping[str, str]) -> list[tuple[str, Packed]]:
        """The parts with those texts."""
        framed = self._framed(self._shared(found))
        writers = _PLAIN_WRITERS if _are_plain(self._own(found)) else _WRITERS
        return [(name, part.filled(found, writers[name])) for name, part in framed]

    def _frame(self, texts: tuple[str, ...]) -> list[tuple[str, _Framed]]:
        shared = dict(zip(self._names, texts, strict=True))
        return [
            (name, _framed(pieces, shared, _WRITERS[name])) for name, pieces in self._split.items()
        ]


def _framed(
    pieces: Sequence[str], shared: Mapping[str, str], written: Callable[[str], str]
) -> _Framed:
    merged = [pieces[0]]
    names: list[str] = []
    for name, after in zip(pieces[1::2], pieces[2::2], strict=True):
        if name in shared:
            merged[-1] += written(shared[name]) + after
        else:
            names.append(name)
            merged.append(after)
    start, *between, end = merged
    around = ["", *(piece.replace("%", "%%") for piece in between), ""]
    return _Framed(
        pack_start(start.encode()),
        names,
        "%s".join(around),
        written("%s").join(around),
        pack_end(end.encode()),
    )


def _is_shared(name: str) -> bool:
    return name.rpartition(".")[2] in _SHARED


def order_strings(parts: dict[str, str]) -> None:
    """Put the strings of units last, those of plans before them: so most is packed once."""
    strings = _STRING.sub(r"\1", parts[_STRINGS])
    items = _ITEM.findall(strings)
    order = sorted(range(len(items)), key=lambda at: _rank(items[at]))
    places = {str(old): str(new) for new, old in enumerate(order)}
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = _USE.sub(lambda match: match[1] + places[match[2]], parts[name])
    # How often the texts are used varies with the filling, and says nothing to a reader.
    head = _USES.sub("", strings[: strings.index("<si>")], count=1)
    parts[_STRINGS] = "".join([head, *(items[at] for at in order), "</sst>"])


def _rank(item: str) -> int:
    names = _TOKEN.findall(item)
    return 0 if not names else 1 if all(map(_is_shared, names)) else 2
