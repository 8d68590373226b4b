"""Vietnamese sentences of the report, made from numbers only; blank is said, never taken for 0."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from aggregator import wording
from aggregator.model import Number

UNKNOWN = "chưa có số liệu"
NAMES_SHOWN = 10

Part = tuple[str, Number | None]
"""What is counted, in lower case, and how many."""


def lowered(text: str) -> str:
    """The first letter lower, unless the first word is an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def amount(value: Number | None, noun: str) -> str:
    """`1.234 đảng viên`; blank: `chưa có số liệu`."""
    return UNKNOWN if value is None else f"{wording.number(value)} {noun}"


def joined(parts: Sequence[str]) -> str:
    """`a, b và c`."""
    return " và ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def names(units: Sequence[str], shown: int = NAMES_SHOWN) -> str:
    """`A, B và C`; beyond `shown` names the rest is only counted."""
    if len(units) <= shown:
        return joined(units)
    rest = wording.number(len(units) - shown)
    return f"{', '.join(units[:shown])} và {rest} đơn vị khác"


def coverage(expected: int, missing: int, noun: str = "chi bộ", partial: int = 0) -> str:
    """How many of the expected units are in the numbers; stands beside every total.

    `missing` counts the `partial`, of which only some periods of the report are in, among them.
    """
    if not expected:
        return "Không có đơn vị nào phải gửi số liệu."
    total = wording.number(expected)
    if not missing:
        return f"Đã có đủ số liệu của {total}/{total} {noun}."
    known = f"{wording.number(max(expected - missing, 0))}/{total} {noun}"
    absent = missing - partial
    lacking = (
        f"{wording.number(absent)} {noun} {UNKNOWN}, các tổng số dưới đây chưa gồm những {noun} này"
    )
    if not partial:
        return f"Số liệu của {known}; còn {lacking}."
    some = (
        f"{wording.number(partial)} đơn vị chưa đủ kỳ, các tổng số dưới đây chỉ gồm những kỳ đã có "
        "của các đơn vị này"
    )
    return f"Số liệu đủ kỳ của {known}; còn {f'{lacking}; {some}' if absent else some}."


def unjoined(gap: int) -> str:
    """By how much the stock at the end lies below (above, where negative) what the flows give."""
    how = f"{'ít' if gap > 0 else 'nhiều'} hơn {wording.number(abs(gap))} đảng viên"
    return sentence(
        f"số cuối kỳ {how} so với số đầu năm cộng tăng, trừ giảm: đảng viên của đơn vị đã thôi "
        "hoạt động mà không có đơn vị nhận, hoặc số liệu giữa các kỳ chưa khớp"
    )


def compared(now: Number | None, before: Number | None, unlike: str = "") -> str:
    """Against the same cumulative period of last year; empty where there is no number now.

    `unlike` says in which units one of them is blank: then they are not held against each other.
    """
    if now is None:
        return ""
    if before is None:
        return f"{UNKNOWN} cùng kỳ năm trước để so sánh"
    if unlike:
        known = wording.number(before)
        return f"chưa so sánh được với cùng kỳ năm trước ({known} đồng chí; {unlike})"
    if now == before:
        return "bằng cùng kỳ năm trước"
    difference = now - before if now > before else before - now
    change = f"{'tăng' if now > before else 'giảm'} {wording.number(difference)} đồng chí"
    if before == 0:
        return f"{change} so với cùng kỳ năm trước (cùng kỳ năm trước không có)"
    share = wording.percent(Fraction(difference) / Fraction(before))
    return f"{change} ({share}%) so với cùng kỳ năm trước"


def of_members(admitted: Number | None, members: Number | None) -> str:
    """`bằng 1,52% tổng số đảng viên đầu năm (7.894)`; of nobody nothing is said."""
    if not admitted or not members:
        return ""
    share = wording.percent(Fraction(admitted) / Fraction(members))
    return f"bằng {share}% tổng số đảng viên đầu năm ({wording.number(members)})"


