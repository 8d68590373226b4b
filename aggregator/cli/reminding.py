"""`remind`: drafts to those who still owe returns."""

from __future__ import annotations

from pathlib import Path

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import Command

_MOST_NAMED = 10


@click.command(cls=Command)
@click.argument(
    "folder", metavar="THƯ_MỤC", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--plan",
    metavar="TỆP",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp kế hoạch (mặc định: tìm trong thư mục, rồi các thư mục trên).",
)
@click.option("--period", metavar="KỲ", default="", help="Kỳ báo cáo (mặc định: kỳ mới nhất).")
@click.option(
    "--unit", metavar="MÃ", default="", help="Đơn vị đang tổng hợp (mặc định: đơn vị lập kế hoạch)."
)
@click.option(
    "--out",
    metavar="THƯ_MỤC",
    type=click.Path(file_okay=False, path_type=Path),
    help="Nơi ghi thư nháp (mặc định: tong-hop/nhac-nop trong thư mục).",
)
def remind(folder: Path, plan: Path | None, period: str, unit: str, out: Path | None) -> int:
    """Soạn thư nháp nhắc các đơn vị trực thuộc còn thiếu báo cáo; không gửi gì."""
    from aggregator import earlier
    from aggregator.pipeline import reminding
    from aggregator.pipeline.aggregate import Options
    from aggregator.pipeline.planfile import UnusableError

    collected = folder / earlier.OUTPUT
    target = out or collected / reminding.FOLDER
    options = Options(plan, period, unit, collected, cache=True)
    try:
        with screen.progress_bar() as progress:
            result = reminding.owing(folder, options, progress)
        made = reminding.remind(result, target)
    except UnusableError as error:
        return screen.refuse(error)
    if not made.drafts:
        screen.say("Đã đủ báo cáo, không phải nhắc đơn vị nào")
        return 0
    screen.say(f"Đã soạn {len(made.drafts)} thư nháp nhắc nộp vào {target}")
    screen.say(
        f"Xem lại rồi gửi từng thư, hoặc gửi cả thư mục bằng  ketnap send --smtp URL {target}"
    )
    if made.unaddressed:
        units = ", ".join(made.unaddressed[:_MOST_NAMED])
        rest = len(made.unaddressed) - _MOST_NAMED
        more = f" và {rest} đơn vị khác" if rest > 0 else ""
        screen.say(f"Chưa có địa chỉ thư điện tử trong kế hoạch, tự ghi nơi nhận: {units}{more}")
    return 0


COMMANDS = (remind,)
