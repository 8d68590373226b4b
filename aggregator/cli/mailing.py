"""`send`: a summary to the level above, and drafts of any kind, through a mail server."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import DONE_WITH_ERRORS, Command

if TYPE_CHECKING:
    from aggregator.pipeline.posting import Told
    from aggregator.pipeline.sending import Way

_PATH = click.Path(exists=True, path_type=Path)
_PAUSE_SECONDS = 1.0
_MAIL_ENDING = ".eml"


@click.command(cls=Command)
@click.argument("path", metavar="TỆP", type=_PATH)
@click.option(
    "--to", metavar="ĐỊA_CHỈ", default="", help="Nơi nhận (mặc định: cấp trên, theo kế hoạch)."
)
@click.option(
    "--out",
    metavar="TỆP",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Nơi ghi thư nháp (mặc định: cạnh tệp tổng hợp, đuôi .eml).",
)
@click.option(
    "--smtp",
    metavar="URL",
    default="",
    help="Gửi luôn qua máy chủ thư, ví dụ smtps://ten@may-chu:465 (mật khẩu đặt trong biến môi "
    "trường KETNAP_SMTP_PASSWORD hoặc keyring).",
)
@click.option("--from", "sender", metavar="ĐỊA_CHỈ", default="", help="Địa chỉ gửi.")
@click.option(
    "--again",
    is_flag=True,
    help="Gửi lần nữa thư đã gửi tới đúng nơi nhận này; với thư mục: chỉ những thư không rõ đã tới "
    "hay chưa.",
)
@click.option(
    "--pause",
    metavar="GIÂY",
    type=click.FloatRange(0, 3600),
    default=_PAUSE_SECONDS,
    help="Nghỉ giữa hai thư khi gửi nhiều thư (mặc định: 1).",
)
def send(
    path: Path, to: str, out: Path | None, smtp: str, sender: str, again: bool, pause: float
) -> int:
    """Soạn thư nháp gửi tệp tổng hợp lên cấp trên; có --smtp thì gửi luôn.

    TỆP cũng có thể là một thư nháp .eml, hoặc thư mục có các thư nháp: khi đó cần --smtp, mỗi thư
    được gửi đúng một lần, chạy lại thì gửi tiếp những thư chưa gửi.
    """
    from aggregator.pipeline import sending
    from aggregator.pipeline.planfile import UnusableError

    try:
        if path.is_dir() or path.suffix.lower() == _MAIL_ENDING:
            if to or out or not smtp:
                raise UnusableError(_ONLY_SMTP)
            return _post(path, sending.way(smtp, sender), again, pause)
        return _send(path, to, out, sending.way(smtp, sender) if smtp else None, sender, again)
    except UnusableError as error:
        return screen.refuse(error)


_ONLY_SMTP = "Thư nháp đã có sẵn nơi nhận: gửi bằng --smtp, không dùng --to và --out"


def _send(
    summary: Path, to: str, out: Path | None, by: Way | None, sender: str, again: bool
) -> int:
    """A summary goes up. Raises UnusableError."""
    from aggregator.pipeline import mailing, sending

    outgoing = mailing.compose(summary, to, by.sender if by else sender, out)
    receiver = outgoing.letter.to
    if by is None:
        mailing.write_draft(outgoing)
        screen.say(f"Đã soạn thư nháp {outgoing.target}; mở tệp để xem lại rồi gửi")
        screen.say(f"Nơi nhận: {receiver}" if receiver else _NO_RECEIVER)
        return 0
    try:
        sending.send(outgoing, by, again)
    except sending.NotSentError as error:
        click.echo(str(error), err=True)
        return DONE_WITH_ERRORS
    screen.say(f"Đã gửi tới {receiver}; bản đã gửi: {outgoing.target}")
    return 0


_NO_RECEIVER = "Chưa biết địa chỉ cấp trên: ghi nơi nhận vào thư, hoặc chạy lại với --to"


def _post(path: Path, by: Way, again: bool, pause: float) -> int:
    """Drafts go out. Raises UnusableError."""
    from aggregator.mail.sent import BookUnusableError
    from aggregator.pipeline.outbox import outbox
    from aggregator.pipeline.posting import Fate, post

    box = outbox(path)
    fates: Counter[Fate] = Counter()
    try:
        for told in post(box, by, again, pause):
            fates[told.fate] += 1
            _say_fate(path, told)
    except BookUnusableError as error:
        click.echo(str(error), err=True)
    untold = len(box.drafts) - fates.total()
    unsent = fates[Fate.NOT_SENT] + untold
    counts = (
        (fates[Fate.SENT], "đã gửi"),
        (fates[Fate.BEFORE], "đã gửi từ trước"),
        (fates[Fate.UNSURE], "không rõ đã tới hay chưa"),
        (unsent, "chưa gửi"),
        (box.others, "tệp .eml không phải thư nháp, bỏ qua"),
    )
    said = "; ".join(f"{number} {words}" for number, words in counts if number)
    screen.say(f"{len(box.drafts)} thư nháp: {said}")
    return DONE_WITH_ERRORS if unsent or fates[Fate.UNSURE] else 0


def _say_fate(path: Path, told: Told) -> None:
    from aggregator.pipeline.posting import Fate

    heads = {Fate.SENT: "Đã gửi", Fate.NOT_SENT: "CHƯA GỬI", Fate.UNSURE: "KHÔNG RÕ"}
    if told.fate in heads:
        shown = told.draft.path.name
        if path.is_dir():
            shown = told.draft.path.relative_to(path).as_posix()
        to = f" → {told.draft.parcel.to}" if told.draft.parcel else ""
        why = f": {told.why}" if told.why else ""
        click.echo(f"{heads[told.fate]} {shown}{to}{why}", err=bool(why))


COMMANDS = (send,)
