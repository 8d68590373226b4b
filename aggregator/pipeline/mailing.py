"""`ketnap send`: the letter that carries a summary to the level above, as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aggregator import atomic
from aggregator.mail.address import usable
from aggregator.mail.draft import Attachment, Letter, draft
from aggregator.mail.texts import one_line
from aggregator.mail.upward import upward
from aggregator.pipeline import planfile, plansearch
from aggregator.pipeline.planfile import PlanFile, UnusableError
from aggregator.pipeline.single import returned


@dataclass(frozen=True)
class Outgoing:
    """A letter that carries a summary up; where its draft stands, and the folder of the book."""

    letter: Letter
    sha256: str
    target: Path
    home: Path


def compose(summary: Path, to: str = "", sender: str = "", out: Path | None = None) -> Outgoing:
    """The letter of a summary: to the address given, else to the one carried from the plan.

    Raises UnusableError for what is no summary, may not be mailed, or is no address.
    """
    try:
        data = summary.read_bytes()
    except OSError as error:
        raise UnusableError(f"Không đọc được “{summary.name}”: {error.strerror}") from error
    read = returned(data, summary.name)
    carried = dict(read.identification.values)
    if carried.get("kind") != "summary":
        raise UnusableError(f"“{summary.name}” không phải tệp tổng hợp (tong-hop_….xlsx)")
    plan = _plan_near(summary, carried["plan"])
    _refuse_classified(carried, plan)
    receiver = _address(to, "--to") or usable(carried.get("parent_email", ""))
    attachment = Attachment(summary.name, data)
    letter = upward(
        carried, read.form, read.figures, receiver, _address(sender, "--from"), attachment
    )
    target = out or summary.with_suffix(".eml")
    if target.resolve() == summary.resolve():
        raise UnusableError("Nơi ghi thư trùng với chính tệp tổng hợp; chọn tên khác bằng --out")
    home = plan.path.parent if plan else summary.resolve().parent
    return Outgoing(letter, sha256(data).hexdigest(), target, home)


def _plan_near(summary: Path, code: str) -> PlanFile | None:
    """The plan the summary was made with, where it is in reach."""
    for path in plansearch.nearest(summary.resolve().parent):
        try:
            loaded = planfile.load(path)
        except UnusableError:
            continue
        if loaded.plan.code == code:
            return loaded
    return None


def _refuse_classified(carried: Mapping[str, str], plan: PlanFile | None) -> None:
    if "classification" not in carried:
        raise UnusableError(
            "Tệp tổng hợp đã mất sheet ẩn _ketnap nên không biết có được gửi thư hay không; "
            "tổng hợp lại rồi gửi"
        )
    refuse_mark(carried["classification"] or (plan.plan.classification if plan else ""))


def refuse_mark(mark: str) -> None:
    """Raises UnusableError where a classification, empty if there is none, forbids mail."""
    if mark:
        raise UnusableError(
            f"Kế hoạch ghi “{mark}” nên không gửi bằng thư điện tử; gửi theo đường quy định cho "
            "tài liệu loại đó"
        )


def _address(text: str, option: str) -> str:
    """Raises UnusableError for a text that is no address; empty stays empty."""
    if text and not usable(text):
        raise UnusableError(f"“{one_line(text)}” ở {option} không phải một địa chỉ thư điện tử")
    return usable(text)


def write_draft(outgoing: Outgoing) -> None:
    """Write the letter as a draft."""
    atomic.write(outgoing.target, draft(outgoing.letter))
