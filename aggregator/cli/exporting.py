"""`export`: every number of a folder or a summary as one table."""

from __future__ import annotations

from pathlib import Path

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import Command


@click.command(cls=Command)
@click.argument("source", metavar="NGUỒN", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    metavar="TỆP",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Nơi ghi, đuôi .csv hoặc .parquet (mặc định: .csv cạnh nguồn).",
)
def export(source: Path, out: Path | None) -> int:
    """Xuất mọi con số ra một bảng để phân tích: mỗi dòng một số, kèm đơn vị, kỳ, trạng thái.

    NGUỒN là thư mục các tệp gửi về (lấy mọi kỳ) hoặc một tệp tổng hợp.
    """
    from aggregator.pipeline.export import export as write
    from aggregator.pipeline.planfile import UnusableError

    try:
        target, count = write(source, out)
    except UnusableError as error:
        return screen.refuse(error)
    screen.say(f"Đã ghi {count} dòng vào {target}")
    return 0


COMMANDS = (export,)
