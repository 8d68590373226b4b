"""`new`, `plan check` and `distribute`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import Command, Group

if TYPE_CHECKING:
    from aggregator.model import Finding

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MOST_NAMED = 10
_ANY_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(cls=Command)
@click.argument("folder", metavar="THƯ_MỤC", type=_ANY_FOLDER)
@click.option(
    "--sample", metavar="TÊN", default="", help="Lấy một kế hoạch mẫu có số liệu giả định."
)
def new(folder: Path, sample: str) -> int:
    """Tạo thư mục làm việc có tệp kế hoạch ke-hoach.xlsx để điền."""
    from aggregator.pipeline.planfile import UnusableError
    from aggregator.samples.start import start

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

    findings: Sequence[Finding] = ()
    size = ""
    try:
        loaded = load(file)
        findings = loaded.findings
        size = f"{len(loaded.plan.units)} đơn vị, {len(loaded.plan.quotas)} chỉ tiêu"
    except UnusableError as error:
        if not error.findings:
            return screen.refuse(error)
        findings, size = error.findings, "chưa dựng được cây đơn vị"
    if as_json:
        screen.say_json(screen.findings_json(findings))
    else:
        screen.say_findings(findings)
        verdict = "CÒN LỖI" if screen.exit_code(findings) else "ĐẠT"
        screen.say(f"{file.name}: {size} — {verdict}")
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
@click.option(
    "--eml",
    "mailed",
    is_flag=True,
    help="Thêm một thư nháp .eml cho mỗi đơn vị trực thuộc, đính kèm sẵn biểu mẫu.",
)
@click.option("--zip", "zipped", is_flag=True, help="Thêm một tệp .zip cho mỗi đơn vị trực thuộc.")
def distribute(
    file: Path,
    period: str,
    unit: str,
    previous: Path | None,
    out: Path | None,
    mailed: bool,
    zipped: bool,
) -> int:
    """Phát biểu mẫu: mỗi đơn vị một tệp, mỗi đơn vị trực thuộc một thư mục.

    Đơn vị trực thuộc có đơn vị bên dưới nhận thêm phần kế hoạch của mình để phân bổ tiếp.
    """
    from aggregator.pipeline.deliver import Ways, deliver
    from aggregator.pipeline.distribute import distribute as templates_of
    from aggregator.pipeline.planfile import UnusableError, load
    from aggregator.pipeline.slices import slices

    target = out or file.parent / "gui-di" / period
    try:
        loaded = load(file)
        templates = templates_of(loaded, period, unit, previous)
        ways = Ways(target, zipped, mailed)
        written = deliver(loaded.plan, period, templates, slices(loaded.plan, unit), ways)
    except UnusableError as error:
        return screen.refuse(error)
    errors = [finding for finding in loaded.findings if finding.severity == "error"]
    screen.say_findings(errors)
    screen.say(f"Đã phát {written.templates} biểu mẫu vào {target}")
    if written.drafts:
        screen.say(f"Đã soạn {written.drafts} thư nháp (.eml); mở từng tệp để xem lại rồi gửi")
    if written.unaddressed:
        units = ", ".join(written.unaddressed[:_MOST_NAMED])
        rest = len(written.unaddressed) - _MOST_NAMED
        more = f" và {rest} đơn vị khác" if rest > 0 else ""
        screen.say(f"Chưa có địa chỉ thư điện tử trong kế hoạch, tự ghi nơi nhận: {units}{more}")
    return screen.exit_code(errors)


COMMANDS = (new, plan, distribute)
