"""The two console scripts. Only this package prints; heavy modules are imported by the commands."""

from __future__ import annotations

from itertools import chain

from aggregator.cli import (
    addin,
    analysis,
    collecting,
    exporting,
    ledger,
    mailing,
    reference,
    reminding,
    running,
    starting,
)
from aggregator.cli.vietnamese import Group, run

_CHAPTERS = {
    "Chuẩn bị": (starting,),
    "Nhận và tổng hợp": (collecting, reminding, running, ledger),
    "Từ tệp tổng hợp": (analysis, exporting, mailing),
    "Tra cứu và các nút trong Excel": (reference, addin),
}


def command_tree() -> Group:
    """Every command of `ketnap`, in the order of the work."""
    group = Group(
        "ketnap",
        help="Theo dõi, tổng hợp số liệu kết nạp đảng viên bằng bảng tính Excel, qua từng cấp.",
    )
    commands = {
        heading: [command for module in modules for command in module.COMMANDS]
        for heading, modules in _CHAPTERS.items()
    }
    for command in chain.from_iterable(commands.values()):
        group.add_command(command)
    group.chapters = {
        heading: [command.name or "" for command in listed] for heading, listed in commands.items()
    }
    return group


def main() -> None:
    """`ketnap`: everything."""
    run(command_tree())


def aggregate_main() -> None:
    """`aggregate`: the main job alone."""
    run(running.aggregate)
