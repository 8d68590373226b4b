"""The cover of many templates: what comes again from unit to unit is written and packed once."""

from __future__ import annotations

from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from aggregator.workbook.known import Known, learnt
from aggregator.workbook.package.pack import Packed, pack_fast
from aggregator.workbook.template import cover_cells
from aggregator.workbook.template.basis import Basis, Reach, Values
from aggregator.workbook.template.book import Book, Trace
from aggregator.workbook.template.content import Numbers
from aggregator.workbook.template.cover_status import Tallies
from aggregator.workbook.template.placed import Pieces, Styles, put
from aggregator.workbook.template.targets import Target

_MOST_COVERS = 256
_MOST_TARGETS = 1024

Targets = tuple[Target | None, ...]


class _Status(NamedTuple):
    """What the cover rests on, but for how far the quotas are."""

    tallies: Tallies
    verdicts: Values
    nothing: str | int | None
    revision: str | int
    locked: bool


class StampedCover:
    """The cover of workbooks that have the same inputs."""

    def __init__(self, basis: Basis, pieces: Pieces, styles: Styles) -> None:
        self._basis, self._styles = basis, styles
        places = pieces.places
        at = [place.slot for place in places].index(cover_cells.asked_slot())
        self._before, self._asked, self._after = places[:at], places[at : at + 1], places[at + 1 :]
        self._end = pieces.after.encode()
        self._traces = Known(self._trace, _MOST_TARGETS)
        self._around = Known(self._put_around, _MOST_COVERS)
        self._progress: dict[Any, bytes] = {}
        self._packed = Known(self._pack, _MOST_COVERS)

    def packed(self, book: Book, said: Values, tallies: Tallies) -> Packed:
        """The cover of a workbook of which that is said, and that by the marks of sheets."""
        _, _, _, _, locked, nothing, revision, _, targets = book.beside
        verdicts = self._basis.verdicts(said)
        before, after = self._around[_Status(tallies, verdicts, nothing, revision, locked)]
        ways, (own,) = self._traces[targets](book)
        key = targets, ways, own, said[-3:]
        write = partial(self._put_progress, targets, book)
        progress = learnt(self._progress, key, _MOST_TARGETS, write)
        return self._packed[before, progress, after]

    def _pack(self, pieces: tuple[bytes, ...]) -> Packed:
        return pack_fast(b"".join(pieces))

    def _put_around(self, status: _Status) -> tuple[bytes, bytes]:
        tallies, verdicts, nothing, revision, locked = status
        numbers = Numbers("", (), frozenset(), False, locked, nothing, revision)
        told = dict(zip(self._basis.whole.lines, verdicts, strict=True))
        cells = dict(cover_cells.cover(self._basis.form, numbers, told, tallies))
        before, after = (put(each, cells, self._styles) for each in (self._before, self._after))
        return before, after + self._end

    def _reach(self, targets: Targets) -> Reach:
        return self._basis.rests_on([target.measure for target in targets if target is not None])

    def _trace(self, targets: Targets) -> Trace:
        return Trace(self._basis, [self._reach(targets)])

    def _put_progress(self, targets: Targets, book: Book) -> bytes:
        reach = self._reach(targets)
        values = itemgetter(*self._basis.places(reach))(book.values)
        _, state = self._basis.back(reach, values)
        cells = dict([cover_cells.asked(self._basis.form, targets, state)])
        return put(self._asked, cells, self._styles)
