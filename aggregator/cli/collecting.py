"""`collect`: new returns out of a mailbox."""

from __future__ import annotations

from pathlib import Path

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import DONE_WITH_ERRORS, Command

_MOST_NAMED = 10


@click.command(cls=Command)
@click.option(
    "--imap",
    "url",
    metavar="URL",
    required=True,
    help="Hộp thư, ví dụ imaps://ten@may-chu/INBOX (mật khẩu đặt trong biến môi trường "
    "KETNAP_IMAP_PASSWORD hoặc keyring).",
)
@click.option(
    "--into",
    metavar="THƯ_MỤC",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Nơi lưu, ví dụ nhan-ve/2024-Q1.",
)
@click.option(
    "--anew", is_flag=True, help="Đọc lại hộp thư từ đầu; thư đã có trong thư mục không lưu lại."
)
def collect(url: str, into: Path, anew: bool) -> int:
    """Lấy báo cáo mới từ hộp thư về thư mục; không xóa, không đánh dấu gì trên máy chủ."""
    from aggregator.pipeline import collecting
    from aggregator.pipeline.planfile import UnusableError

    try:
        found = collecting.collect(url, into, anew)
    except UnusableError as error:
        return screen.refuse(error)
    for path in found.saved:
        screen.say(f"  {path.name}")
    known = f"; {found.known} thư đã có từ trước" if found.known else ""
    screen.say(f"Đã lấy {len(found.saved)} thư có tệp báo cáo về {into}{known}")
    if found.too_large:
        days = ", ".join(f"{day:%d/%m/%Y}" for day in found.too_large[:_MOST_NAMED])
        click.echo(f"{len(found.too_large)} thư quá lớn, không lấy: ngày {days}", err=True)
    if found.broken:
        click.echo(f"{found.broken}; chạy lại lệnh này để lấy tiếp", err=True)
    return DONE_WITH_ERRORS if found.broken or found.too_large else 0


COMMANDS = (collect,)