def in_period(period: str, admitted: Number | None) -> str:
    """The admissions of the period itself: `Trong quý I năm 2023 kết nạp 3 đảng viên`."""
    if admitted is None:
        return f"Trong {period} {UNKNOWN} kết nạp đảng viên"
    if admitted == 0:
        return f"Trong {period} chưa kết nạp được đảng viên nào"
    return f"Trong {period} kết nạp {wording.number(admitted)} đảng viên"


def accumulated(admitted: Number | None) -> str:
    """The admissions since 1 January, as a clause."""
    if admitted is None:
        return f"lũy kế từ đầu năm {UNKNOWN}"
    if admitted == 0:
        return "lũy kế từ đầu năm chưa kết nạp được đảng viên nào"
    return f"lũy kế từ đầu năm kết nạp {wording.number(admitted)} đảng viên"


def among(total: Number | None, parts: Sequence[Part]) -> str:
    """`trong đó: nữ 5 đồng chí (41,67%); không có đồng chí nào thuộc nhóm: …`.

    Empty where nothing was admitted or it is not known; blank groups are named as such.
    """
    if not total or not parts:
        return ""
    present = [
        f"{label} {wording.number(value)} đồng chí "
        f"({wording.percent(Fraction(value) / Fraction(total))}%)"
        for label, value in parts
        if value
    ]
    absent = [label for label, value in parts if value == 0]
    blank = [label for label, value in parts if value is None]
    clauses = [f"trong đó: {', '.join(present)}"] if present else []
    if absent:
        clauses.append(f"không có đồng chí nào thuộc nhóm: {', '.join(absent)}")
    if blank:
        clauses.append(f"{UNKNOWN} về: {', '.join(blank)}")
    return "; ".join(clauses)


def sentence(*clauses: str) -> str:
    """The clauses that are not empty, joined by commas, with a capital and a full stop."""
    said = ", ".join(clause for clause in clauses if clause)
    return f"{wording.capitalised(said)}." if said else ""


def listed(parts: Sequence[Part]) -> str:
    """`20 quần chúng …, 3 hồ sơ …; không có …; chưa có số liệu về: …`."""
    some = [amount(value, label) for label, value in parts if value]
    none = [label for label, value in parts if value == 0]
    blank = [label for label, value in parts if value is None]
    clauses = [", ".join(some)] if some else []
    if none:
        clauses.append(f"không có {', '.join(none)}")
    if blank:
        clauses.append(f"{UNKNOWN} về: {', '.join(blank)}")
    return "; ".join(clauses)


def itemised(what: str, total: Number | None, noun: str, parts: Sequence[Part]) -> str:
    """`tăng 20 đảng viên (kết nạp 12, chuyển đến 8)`: only parts that are not 0 are named."""
    if total is None:
        return f"{what}: {UNKNOWN}"
    if total == 0:
        return f"không có {noun} {what}"
    said = [
        f"{label} {UNKNOWN if value is None else wording.number(value)}"
        for label, value in parts
        if value != 0
    ]
    return f"{what} {amount(total, noun)}" + (f" ({', '.join(said)})" if said else "")


def organisations(committees: Number | None, cells: Number | None) -> str:
    """`41 tổ chức cơ sở đảng (24 đảng bộ cơ sở, 17 chi bộ cơ sở)`; empty where there are none.

    Where all are of one kind, they are called by it.
    """
    kinds = ((committees, "đảng bộ cơ sở"), (cells, "chi bộ cơ sở"))
    known = [(value, noun) for value, noun in kinds if value]
    if not known:
        return ""
    if len(known) == 1:
        return amount(*known[0])
    total = sum(value for value, _ in known)
    parts = ", ".join(amount(value, noun) for value, noun in known)
    return f"{amount(total, 'tổ chức cơ sở đảng')} ({parts})"
