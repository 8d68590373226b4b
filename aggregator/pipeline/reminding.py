"""`ketnap remind`: a draft for each direct subordinate that still owes returns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from aggregator import atomic
from aggregator.mail.draft import draft
from aggregator.mail.reminder import reminder
from aggregator.model import Result
from aggregator.pipeline import planfile, plansearch
from aggregator.pipeline.aggregate import Options, aggregate
from aggregator.pipeline.mailing import refuse_mark
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.reading import Progress

FOLDER = "nhac-nop"


@dataclass(frozen=True)
class Reminders:
    """The drafts written, and the units whose draft has no address yet."""

    drafts: tuple[Path, ...]
    unaddressed: tuple[str, ...]


def owing(folder: Path, options: Options, progress: Progress | None) -> Result:
    """What came back so far, for the unit whose plan it is: the silent ones count, not who sent.

    Raises UnusableError, also without a plan.
    """
    path = options.plan or plansearch.find(folder.resolve())
    if path is None:
        raise UnusableError("Không có kế hoạch nên không biết đơn vị nào còn thiếu; thêm --plan")
    unit = options.unit or planfile.load(path).plan.root
    return aggregate(folder, replace(options, plan=path, unit=unit), progress)


def remind(result: Result, out: Path) -> Reminders:
    """Write the drafts into `out`; those of the same period that no longer hold are removed.

    Raises UnusableError without a period, or where a classification forbids mail.
    """
    if not result.period:
        raise UnusableError("Chưa có báo cáo nào nên không rõ kỳ; ghi bằng --period")
    refuse_mark(result.plan.classification)
    atomic.sweep(out)
    drafts: list[Path] = []
    unaddressed: list[str] = []
    for subordinate in result.plan.children[result.unit]:
        letter = reminder(result, subordinate)
        if letter is not None:
            path = out / f"nhac_{subordinate}_{result.period}.eml"
            atomic.write(path, draft(letter))
            drafts.append(path)
            if not letter.to:
                unaddressed.append(subordinate)
    for old in out.glob(f"nhac_*_{result.period}.eml"):
        if old not in drafts:
            old.unlink()
    return Reminders(tuple(drafts), tuple(unaddressed))
