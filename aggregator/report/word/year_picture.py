"""Admissions since 1 January as a line against the even pace: only what is known."""

from __future__ import annotations

from collections.abc import Mapping

from aggregator import period as periods
from aggregator import wording
from aggregator.model import Judgement, Key, Number
from aggregator.report.digest import pace
from aggregator.report.word.account import Account, Source
from aggregator.report.word.picture import Look, Picture, Series

START = "Đầu năm"
_ENDS_OF_A_LINE = 2


def year_picture(account: Account, public: bool) -> Picture | None:
    """The year of the reporting unit; None where a line would say nothing, or too much."""
    known = _known_ends(account)
    judgement = next((j for j in account.whole.get(account.unit, ()) if j.required), None)
    withheld = public and account.shelters_itself
    if withheld or not known or (judgement is None and len(known) < _ENDS_OF_A_LINE):
        return None
    ends = _ends(account.meta["period"])
    before = _last_year(account, ends)
    even = [_even(ends, judgement)] if judgement else []
    columns = ("luy_ke", *(["ky"] if len(known) > 1 else []), *(["cung_ky"] if before else []))
    sources: list[Source] = [Key(account.admissions, column) for column in columns]
    sources += [judgement] if judgement else []
    series = (_line(ends, known), *even, *before)
    caption = _caption(account, judgement)
    return Picture(caption, (START, *ends.values()), series, tuple(sources))


def _ends(period: str) -> Mapping[int, str]:
    """By month the ends of the basic periods of the year, as an axis names them."""
    year = str(periods.year(period))
    cadence = "month" if period[5:].isdigit() else "quarter"
    return {
        periods.months(part)[1]: wording.capitalised(
            periods.label(part).removesuffix(f" năm {year}")
        )
        for part in periods.parts(year, cadence)
    }


def _known_ends(account: Account) -> dict[int, Number]:
    """Admissions since 1 January by the month up to which they are known."""
    period, admissions = account.meta["period"], account.admissions
    total, now = (account.figures.get(Key(admissions, c)) for c in ("luy_ke", "ky"))
    if total is None:
        return {}
    first, last = periods.months(period)
    found = {last: total}
    if first > 1 and now is not None:
        found[first - 1] = total - now
    return found


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
