"""Phát biểu mẫu: `ketnap distribute` of the open plan, for a period that the officer confirms."""

from __future__ import annotations

from pathlib import Path

from aggregator import earlier, wording
from aggregator import period as periods
from aggregator.model import Plan, Severity
from aggregator.pipeline import planfile
from aggregator.pipeline.deliver import Ways, deliver
from aggregator.pipeline.distribute import distribute
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.slices import slices
from xl_addin.buttons.findings import panel
from xl_addin.buttons.opened import as_saved, described
from xl_addin.snapshot import Ask, Given, Level, Open, Reply, Say, Snapshot

_PROMPT = "Phát biểu mẫu cho kỳ nào? (ví dụ 2024-Q1; biểu tháng: 2024-03)"

_NO_PLAN = "“{}” không phải tệp kế hoạch. Mở ke-hoach.xlsx rồi bấm lại."


def press(snapshot: Snapshot | None, given: Given) -> Reply:
    """Write the templates where the command does, and open their folder."""
    found, values = described(snapshot)
    if values.get("kind") != "plan":
        raise UnusableError(_NO_PLAN.format(found.name))
    path = as_saved(found)
    loaded = planfile.load(path)
    if "period" not in given.answers:
        return Reply(ask=Ask("period", _PROMPT, next_period(loaded.plan, path.parent)))
    period = given.answers["period"].strip()
    target = path.parent / earlier.SENT / period
    templates = distribute(loaded, period)
    written = deliver(loaded.plan, period, templates, slices(loaded.plan), Ways(target))
    told = f"Đã phát {wording.number(written.templates)} biểu mẫu vào {target}"
    errors = [each for each in loaded.findings if each.severity is Severity.ERROR]
    if not errors:
        return Reply((Say(told), Open(target)))
    warned = Say(f"{told}. Kế hoạch còn lỗi, xem sheet kết quả.", Level.WARNING)
    return Reply((panel("KẾ HOẠCH CÒN LỖI", errors), warned, Open(target)))


def next_period(plan: Plan, home: Path) -> str:
    """The first period of the plan for which nothing was sent yet; its last where all were."""
    if plan.year_from is None or plan.year_to is None:
        return ""
    years = range(plan.year_from, plan.year_to + 1)
    all_of_them = [each for year in years for each in periods.parts(str(year), plan.cadence)]
    open_ones = (p for p in all_of_them if not any((home / f / p).exists() for f in _FOLDERS))
    return next(open_ones, all_of_them[-1] if all_of_them else "")


_FOLDERS = (earlier.SENT, earlier.RECEIVED)
