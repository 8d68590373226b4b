"""Quotas in words: what is asked, how far it is, what remains."""

from __future__ import annotations

from decimal import Decimal

from aggregator import scope, vocabulary, wording
from aggregator.model import Form, Judgement, Quota, Verdict
from aggregator.quota import labels
from aggregator.report import words
from aggregator.report.digest import admission_measures
from aggregator.report.word.account import Asked
from aggregator.report.word.sentences import UNKNOWN, lowered
from aggregator.wording import capitalised
from aggregator.workbook.planbook.columns import UNITS

_ASKED = {"giao": "chỉ tiêu giao", "phan_dau": "mức phấn đấu"}
_COMPARED = {"=": "là {}", "!=": "khác {}", ">=": "từ {} trở lên", "<=": "đến {}"}
_OF_UNITS = ("K4", "K6", "K9", "K13")
"""Kinds whose `actual` and `required` count units."""


def reached(judgement: Judgement) -> str:
    """`đạt 43,32% chỉ tiêu giao (277)`; empty where nothing can be compared."""
    share = wording.percent(judgement.percent)
    if share is None:
        return ""
    asked = _ASKED.get(judgement.strength, "chỉ tiêu")
    return f"đạt {share}% {asked} cả năm ({wording.number(judgement.required)} đảng viên)"


def remaining(judgement: Judgement) -> str:
    """What is still to be done for a quota on admissions, or by how much it is exceeded."""
    asked = _ASKED.get(judgement.strength, "chỉ tiêu")
    required, actual = judgement.required, judgement.actual
    if required is None:
        return ""
    if actual is None:
        return f"{capitalised(asked)} cả năm là {wording.number(required)} đảng viên; {UNKNOWN}."
    if actual < required:
        left = f"{wording.number(required - actual)} đảng viên"
        if judgement.verdict is Verdict.IN_PROGRESS:
            return f"Còn phải kết nạp {left} để đạt {asked} cả năm."
        return f"Thiếu {left} so với {asked} cả năm."
    if actual == required:
        return f"Đã đạt {asked} cả năm."
    return f"Đã vượt {asked} cả năm {wording.number(actual - required)} đảng viên."


def judged(title: str, judgement: Judgement) -> str:
    """A quota with what there is, what is asked, the verdict and the engine's explanation."""
    said = [f"{title}: {_standing(judgement)}"]
    if judgement.detail:
        said.append(judgement.detail.rstrip("."))
    return "; ".join(said) + "."


def _standing(judgement: Judgement) -> str:
    verdict = words.VERDICT[judgement.verdict].lower()
    if judgement.verdict is Verdict.NOT_MET and judgement.strength == "phan_dau":
        verdict = "chưa đạt mức phấn đấu"
    actual, required = judgement.actual, judgement.required
    if judgement.verdict is Verdict.EXEMPT:
        return verdict
    if actual is None:
        asked = "" if required is None else f" (mức yêu cầu {wording.number(required)})"
        return f"{UNKNOWN}{asked}"
    if required is None:
        return f"thực hiện {wording.number(actual)}, {verdict}"
    noun = " đơn vị" if judgement.kind in _OF_UNITS else ""
    share = wording.percent(judgement.percent)
    counted = f"{wording.number(actual)}/{wording.number(required)}{noun}"
    return f"{counted}{'' if share is None else f' ({share}%)'}, {verdict}"


def title(quota: Quota, form: Form) -> str:
    """What a quota asks, in one line; the parameters of each kind are in contract, section 3."""
    noun = _noun(quota.measure, form)
    low, high = wording.number(quota.minimum), wording.number(quota.maximum)
    units = _units(quota.scope)
    each = f"mỗi {units}"
    where = f" ({_kinds(quota.scope)})" if _kinds(quota.scope) else ""
    match quota.kind:
        case "K1":
            return f"Giao cụ thể {low} {noun}{where}"
        case "K2":
            return f"{capitalised(noun)} {_rates(quota)} so với {_base(quota)}{where}"
        case "K3":
            return f"Tối thiểu {low} {noun}{where}"
        case "K4" | "K9":
            least = f"từ {low} đến {high}" if high else f"ít nhất {low}"
            return f"{capitalised(each)} {least} {noun}"
        case "K13":
            rest = each if quota.scope.strip() else "mỗi đơn vị còn lại"
            least = f"từ {low} đến {high}" if high else f"ít nhất {low}"
            return f"{capitalised(rest)} {least} {noun}"
        case "K12":
            asked = _range(low, high) if low else _rates(quota)
            return f"Cơ cấu kết nạp: {noun} {asked}{where}"
        case "K5":
            return f"Bình quân {each} ít nhất {low} {noun}"
        case "K6":
            return f"Ít nhất {_percentage(quota.rate_min)} số {units} có {noun}"
        case "K7" | "K8":
            return f"{capitalised(noun)} {_range(low, high)}{where}"
        case _:
            return f"{labels().get(quota.kind, quota.kind)} — {noun}"


def headline(judgement: Judgement, asked: Asked | None, form: Form) -> str:
    """What a judgement is about, with its basis; by kind and indicator where no more is known."""
    kind = labels().get(judgement.kind, judgement.kind)
    if asked is None:
        return f"{kind} (mã chỉ tiêu {judgement.quota})"
    counted = asked.measure in admission_measures(form)
    named = asked.title or (kind if counted else f"{kind} — {_noun(asked.measure, form)}")
    return f"{named} (căn cứ: {asked.basis})" if asked.basis else named


def _noun(measure: str, form: Form) -> str:
    """What an indicator counts; a target is of the year, not of the period."""
    subject = words.subject(form, measure).removeprefix("Tổng số ").removesuffix(" trong kỳ")
    return lowered(subject)


def _range(low: str, high: str) -> str:
    return f"từ {low} đến {high}" if low and high else f"từ {low} trở lên"


def _rates(quota: Quota) -> str:
    return _range(_percentage(quota.rate_min), _percentage(quota.rate_max))


def _percentage(rate: Decimal | None) -> str:
    return "" if rate is None else wording.rate(rate)


def _base(quota: Quota) -> str:
    return lowered(vocabulary.label("base", quota.base or "members_start"))


def _units(scope_text: str) -> str:
    """`đơn vị thôn, khu phố`, without saying `đơn vị` twice."""
    kinds = _kinds(scope_text)
    return kinds if kinds.startswith("đơn vị") else f"đơn vị {kinds}".rstrip()


def _kinds(text: str) -> str:
    """The units that a scope names, in lower case: `thôn, khu phố; số lao động từ 50 trở lên`."""
    try:
        conditions = scope.parse(text)
    except ValueError:
        return ""
    named = (_condition(condition) for condition in conditions if condition.field != "level")
    return "; ".join(named)


def _condition(condition: scope.Condition) -> str:
    of_kind = condition.field == "kind"
    values = ", ".join(
        lowered(vocabulary.label("kind", str(value))) if of_kind else str(value)
        for value in condition.values
    )
    if of_kind and condition.operator == "=":
        return values
    if condition.field == "parent" and condition.operator == "=":
        return f"trực thuộc {values}"
    field = next((f.label for f in UNITS.fields if f.code == condition.field), condition.field)
    return f"{lowered(field)} {_COMPARED[condition.operator].format(values)}"
