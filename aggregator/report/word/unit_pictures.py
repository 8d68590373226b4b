"""Bars of the units directly below: their admissions as a share of the year's quota, or counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aggregator import layout, wording
from aggregator import period as periods
from aggregator.arithmetic import percent
from aggregator.model import Number
from aggregator.report.word import unit_annex
from aggregator.report.word.account import Account, Source
from aggregator.report.word.picture import Look, Picture, Series
from aggregator.workbook.returned.tables import UnitRow

A_PICTURE = 25
"""Bars that can be read in one picture."""
MOST = 75
"""Of more units only the lowest are drawn, as many as one picture holds."""
FEWEST = 2
_MONTHS = 12


class Bar(NamedTuple):
    """A unit in a picture; `value` is how long it is."""

    name: str
    value: Number
    label: str
    source: Source


def unit_pictures(account: Account, public: bool) -> list[Picture]:
    """As many as it takes, none for fewer than two units; the tables show all that is drawn."""
    rows = _open(account, public)
    shares = [bar for row in rows for bar in _share(account, row)]
    if len(shares) >= FEWEST:
        return _pictures(account, public, shares, _against_quota(account))
    counts = [bar for row in rows for bar in _count(account, row)]
    return _pictures(account, public, counts, None) if len(counts) >= FEWEST else []


def _open(account: Account, public: bool) -> list[UnitRow]:
    """The direct subordinates whose admissions stand in the table."""
    over = unit_annex.covering(account, public)
    direct = account.children.get(account.unit, ())
    listed = [row for row in unit_annex.shown(account, over) if row.code in direct]
    return [row for row in listed if not over.hides(row, account.admissions)]


def _share(account: Account, row: UnitRow) -> Iterator[Bar]:
    judgement = next(iter(account.whole.get(row.code, ())), None)
    value = percent(judgement.actual, judgement.required) if judgement else None
    if judgement is not None and value is not None:
        of = f"{wording.number(judgement.actual)}/{wording.number(judgement.required)}"
        yield Bar(row.name, value, f"{of} ({wording.number(value, 2)}%)", judgement)


def _count(account: Account, row: UnitRow) -> Iterator[Bar]:
    value = row.values.get(account.admissions)
    if value is not None:
        place = f"{layout.UNIT_SHEET}, dòng {row.code} = {wording.number(value)}"
        yield Bar(row.name, value, wording.number(value), place)


class _Pace(NamedTuple):
    """How much of the year is gone, in per cent, and how that is said."""

    value: Number
    told: str


def _against_quota(account: Account) -> _Pace | None:
    period = account.meta["period"]
    value = percent(periods.months(period)[1], _MONTHS)
    if value is None:
        return None
    told = f"đến hết {periods.label(period)} ({wording.number(value, 2)}%)"
    return _Pace(value, told)


def _pictures(
    account: Account, public: bool, bars: Sequence[Bar], pace: _Pace | None
) -> list[Picture]:
    ranked = sorted(bars, key=lambda bar: bar.value, reverse=True)
    drawn = ranked if len(ranked) <= MOST else ranked[-A_PICTURE:]
    parts = _evenly(drawn)
    few = len(drawn) < len(bars)
    whose = f"{wording.number(len(drawn))} đơn vị trực thuộc"
    lowest = f" thấp nhất trong {wording.number(len(bars))} đơn vị có số liệu" if few else ""
    left = _left(public, len(account.children.get(account.unit, ())) - len(bars), pace)
    found = []
    for at, part in enumerate(parts, 1):
        which = f" (phần {at}/{len(parts)})" if len(parts) > 1 else ""
        found.append(_picture(part, f"{whose}{lowest}, từ cao xuống thấp{which}", left, pace))
    return found


def _evenly(bars: Sequence[Bar]) -> list[Sequence[Bar]]:
    """Pictures of as equal a height as can be."""
    count = -(-len(bars) // A_PICTURE)
    size = -(-len(bars) // count)
    return [bars[at : at + size] for at in range(0, len(bars), size)]


def _left(public: bool, units: int, pace: _Pace | None) -> str:
    """What is said of the units that are not drawn."""
    if not units:
        return ""
    why = ["chưa có số liệu"]
    if pace:
        why.append("không có chỉ tiêu riêng")
    if public:
        why.append("không nêu số liệu trong bản công bố")
    return f" Không vẽ {wording.number(units)} đơn vị ({' hoặc '.join(why)})."


def _picture(bars: Sequence[Bar], which: str, left: str, pace: _Pace | None) -> Picture:
    names = tuple(bar.name for bar in bars)
    values, labels = tuple(bar.value for bar in bars), tuple(bar.label for bar in bars)
    sources = tuple(bar.source for bar in bars)
    if pace is None:
        series = Series("Kết nạp lũy kế", Look.BAR, values, labels)
        return Picture(f"Kết nạp lũy kế của {which}.{left}", names, (series,), sources)
    share = Series("Tỷ lệ % so với chỉ tiêu cả năm", Look.BAR, values, labels)
    no_labels = ("",) * len(bars)
    frame = Series(
        f"Tiến độ chia đều {pace.told}", Look.FRAME, (pace.value,) * len(bars), no_labels
    )
    said = f"Tỷ lệ % kết nạp lũy kế so với chỉ tiêu cả năm của {which}."
    told = f" Khung nét đứt: tiến độ chia đều {pace.told}."
    return Picture(f"{said}{told}{left}", names, (share, frame), sources)
