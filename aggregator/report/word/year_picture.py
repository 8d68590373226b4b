"""Admissions since 1 January as a line against the even pace: only what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aggregator import layout, wording
from aggregator import period as periods
from aggregator.model import Judgement, Key, Number
from aggregator.report.course import pace
from aggregator.report.word.account import Account, Source
from aggregator.report.word.picture import Look, Picture, Series
from aggregator.workbook.meta import parse_ends

START = "Đầu năm"
_ENDS_OF_A_LINE = 2


def year_picture(account: Account, public: bool) -> Picture | None:
    """The year of the reporting unit; None where a line would say nothing, or too much."""
    carried = _carried(account)
    known = _known_ends(account, carried)
    judgement = next((j for j in account.whole.get(account.unit, ()) if j.required), None)
    withheld = public and account.shelters_itself
    if withheld or not known or (judgement is None and len(known) < _ENDS_OF_A_LINE):
        return None
    ends = _ends(account.meta["period"], carried)
    even = [_even(ends, judgement)] if judgement else []
    before = _last_year(account, ends)
    return Picture(
        _caption(account, judgement),
        (START, *ends.values()),
        (_line(ends, known), *even, *before),
        tuple(_sources(account, carried, judgement, bool(before))),
    )


def _sources(
    account: Account, carried: Mapping[str, int], judgement: Judgement | None, before: bool
) -> Iterator[Source]:
    yield Key(account.admissions, "luy_ke")
    if periods.months(account.meta["period"])[0] > 1:
        yield Key(account.admissions, "ky")
    if before:
        yield Key(account.admissions, "cung_ky")
    if judgement is not None:
        yield judgement
    if carried:
        told = ", ".join(f"{periods.label(p)} = {wording.number(n)}" for p, n in carried.items())
        yield f"{layout.OVERVIEW_SHEET}, mục IV: {told}"


def _carried(account: Account) -> dict[str, int]:
    """What the summary of a report period tells of the ends of the periods in it."""
    try:
        ends = parse_ends(account.meta.get("ends", ""))
        return {period: total for period, total in ends.items() if periods.is_basic(period)}
    except ValueError:
        return {}


def _ends(period: str, carried: Mapping[str, int]) -> Mapping[int, str]:
    """By month the ends of the basic periods of the year, as an axis names them."""
    year = str(periods.year(period))
    monthly = any(each[5:].isdigit() for each in (period, *carried))
    return {
        periods.months(part)[1]: wording.capitalised(
            periods.label(part).removesuffix(f" năm {year}")
        )
        for part in periods.parts(year, "month" if monthly else "quarter")
    }


def _known_ends(account: Account, carried: Mapping[str, int]) -> dict[int, Number]:
    """Admissions since 1 January by the month up to which they are known."""
    period, admissions = account.meta["period"], account.admissions
    total, now = (account.figures.get(Key(admissions, c)) for c in ("luy_ke", "ky"))
    if total is None:
        return {}
    first, last = periods.months(period)
    found: dict[int, Number] = {periods.months(end)[1]: n for end, n in carried.items()}
    if first > 1 and now is not None:
        found[first - 1] = total - now
    return found | {last: total}


def _line(ends: Mapping[int, str], known: Mapping[int, Number]) -> Series:
    values = (0, *(known.get(month) for month in ends))
    labels = ("", *(wording.number(known.get(month)) for month in ends))
    return Series("Kết nạp lũy kế", Look.LINE, values, labels)


def _even(ends: Mapping[int, str], judgement: Judgement) -> Series:
    """The required number spread evenly over the months."""
    values = tuple(pace(judgement.required, month) for month in (0, *ends))
    name = f"Tiến độ chia đều (cả năm: {wording.number(judgement.required)})"
    return Series(name, Look.PACE, values, ("",) * len(values))


def _last_year(account: Account, ends: Mapping[int, str]) -> list[Series]:
    """One point; none where it is not of the same units."""
    before = account.figures.get(Key(account.admissions, "cung_ky"))
    if before is None or not account.unlike(account.admissions).comparable:
        return []
    reported = periods.months(account.meta["period"])[1]
    at = [month == reported for month in (0, *ends)]
    values = tuple(before if here else None for here in at)
    labels = tuple(wording.number(before) if here else "" for here in at)
    return [Series("Cùng kỳ năm trước", Look.POINT, values, labels)]


def _caption(account: Account, judgement: Judgement | None) -> str:
    said = f"Kết nạp đảng viên lũy kế từ đầu năm {periods.year(account.meta['period'])}"
    if judgement is None:
        return f"{said}."
    what = "chỉ tiêu giao" if judgement.strength == "giao" else "mức phấn đấu"
    required = wording.number(judgement.required)
    return f"{said} so với tiến độ chia đều của {what} cả năm ({required} đảng viên)."
