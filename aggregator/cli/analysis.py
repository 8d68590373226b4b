"""`report`, `trace`, `reconcile`: a summary to a document, and its numbers to their sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from aggregator import wording
from aggregator.cli import screen
from aggregator.cli.vietnamese import Command

if TYPE_CHECKING:
    from aggregator.pipeline.reconcile import Reconciliation
    from aggregator.pipeline.trace import Node

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(cls=Command)
@click.argument("summary", metavar="TỔNG_HỢP", type=_FILE)
@click.option("--period", metavar="KỲ", default="", help="Kỳ phải đúng với tệp tổng hợp.")
@click.option("--template", metavar="TỆP", type=_FILE, help="Mẫu Word riêng của cơ quan.")
@click.option(
    "--public",
    is_flag=True,
    help="Che các số 1–2 dưới cấp cơ sở để lưu hành rộng (tệp …_cong-khai).",
)
@click.option(
    "--out",
    metavar="TỆP",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Nơi ghi (mặc định: bao-cao_… cạnh tệp tổng hợp).",
)
def report(
    summary: Path, period: str, template: Path | None, public: bool, out: Path | None
) -> int:
    """Lập báo cáo của kỳ (.docx) từ tệp tổng hợp."""
    from aggregator.pipeline.planfile import UnusableError
    from aggregator.pipeline.report import report as make
    from aggregator.pipeline.single import document

    try:
        made = make(document(summary), period, template, public, out)
    except UnusableError as error:
        return screen.refuse(error)
    screen.say(f"Đã lập {made.path}")
    if made.kept is not None:
        screen.say(f"Bản trước đã có người sửa, được giữ ở {made.kept}")
    for note in made.notes:
        screen.say(f"  {note}")
    for warning in made.warnings:
        click.echo(f"CẢNH BÁO: {warning}", err=True)
    return 0


@click.command(cls=Command)
@click.argument("summary", metavar="TỔNG_HỢP", type=_FILE)
@click.argument("code", metavar="MÃ_CHỈ_TIÊU")
@click.option(
    "--column", metavar="CỘT", default="", help="ky, luy_ke, cung_ky hoặc ty_le (mặc định: ky)."
)
@click.option("--json", "as_json", is_flag=True, help="In cây dạng JSON.")
def trace(summary: Path, code: str, column: str, as_json: bool) -> int:
    """Con số này từ đâu ra: tệp, sheet, ô, giá trị, xuống từng cấp."""
    from aggregator.model import Key
    from aggregator.pipeline.planfile import UnusableError
    from aggregator.pipeline.single import document
    from aggregator.pipeline.trace import as_json as json_of
    from aggregator.pipeline.trace import trace as follow

    key = Key.parse(code)
    try:
        node = follow(document(summary), Key(key.indicator, column or key.column))
    except UnusableError as error:
        return screen.refuse(error)
    if as_json:
        screen.say_json(json_of(node))
    else:
        _say_tree(node)
    return 0


def _say_tree(node: Node, depth: int = 0) -> None:
    value = "trống" if node.value is None else wording.number(node.value)
    place = f"{node.sheet}!{node.cell}" if node.cell else "(tệp không có ở đây)"
    screen.say(f"{'  ' * depth}{value}  {node.unit}  {node.file}  {place}")
    for part in node.parts:
        _say_tree(part, depth + 1)


@click.command(cls=Command)
@click.argument("summary", metavar="TỔNG_HỢP", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def reconcile(summary: Path, as_json: bool) -> int:
    """So từng con số của tệp tổng hợp với các tệp đã cộng thành nó, như chúng đang là."""
    from aggregator.pipeline.planfile import UnusableError
    from aggregator.pipeline.reconcile import reconcile as compare
    from aggregator.pipeline.reconciled import as_json as json_of
    from aggregator.pipeline.single import document

    try:
        found = compare(document(summary))
    except UnusableError as error:
        return screen.refuse(error)
    if as_json:
        screen.say_json(json_of(found))
    else:
        _say_reconciled(found)
    return int(not found.holds)


def _say_reconciled(found: Reconciliation) -> None:
    from aggregator.pipeline.reconcile import State
    from aggregator.pipeline.reconciled import WORDS, verdict

    for each in found.differences:
        stated, now = (wording.number(n) or "trống" for n in (each.stated, each.now))
        screen.say(f"{each.ref.sheet}!{each.ref.cell}: “{each.label}” ({each.key.column})")
        screen.say(f"    → tệp tổng hợp ghi {stated}, cộng các tệp được {now}")
        for file in each.files:
            screen.say(f"    → khác đi ở {file}")
    for beneath in found.files:
        if beneath.state is not State.SAME:
            screen.say(f"{beneath.row.file}: {WORDS[beneath.state]}")
    screen.say(verdict(found))


COMMANDS = (report, trace, reconcile)
