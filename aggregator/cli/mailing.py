"""`send`: a summary to the level above, as a draft or through a mail server."""

from __future__ import annotations

from pathlib import Path

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import DONE_WITH_ERRORS, Command

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(cls=Command)
@click.argument("summary", metavar="TỔNG_HỢP", type=_FILE)
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
@click.option("--again", is_flag=True, help="Gửi lần nữa tệp đã gửi tới đúng nơi nhận này.")
def send(summary: Path, to: str, out: Path | None, smtp: str, sender: str, again: bool) -> int:
    """Soạn thư nháp gửi tệp tổng hợp lên cấp trên; có --smtp thì gửi luôn."""
    from aggregator.pipeline import mailing, sending
    from aggregator.pipeline.planfile import UnusableError

    try:
        by = sending.way(smtp, sender) if smtp else None
        outgoing = mailing.compose(summary, to, by.sender if by else sender, out)
        if by is None:
            mailing.write_draft(outgoing)
        else:
            sending.send(outgoing, by, again)
    except UnusableError as error:
        return screen.refuse(error)
    except sending.NotSentError as error:
        click.echo(str(error), err=True)
        return DONE_WITH_ERRORS
    receiver = outgoing.letter.to
    if by is not None:
        screen.say(f"Đã gửi tới {receiver}; bản đã gửi: {outgoing.target}")
        return 0
    screen.say(f"Đã soạn thư nháp {outgoing.target}; mở tệp để xem lại rồi gửi")
    screen.say(f"Nơi nhận: {receiver}" if receiver else _NO_RECEIVER)
    return 0


_NO_RECEIVER = "Chưa biết địa chỉ cấp trên: ghi nơi nhận vào thư, hoặc chạy lại với --to"

COMMANDS = (send,)
