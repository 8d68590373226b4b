"""Quotas in words: what is asked, how far it is, what remains."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from aggregator import scope, vocabulary, wording
from aggregator.model import Form, Judgement, Plan, Quota, Verdict
from aggregator.quota import labels
from aggregator.report import words
from aggregator.report.leading import admission_measures
from aggregator.report.word.account import Asked
from aggregator.report.word.sentences import UNKNOWN, joined, lowered
from aggregator.wording import capitalised
from aggregator.workbook.planbook.columns import UNITS

_ASKED = {"giao": "chỉ tiêu giao", "phan_dau": "mức phấn đấu"}
_COMPARED = {"=": "là {}", "!=": "khác {}", ">=": "từ {} trở lên", "<=": "đến {}"}
OF_UNITS = ("K4", "K6", "K9", "K13")
"""Kinds whose `actual` and `required` count units, all but K6 at the node alone."""


def reached(judgements: Sequence[Judgement]) -> list[str]:
    """`đạt 43,32% chỉ tiêu giao cả năm (277 đảng viên)`, a clause for each strength of target.

    What cannot be compared is left out, what is the same twice said once.
    """
    found: dict[str, dict[tuple[str, str], None]] = {}
    for judgement in judgements:
        share = wording.percent(judgement.percent)
        if share is not None:
            asked = _ASKED.get(judgement.strength, "chỉ tiêu")
            whole = f"({wording.number(judgement.required)} đảng viên)"
            found.setdefault(asked, {})[f"{share}%", whole] = None
    return [f"đạt {_shares(asked, list(shares))}" for asked, shares in found.items()]


def _shares(asked: str, shares: Sequence[tuple[str, str]]) -> str:
    (first, whole), *others = shares
    more = [f"{share} {of}" for share, of in others]
    return joined([f"{first} {asked} cả năm {whole}", *more])


def remaining(judgement: Judgement) -> str:
    """What is still to be done for a quota on admissions, or by how much it is exceeded."""
    required, actual = judgement.required, judgement.actual
    if required is None:
        return ""
    whole = f"{wording.number(required)} đảng viên"
    asked = f"{_ASKED.get(judgement.strength, 'chỉ tiêu')} cả năm"
    if actual is None:
        return f"{capitalised(asked)} là {whole}; {UNKNOWN}."
    if actual < required:
        left = f"{wording.number(required - actual)} đảng viên"
        if judgement.verdict is Verdict.IN_PROGRESS:
            return f"Còn phải kết nạp {left} để đạt {asked} ({whole})."
        return f"Thiếu {left} so với {asked} ({whole})."
    if actual == required:
        return f"Đã đạt {asked} ({whole})."
    over = f"{wording.number(actual - required)} đảng viên"
    return f"Đã vượt {over} so với {asked} ({whole})."


def on_basis(text: str, bases: Sequence[str]) -> str:
    """A sentence on a target with the documents that set it, where they are known."""
    named = "; ".join(dict.fromkeys(basis for basis in bases if basis))
    return f"{text.removesuffix('.')}, căn cứ: {named}." if named else text


def judged(title: str, judgement: Judgement) -> str:
    """A quota with what there is, what is asked, the verdict and the engine's explanation."""
    explained = judgement.detail.rstrip(".").split("; ") if judgement.detail else []
    if judgement.actual is None:
        explained = [phrase for phrase in explained if phrase != UNKNOWN]
    verdict = _verdict(judgement)
    said = any(phrase.startswith(verdict) for phrase in explained)
    return f"{title}: {'; '.join([_standing(judgement, '' if said else verdict), *explained])}."


def _verdict(judgement: Judgement) -> str:
    if judgement.verdict is Verdict.NOT_MET and judgement.strength == "phan_dau":
        return "chưa đạt mức phấn đấu"
    return words.VERDICT[judgement.verdict].lower()


