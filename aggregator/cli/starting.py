"""`new`, `plan check` and `distribute`."""

from __future__ import annotations

from pathlib import Path

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import Command, Group

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_ANY_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(cls=Command)
@click.argument("folder", metavar="THƯ_MỤC", type=_ANY_FOLDER)
@click.option(
    "--sample", metavar="TÊN", default="", help="Lấy một kế hoạch mẫu có số liệu giả định."
)
def new(folder: Path, sample: str) -> int:
    """Tạo thư mục làm việc có tệp kế hoạch ke-hoach.xlsx để điền."""
    from aggregator.pipeline.planfile import UnusableError
    from aggregator.pipeline.start import start

    try:
        made = start(folder, sample)
    except UnusableError as error:
        return screen.refuse(error)
    screen.say(f"Đã tạo {made}")
    screen.say("Tiếp theo: điền kế hoạch, rồi chạy  ketnap plan check " + str(made))
    return 0


@click.group(cls=Group)
def plan() -> None:
    """Việc với tệp kế hoạch."""


@plan.command(cls=Command)
@click.argument("file", metavar="KẾ_HOẠCH", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def check(file: Path, as_json: bool) -> int:
    """Kiểm tra kế hoạch: cây đơn vị, chỉ tiêu, phân bổ, thời hạn."""
    from aggregator.pipeline.planfile import UnusableError, load

    try:
        loaded = load(file)
        findings = loaded.findings
    except UnusableError as error:
        if not error.findings or not as_json:
            return screen.refuse(error)
        screen.say_json(screen.findings_json(error.findings))
        return 2
    if as_json:
        screen.say_json(screen.findings_json(findings))
    else:
        screen.say_findings(findings)
        units, quotas = len(loaded.plan.units), len(loaded.plan.quotas)
        verdict = "CÒN LỖI" if screen.exit_code(findings) else "ĐẠT"
        screen.say(f"{file.name}: {units} đơn vị, {quotas} chỉ tiêu — {verdict}")
    return screen.exit_code(findings)


@click.command(cls=Command)
@click.argument("file", metavar="KẾ_HOẠCH", type=_FILE)
@click.option("--period", metavar="KỲ", required=True, help="Kỳ báo cáo, ví dụ 2024-Q1.")
@click.option(
    "--unit", metavar="MÃ", default="", help="Chỉ phát cho các đơn vị bên dưới đơn vị này."
)
@click.option(
    "--previous",
    metavar="TỆP",
    type=click.Path(exists=True, path_type=Path),
    help="ket-qua.json của kỳ trước (mặc định: tìm trong nhan-ve).",
)
@click.option(
    "--out",
    metavar="THƯ_MỤC",
    type=_ANY_FOLDER,
    help="Nơi ghi (mặc định: gui-di/KỲ cạnh kế hoạch).",
)
@click.option("--zip", "zipped", is_flag=True, help="Thêm một tệp .zip cho mỗi đơn vị trực thuộc.")
def distribute(
    file: Path, period: str, unit: str, previous: Path | None, out: Path | None, zipped: bool
) -> int:
    """Phát biểu mẫu: mỗi đơn vị một tệp, mỗi đơn vị trực thuộc một thư mục.

    Đơn vị trực thuộc có đơn vị bên dưới nhận thêm phần kế hoạch của mình để phân bổ tiếp.
    """
    from aggregator.pipeline import distribute as pipeline
    from aggregator.pipeline.planfile import UnusableError, load
    from aggregator.pipeline.slices import slices

    target = out or file.parent / "gui-di" / period
    try:
        loaded = load(file)
        templates = pipeline.distribute(loaded, period, unit, previous)
        written = pipeline.write(templates, slices(loaded.plan, unit), target, zipped)
    except UnusableError as error:
        return screen.refuse(error)
    screen.say(f"Đã phát {written} biểu mẫu vào {target}")
    return 0


COMMANDS = (new, plan, distribute)
