"""The letter that goes up with a summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aggregator import period as periods
from aggregator import wording
from aggregator.figures import Figures
from aggregator.mail.draft import Attachment, Letter
from aggregator.mail.texts import text
from aggregator.model import Form, Key


def upward(
    carried: Mapping[str, str],
    form: Form,
    figures: Figures,
    to: str,
    sender: str,
    summary: Attachment,
) -> Letter:
    """The letter to the level above; `carried` is what the summary says of itself."""
    written = text(
        "gui-cap-tren",
        plan=carried["plan"],
        title=carried.get("plan_title") or carried["plan"],
        period=periods.label(carried["period"]),
        unit=carried.get("name") or carried["unit"],
        superior=carried.get("parent_name") or carried.get("parent") or "cấp trên trực tiếp",
        lines=tuple(_lines(carried, form, figures)),
    )
    return Letter(written.subject, written.body, to, (summary,), sender)


def _lines(carried: Mapping[str, str], form: Form, figures: Figures) -> Iterator[str]:
    shown = (
        ("Kết nạp trong kỳ", Key(form.admissions, "ky")),
        ("Kết nạp từ đầu năm", Key(form.admissions, "luy_ke")),
        ("Đảng viên cuối kỳ", Key(form.members, "ky")),
    )
    for label, key in shown:
        yield f"{label}: {wording.number(figures[key]) or 'chưa có số liệu'}."
    missing = carried.get("missing", "")
    if missing.isdecimal() and int(missing):
        yield f"Còn {wording.number(int(missing))} đơn vị chưa có hoặc chưa đủ số liệu."
