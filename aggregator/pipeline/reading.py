"""Every entry of a folder examined: out of the register where its content is known, else read."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from aggregator import intake, recorded, register_file
from aggregator.examine_book import Context
from aggregator.examined import Examined
from aggregator.intake import Entry
from aggregator.pipeline.remembered import Remembered
from aggregator.pipeline.untouched import likely_home
from aggregator.workbook.isolation import sandbox
from aggregator.workbook.isolation.timer import Limits
from aggregator.workbook.isolation.unforeseen import UNFORESEEN

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from aggregator.workbook.isolation.ahead import Begun

FEW = 300
"""Up to so many files, another process costs more than it saves."""
LARGEST_TRAVELLER = 500_000
"""Larger files are read here and not on a cluster: their bytes would pile up on the way."""

_AHEAD = Limits(seconds=1, memory=1_000_000_000, patience=5)
"""What a file may cost before its turn; whatever takes longer is read in its turn."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Hands:
    """Who reads: so many processes here (0: as many as pay), or an executor's threads elsewhere."""

    jobs: int = 1
    executor: Executor | None = None
    threads: int = 0

    def jobs_for(self, files: int) -> int:
        """How many processes here read so many files."""
        return self.jobs or (1 if files <= FEW else os.cpu_count() or 1)


def begun(
    folder: Path, out: Path, jobs: int, plan: Path | None, cache: bool
) -> AbstractContextManager[Begun | None]:
    """Workers that open the first files of a folder that no register knows, before all else.

    So early that most of what the run itself imports isn't imported yet.
    """
    home = plan.parent if plan else likely_home(folder)
    if jobs == 1 or (cache and register_file.is_in(home)):
        return nullcontext()
    entries = intake.walk(folder, frozenset({out}))
    many = Hands(jobs).jobs_for(len(entries))
    if many == 1:
        return nullcontext()
    from aggregator.workbook.isolation import ahead

    return ahead.begun(recorded.read_ahead, entries, many, _AHEAD)


def read_all(
    entries: Sequence[Entry],
    context: Context,
    hands: Hands,
    remembered: Remembered | None = None,
    progress: Progress | None = None,
    ahead: Begun | None = None,
) -> list[Examined]:
    """The records of all entries in their order, the same whatever is remembered of them.

    `ahead` are workers that may have begun with these entries.
    """
    known = remembered.known(entries) if remembered else {}
    unknown = [entry for entry in entries if entry.real not in known]
    if remembered and unknown:
        remembered.recall()
        unknown = [remembered.at_hand(entry) for entry in unknown]

    def told(done: int) -> None:
        if progress is not None:
            progress(len(known) + done, len(entries))

    answers = sandbox.run(
        partial(recorded.answers, context=context, kept=remembered is not None),
        unknown,
        jobs=hands.jobs_for(len(unknown)),
        died=recorded.gave_up,
        progress=told,
        load=recorded.loaded,
        alone=_stays if hands.executor else _is_dangerous,
        executor=hands.executor,
        threads=hands.threads,
        heard=remembered.keep if remembered else None,
        begun=ahead,
    )
    read = (answer.records for answer in answers)
    groups = [known[e.real] if e.real in known else next(read) for e in entries]
    if remembered:
        remembered.receive(entries, groups)
    return [examined for group in groups for examined in group]


def _is_dangerous(entry: Entry) -> bool:
    """Whether only a process of its own may read a loaded entry."""
    try:
        return intake.needs_isolation(entry)
    except UNFORESEEN:
        return True


def _stays(entry: Entry) -> bool:
    """Whether a loaded entry is read on this machine even where there is a cluster."""
    too_large = entry.loaded is not None and len(entry.loaded.data) > LARGEST_TRAVELLER
    return not entry.regular or too_large or _is_dangerous(entry)
