"""I21: an organisation with fewer members than the Charter asks for."""

from collections.abc import Iterator

from aggregator.model import Key, Severity
from aggregator.rules import Case, Problem, check
from aggregator.vocabulary import levels

_LEAST_OFFICIAL = 3
_LEAST_OF_COMMITTEE = 30
_ON_PROBATION = Key("DB.cuoi", "ky")


@check("I21", Severity.INFO)
def few_members(case: Case) -> Iterator[Problem]:
    """Tổ chức đảng có ít đảng viên hơn mức của Điều lệ Đảng.

    Vì sao: Chi bộ cần ít nhất 3 đảng viên chính thức, đảng bộ cơ sở ít nhất 30 đảng viên.

    Cách sửa: Đối khớp số đảng viên. Nếu đúng, báo cáo cấp ủy cấp trên xem xét về tổ chức.
    """
    level = levels().get(case.unit.level)
    key = Key(case.form.members, "ky")
    members = case.figures[key]
    if level is None or members is None or _opens_empty(case) or case.submission.missing:
        return
    official = members - (case.figures.get(_ON_PROBATION) or 0)
    if level.leaf and 0 <= official < _LEAST_OFFICIAL:
        shown = f"chi bộ còn {official} đảng viên chính thức"
        yield Problem(key, f"{shown}, cần ít nhất {_LEAST_OFFICIAL}")
    elif level.grassroots and not level.leaf and members < _LEAST_OF_COMMITTEE:
        shown = f"đảng bộ cơ sở còn {members} đảng viên"
        yield Problem(key, f"{shown}, cần ít nhất {_LEAST_OF_COMMITTEE}")


def _opens_empty(case: Case) -> bool:
    """Whether the opening stock is blank or 0: other checks ask for it, nothing follows from it."""
    opening = (i.code for i in case.form.indicators.values() if i.continues == case.form.members)
    return any(case.figures[Key(code, "ky")] in (None, 0) for code in opening)