def _standing(judgement: Judgement, verdict: str) -> str:
    """The counts with the verdict, which is empty where the explanation says it anyway."""
    actual, required = judgement.actual, judgement.required
    if judgement.verdict is Verdict.EXEMPT:
        return verdict
    if actual is None:
        asked = "" if required is None else f" (mức yêu cầu {wording.number(required)})"
        return f"{UNKNOWN}{asked}"
    concluded = f", {verdict}" if verdict else ""
    if required is None:
        return f"thực hiện {wording.number(actual)}{concluded}"
    noun = " đơn vị" if judgement.kind in OF_UNITS else ""
    share = wording.percent(judgement.percent)
    counted = f"{wording.number(actual)}/{wording.number(required)}{noun}"
    return f"{counted}{'' if share is None else f' ({share}%)'}{concluded}"


def title(quota: Quota, form: Form, plan: Plan | None = None) -> str:
    """What a quota asks, in one line; docs/quotas.md has the parameters of each kind.

    The plan tells the names of the units that a scope gives the codes of.
    """
    noun = noun_of(quota.measure, form)
    low, high = wording.number(quota.minimum), wording.number(quota.maximum)
    kinds = _kinds(quota.scope, plan)
    units, where = concerned(quota, plan), f" ({kinds})" if kinds else ""
    each = f"mỗi {units}"
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
            least = f"từ {low} {noun}" if low not in ("", "1") else noun
            return f"Ít nhất {_percentage(quota.rate_min)} số {units} có {least}"
        case "K7" | "K8":
            return f"{capitalised(noun)} {_range(low, high)}{where}"
        case _:
            return f"{labels().get(quota.kind, quota.kind)} — {noun}"


def counts_units(plan: Plan, quota: Quota, unit: str) -> bool:
    """Whether what is required of the unit is a number of units, not of people."""
    if quota.kind == "K6":
        return True
    return quota.kind in OF_UNITS and unit == quota.unit and bool(plan.children[unit])


def headline(judgement: Judgement, asked: Asked | None, form: Form) -> str:
    """What a judgement is about, with its basis; by kind and indicator where no more is known."""
    kind = labels().get(judgement.kind, judgement.kind)
    if asked is None:
        return f"{kind} (mã chỉ tiêu {judgement.quota})"
    counted = asked.measure in admission_measures(form)
    named = asked.title or (kind if counted else f"{kind} — {noun_of(asked.measure, form)}")
    return f"{named} (căn cứ: {asked.basis})" if asked.basis else named


def noun_of(measure: str, form: Form) -> str:
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


def concerned(quota: Quota, plan: Plan | None = None) -> str:
    """The units in the scope of a quota: `đơn vị thôn, khu phố`, `đơn vị` not said twice."""
    kinds = _kinds(quota.scope, plan)
    return kinds if kinds.startswith("đơn vị") else f"đơn vị {kinds}".rstrip()


def _kinds(text: str, plan: Plan | None) -> str:
    """The units that a scope names, in lower case: `thôn, khu phố có số lao động từ 50 trở lên`."""
    try:
        conditions = scope.parse(text)
    except ValueError:
        return ""
    named = (_condition(each, plan) for each in conditions if each.field != "level")
    return " ".join(named)


def _condition(condition: scope.Condition, plan: Plan | None) -> str:
    field, compare, values = condition
    shown = ", ".join(_value(field, value, plan) for value in values)
    if field == "kind" and compare == "=":
        return shown
    if field == "parent" and compare == "=":
        return f"trực thuộc {shown}"
    label = lowered(next((f.label for f in UNITS.fields if f.code == field), field))
    if isinstance(values[0], bool):
        return label if values[0] == (compare == "=") else f"không {label}"
    return f"có {label} {_COMPARED[compare].format(shown)}"


def _value(field: str, value: scope.Value, plan: Plan | None) -> str:
    if field == "kind":
        return lowered(vocabulary.label("kind", str(value)))
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int):
        return wording.number(value)
    unit = plan.units.get(value) if plan and field in ("parent", "unit") else None
    return unit.name if unit else value
