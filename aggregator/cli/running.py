"""`aggregate` and `check`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import USAGE, Command

if TYPE_CHECKING:
    from aggregator.examined import Examined
    from aggregator.model import Result
    from aggregator.pipeline.aggregate import Options
    from aggregator.pipeline.outputs import Written

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(cls=Command)
@click.argument("folder", metavar="THƯ_MỤC", type=_FOLDER)
@click.option(
    "--plan",
    metavar="TỆP",
    type=_FILE,
    help="Tệp kế hoạch (mặc định: tìm trong thư mục, rồi các thư mục trên).",
)
@click.option(
    "--period",
    metavar="KỲ",
    default="",
    help="Kỳ báo cáo, ví dụ 2024-Q1, 2024-H1 (mặc định: kỳ mới nhất).",
)
@click.option(
    "--unit",
    metavar="MÃ",
    default="",
    help="Đơn vị cần tổng hợp (mặc định: cấp trên chung gần nhất).",
)
@click.option(
    "--out",
    metavar="THƯ_MỤC",
    type=click.Path(file_okay=False, path_type=Path),
    help="Nơi ghi kết quả (mặc định: tong-hop trong thư mục).",
)
@click.option(
    "--jobs",
    metavar="SỐ",
    type=click.IntRange(1),
    help="Số tiến trình đọc tệp (mặc định: số nhân của máy).",
)
@click.option(
    "--cluster",
    metavar="ĐỊA_CHỈ",
    default="",
    help="Chia việc đọc cho một cụm máy Dask, ví dụ tcp://10.0.0.5:8786.",
)
@click.option(
    "--strict", is_flag=True, help="Không tự sửa gì: mọi chỗ phải sửa đều là lỗi; không nhận .xls."
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Đọc lại mọi tệp; không dùng và không ghi sổ các tệp đã đọc (.ketnap).",
)
@click.option(
    "--json", "as_json", is_flag=True, help="In ket-qua.json ra màn hình thay cho bản tóm tắt."
)
def aggregate(
    folder: Path,
    plan: Path | None,
    period: str,
    unit: str,
    out: Path | None,
    jobs: int | None,
    cluster: str,
    strict: bool,
    no_cache: bool,
    as_json: bool,
) -> int:
    """Đọc mọi tệp gửi về trong THƯ_MỤC, kiểm tra, cộng dồn theo từng cấp và ghi kết quả."""
    from aggregator.pipeline import reading

    target = out or folder / "tong-hop"
    if target.is_file() or (out is None and target.is_symlink()):
        click.echo(f"“{target}” không phải thư mục; chọn nơi ghi bằng --out", err=True)
        return USAGE
    with reading.begun(folder, target, jobs or 0, plan, not no_cache) as begun:
        from aggregator.pipeline import aggregate as pipeline
        from aggregator.pipeline import outputs
        from aggregator.pipeline.planfile import UnusableError

        options = pipeline.Options(plan, period, unit, target, jobs or 0, strict, not no_cache)
        try:
            with _on(cluster, options) as ready, screen.progress_bar() as progress:
                result, memory = pipeline.run(folder, replace(ready, begun=begun), progress)
        except UnusableError as error:
            return screen.refuse(error)
    written = outputs.write(result, folder, target, jobs or 0, memory)
    if as_json:
        click.echo(written.outcome.read_text(encoding="utf-8"), nl=False)
    else:
        _account(result, written)
    return screen.exit_code(result.findings)


@contextmanager
def _on(cluster: str, options: Options) -> Iterator[Options]:
    """The options with the cluster's executor in them, where one is asked for."""
    if not cluster:
        yield options
        return
    from aggregator.pipeline.cluster import connected

    with connected(cluster) as executor:
        yield replace(options, executor=executor, threads=executor.threads)


def _account(result: Result, written: Written) -> None:
    """The readable account: so many read, counted, rejected, missing; admitted against quota."""
    from aggregator.cli.account import lines

    for line in lines(result, written):
        screen.say(line)


@click.command(cls=Command)
@click.argument("files", metavar="TỆP...", nargs=-1, required=True, type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def check(files: tuple[Path, ...], as_json: bool) -> int:
    """Kiểm tra từng tệp như nút Kiểm tra trong Excel."""
    from aggregator.pipeline.planfile import UnusableError
    from aggregator.pipeline.single import check as check_file
    from aggregator.places import gathered

    try:
        records = [record for path in files for record in check_file(path)]
    except UnusableError as error:
        return screen.refuse(error)
    findings = gathered(finding for record in records for finding in record.findings)
    if as_json:
        screen.say_json(screen.findings_json(findings))
        return screen.exit_code(findings)
    screen.say_findings(findings)
    for record in records:
        screen.say(f"{record.path}: {_verdict(record)}")
    return screen.exit_code(findings)


def _verdict(record: Examined) -> str:
    from aggregator.places import gathered

    errors = sum(finding.severity == "error" for finding in gathered(record.findings))
    if record.submission is None and not record.identity.unit:
        return "KHÔNG PHẢI BÁO CÁO"
    repairs = f", {len(record.repairs)} chỗ tự hiểu được" if record.repairs else ""
    return f"{f'CÒN {errors} LỖI' if errors else 'ĐẠT'}{repairs}"


COMMANDS = (aggregate, check)
