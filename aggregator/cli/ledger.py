"""`void` and `receipts`: files that no longer hold, and when each content first came."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import Command

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(cls=Command)
@click.argument("files", metavar="TỆP...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--reason", metavar="LÝ_DO", default="", help="Vì sao tệp không còn giá trị.")
@click.option("--undo", is_flag=True, help="Bỏ việc hủy: tệp lại được xét như trước.")
@click.option(
    "--plan", metavar="KẾ_HOẠCH", type=_FILE, help="Kế hoạch của tệp (mặc định: tìm từ tệp lên)."
)
def void(files: tuple[Path, ...], reason: str, undo: bool, plan: Path | None) -> int:
    """Hủy tệp đã nhận, kèm lý do: các lần tổng hợp sau bỏ qua nội dung đó; không xóa tệp.

    Tệp nằm trong tệp nén hoặc thư viết là hộp.zip/tệp.xlsx. Lần gửi trước đó của đơn vị, nếu có,
    lại được tính.
    """
    from aggregator.pipeline import ledger
    from aggregator.pipeline.planfile import UnusableError

    reason = " ".join(reason.split())
    try:
        if not reason and not undo:
            raise UnusableError("Cần lý do: --reason “…”")
        declared = ledger.declare(files, reason, plan, void=not undo)
    except UnusableError as error:
        return screen.refuse(error)
    done = "Đã bỏ hủy" if undo else "Đã hủy"
    same = "Vốn không bị hủy" if undo else "Đã hủy từ trước"
    for each in declared:
        screen.say(f"{done if each.changed else same}: {each.path}")
    for home in dict.fromkeys(each.home for each in declared):
        screen.say(f"Đã ghi vào sổ của {home}; chạy lại aggregate để tính lại.")
    return 0


@click.command(cls=Command)
@click.argument(
    "folder", metavar="THƯ_MỤC", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def receipts(folder: Path, as_json: bool) -> int:
    """Sổ nhận tệp của THƯ_MỤC: mỗi nội dung đến lần đầu lúc nào, tệp nào đã bị hủy vì sao."""
    from aggregator.pipeline.ledger import ledger
    from aggregator.pipeline.planfile import UnusableError

    try:
        lines = ledger(folder)
    except UnusableError as error:
        return screen.refuse(error)
    if as_json:
        screen.say_json({"receipts": [line._asdict() for line in lines]})
        return 0
    for line in lines:
        why = "" if line.void is None else f"  ĐÃ HỦY: {line.void}"
        screen.say(f"{_moment(line.time)}  {line.sha256[:12]}  {line.path}{why}")
    screen.say(f"{len(lines)} nội dung, {sum(line.void is not None for line in lines)} đã hủy")
    return 0


def _moment(time: str) -> str:
    from aggregator import deadlines

    if not time:
        return "(chưa đọc)      "
    return f"{datetime.fromisoformat(time).astimezone(deadlines.VIET_NAM):%d/%m/%Y %H:%M}"


COMMANDS = (void, receipts)
