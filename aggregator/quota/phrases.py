"""The words of a judgement's detail, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from aggregator.model import Exemption, Plan, Quota, Verdict
from aggregator.quota.standing import Known
from aggregator.wording import number

UNCLEAR = "thiếu thông tin của đơn vị để xét phạm vi"
PACED = 4
"""A quota of less than one a quarter, the longest period of returns, has no pace."""

MOST_NAMED = 3
"""More names than this are only counted."""

_CELLS = {"chi_bo", "chi_bo_co_so"}


def target(quota: Quota) -> str:
    """What is aimed at: an assigned quota, or one to strive for."""
    return "mức phấn đấu" if quota.strength == "phan_dau" else "chỉ tiêu"


def noun(plan: Plan, units: tuple[str, ...]) -> str:
    """What to call these units."""
    levels = {plan.units[unit].level for unit in units}
    return "chi bộ" if levels and levels <= _CELLS else "đơn vị"


def outcome(
    quota: Quota, required: int | None, known: Known, verdict: Verdict, own: bool = False
) -> Iterator[str]:
    """How far the actual count is from what is required, and how many leaves are not in it.

    `own`: of a unit with none below it.
    """
    if known.value is None:
        yield "chưa có số liệu"
    elif required is None:
        yield "chưa đủ căn cứ để tính chỉ tiêu"
    else:
        yield _gap(target(quota), required - known.value, verdict)
    if known.value is not None:
        yield from _lacking(known, own)


def _lacking(known: Known, own: bool) -> Iterator[str]:
    silent = known.missing - known.only_before
    if silent:
        yield f"{number(silent)} đơn vị chưa có số liệu"
    if known.only_before:
        whose = "" if own else f"{number(known.only_before)} đơn vị "
        yield f"{whose}chưa có số liệu kỳ trước"


def handed_on(plan: Plan, heirs: Sequence[str]) -> str:
    """What became of a former unit's quota: one unit carries it on, or it has to be given anew."""
    if len(heirs) == 1:
        return f"{named(plan, heirs)} thực hiện tiếp, xét ở đó"
    return f"đã tách thành {named(plan, heirs)}; phân bổ lại cho từng đơn vị"


def carried(plan: Plan, amount: int, former: Sequence[str]) -> str:
    """How much of a unit's share it took over."""
    return f"gồm {number(amount)} đã giao cho {named(plan, former)}"


def unknown_members(plan: Plan, units: tuple[str, ...], base: str) -> str:
    """Whose headcount the plan should state: of a part of a split unit nobody else can tell it."""
    return f"ghi số {base} của {named(plan, units)} ở sheet “Đơn vị”"


def named(plan: Plan, units: Sequence[str]) -> str:
    """The names of units; of many how many there are."""
    if len(units) > MOST_NAMED:
        return f"{number(len(units))} {noun(plan, tuple(units))}"
    return ", ".join(f"“{plan.units[code].name}”" for code in units)


@lru_cache(maxsize=4096)
def _gap(target: str, gap: int, verdict: Verdict) -> str:
    match verdict:
        case Verdict.MET:
            return f"vượt {number(-gap)} so với {target}" if gap < 0 else f"đạt {target}"
        case Verdict.IN_PROGRESS | Verdict.NO_DATA if gap <= 0:
            return f"đạt {target} theo số đã có, chưa đủ số liệu để kết luận"
        case Verdict.IN_PROGRESS:
            return f"còn thiếu {number(gap)} so với {target}"
        case Verdict.NOT_MET:
            return f"chưa đạt {target}, thiếu {number(gap)}"
        case _:
            return f"còn thiếu {number(gap)} so với {target}, chưa đủ số liệu để kết luận"


def within(quota: Quota, actual: int | None) -> Iterator[str]:
    """Where a count lies against a range; above it is good."""
    if actual is None or quota.minimum is None or quota.maximum is None:
        return
    side = "trong"
    if actual < quota.minimum:
        side = "dưới"
    elif actual > quota.maximum:
        side = "trên"
    yield f"{side} khoảng {number(quota.minimum)}–{number(quota.maximum)}"


def pace(required: int, actual: int, months: int) -> Iterator[str]:
    """Whether a year's quota is on its way: an equal share for every month, rounded up."""
    if required < PACED:
        return
    due = -(-required * months // 12)
    standing = "đúng tiến độ"
    if actual != due:
        ahead = actual > due
        standing = f"đang {'vượt' if ahead else 'chậm'} {number(abs(actual - due))}"
    yield f"tiến độ chuẩn đến hết kỳ là {number(due)}, {standing}"


class Tally(NamedTuple):
    """Units of a scope by how they stand."""

    reached: int
    short: int
    unknown: int
    exempt: int
    unclear: int


def tally(noun: str, units: Tally) -> str:
    """`12 chi bộ đạt, 3 chi bộ được miễn, 2 chi bộ chưa có số liệu`."""
    others = (
        (units.short, "chưa đạt"),
        (units.exempt, "được miễn"),
        (units.unknown, "chưa có số liệu"),
        (units.unclear, "thiếu thông tin để xét phạm vi"),
    )
    shown = [(units.reached, "đạt"), *(part for part in others if part[0])]
    return ", ".join(f"{number(count)} {noun} {how}" for count, how in shown)


def unclear(noun: str, count: int) -> Iterator[str]:
    """How many units are left out because an attribute that the scope needs is empty."""
    if count:
        yield f"{number(count)} {noun} thiếu thông tin để xét phạm vi"


def exempt(noun: str, count: int) -> Iterator[str]:
    """How many units are freed of the quota."""
    if count:
        yield f"{number(count)} {noun} được miễn"


def exemption(plan: Plan, given: Exemption, unit: str, reason: str) -> str:
    """Why a unit is freed, with which unit above it if not by itself, and by which document."""
    document = f" ({given.document})" if given.document else ""
    above = f" theo {named(plan, (given.unit,))}" if given.unit != unit else ""
    return f"được miễn{above}: {reason[:1].lower()}{reason[1:]}{document}"
