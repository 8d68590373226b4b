"""The letter that goes down with the templates of a period."""

from __future__ import annotations

from aggregator import period as periods
from aggregator import wording
from aggregator.deadlines import due_day
from aggregator.mail.address import usable
from aggregator.mail.draft import Attachment, Letter
from aggregator.mail.texts import text
from aggregator.model import Plan


def distribution(
    plan: Plan, unit: str, period: str, workbooks: int, has_slice: bool, attachment: Attachment
) -> Letter:
    """The letter to a direct subordinate with its workbooks, several of them in one zip."""
    receiver = plan.units[unit]
    above = plan.units.get(receiver.parent)
    due = due_day(plan, unit, period)
    written = text(
        "phat-bieu-mau",
        plan=plan.code,
        title=plan.title or plan.code,
        period=periods.label(period),
        unit=receiver.name or unit,
        code=unit,
        sender=above.name or above.code if above else plan.issuer,
        workbooks=wording.number(workbooks or None),
        zipped=workbooks + has_slice > 1,
        slice=has_slice,
        due=f"{due:%d/%m/%Y}" if due else "",
        reply_to=usable(above.email) if above else "",
    )
    to = usable(receiver.email)
    return Letter(written.subject, written.body, to, (attachment,), goes_down=True)
