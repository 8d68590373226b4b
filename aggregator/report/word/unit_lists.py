"""Sentences that name units: who reached its quota, who is behind, who admitted nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aggregator import period as periods
from aggregator import wording
from aggregator.model import Judgement, UnitStatus, Verdict
from aggregator.report import targets
from aggregator.report.coverage import Pooled, pooled
from aggregator.report.word import published, sentences
from aggregator.report.word.account import Account
from aggregator.workbook.returned.tables import UnitRow

ABSENT = (UnitStatus.MISSING, UnitStatus.REJECTED)


def successes(account: Account, public: bool) -> Iterator[str]:
    """Who reached the year's quota or is ahead of it, which localities a share, who is exempt."""
    direct, whose = _printed(account, public)
    done = [row for row in direct if _verdict(account, row) is Verdict.MET]
    ahead = [row for row in direct if _lead(account, row) > 0]
    yield from _said(account, public, f"{whose} đã đạt chỉ tiêu cả năm", done)
    yield from _said(account, public, f"{whose} vượt tiến độ chia đều cả năm", ahead)
    yield from _shares(account, public)
    yield from _exempt(account)


def shortcomings(account: Account, public: bool) -> Iterator[str]:
    """Facts only: the causes are for the officer to write."""
    direct, whose = _printed(account, public)
    partial = [row for row in _direct(account) if row.status is UnitStatus.PARTIAL]
    complete = [row for row in direct if not row.missing_below and row not in partial]
    none = [row for row in complete if row.values.get(account.admissions) == 0]
    behind = [row for row in complete if row not in none and _lead(account, row) < 0]
    over = periods.closes_year(account.meta["period"])
    slow = "chưa đạt chỉ tiêu cả năm" if over else "chậm so với tiến độ chia đều cả năm"
    absent = [row for row in _direct(account) if row.status in ABSENT]
    yield from _said(account, public, f"{whose} chưa kết nạp được đảng viên nào", none)
    yield from _said(account, public, f"{whose} {slow}", behind)
    if not (public and published.kept_back(account, account.admissions)):
        yield from _leaves_without(account)
    yield from _said(account, public, "Đơn vị trực thuộc chưa có số liệu", absent)
    yield from _said(account, public, "Đơn vị trực thuộc chưa đủ kỳ", partial)


def _direct(account: Account) -> list[UnitRow]:
    return [account.rows[code] for code in account.children.get(account.unit, ())]


def _printed(account: Account, public: bool) -> tuple[list[UnitRow], str]:
    """Direct subordinates whose admissions are shown, and what they are called."""
    direct = _direct(account)
    hidden = published.kept_back(account, account.admissions) if public else {}
    shown = [row for row in direct if row.code not in hidden]
    which = " có nêu số liệu" if len(shown) < len(direct) else ""
    return shown, f"Đơn vị trực thuộc{which}"


def _asked(account: Account, row: UnitRow) -> Judgement | None:
    return next(iter(account.whole.get(row.code, ())), None)


def _verdict(account: Account, row: UnitRow) -> Verdict | None:
    judgement = _asked(account, row)
    return judgement.verdict if judgement else None


def _lead(account: Account, row: UnitRow) -> int:
    """How far ahead of what the months gone by would have to bring, in twelfths; 0 if unknown.

    The quota is spread evenly over the year; of a quota that is met there is no pace any more.
    """
    judgement = _asked(account, row)
    if judgement is None or judgement.required is None or judgement.actual is None:
        return 0
    if judgement.verdict in (Verdict.MET, Verdict.EXEMPT):
        return 0
    gone = periods.months(account.meta["period"])[1]
    return judgement.actual * 12 - judgement.required * gone


def _exempt(account: Account) -> Iterator[str]:
    """How many are freed of a quota; annex 3 names them with the documents."""
    judged = [j for j in account.judgements if j.verdict is Verdict.EXEMPT]
    freed = len({j.unit for j in judged})
    if freed:
        account.reads.extend(judged)
        yield f"Được miễn chỉ tiêu: {wording.number(freed)} đơn vị (xem Phụ lục 3)."


def _said(account: Account, public: bool, what: str, rows: Sequence[UnitRow]) -> Iterator[str]:
    if not rows:
        return
    account.note(rows)
    count = f"{what}: {wording.number(len(rows))} đơn vị"
    if public and any(row.code in account.sheltered for row in rows):
        yield f"{count}."
    else:
        yield f"{count} ({sentences.names([row.name for row in rows])})."


def _leaves_without(account: Account) -> Iterator[str]:
    """Only where some leaves are not direct subordinates, which are named anyway."""
    leaves = [row for row in account.due if row.code in account.rows]
    known = [row for row in leaves if row.values.get(account.admissions) is not None]
    none = [row for row in known if row.values[account.admissions] == 0]
    if not none or all(row.parent == account.unit for row in leaves):
        return
    account.note(none, wording.number(len(known)))
    noun, inside = account.leaf_noun, len(leaves) - account.missing - len(known)
    if inside > 0:
        account.note_count(wording.number(inside), " không có số liệu riêng")
    which = f"{noun} có số liệu riêng" if inside > 0 else f"{noun} đã có số liệu"
    rest = f"; {wording.number(inside)} {noun} khác gộp trong báo cáo của cấp trên"
    yield (
        f"Từ đầu năm có {wording.number(len(none))}/{wording.number(len(known))} {which} "
        f"chưa kết nạp được đảng viên nào{rest if inside > 0 else ''}."
    )


def _shares(account: Account, public: bool) -> Iterator[str]:
    """For each quota on coverage, how many of the units judged for it have reached their share."""
    for quota in pooled(account.judgements, account.unit):
        if public and not published.is_open(account, quota.first):
            continue
        account.reads.extend(
            j for j in account.judgements if j.quota == quota.first.quota and j.required is not None
        )
        yield _share(account, quota)


def _share(account: Account, quota: Pooled) -> str:
    named = targets.headline(quota.first, account.quotas.get(quota.first.quota), account.form)
    if quota.actual is None or quota.required is None:
        return f"{named}: {quota.told}."
    actual, required = wording.number(quota.actual), wording.number(quota.required)
    return f"{named}: {quota.told}; cộng chung {actual} đơn vị đạt, cần {required}."
