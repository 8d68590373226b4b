"""The two console scripts. Only this package prints; heavy modules are imported by the commands."""

from __future__ import annotations

from aggregator.cli import (
    addin,
    analysis,
    collecting,
    ledger,
    mailing,
    reference,
    reminding,
    running,
    starting,
)
from aggregator.cli.vietnamese import Group, run

_MODULES = (
    starting,
    collecting,
    running,
    ledger,
    analysis,
    mailing,
    reminding,
    reference,
    addin,
)


def command_tree() -> Group:
    """Every command of `ketnap`."""
    group = Group(
        "ketnap",
        help="Theo dõi, tổng hợp số liệu kết nạp đảng viên bằng bảng tính Excel, qua từng cấp.",
    )
    for module in (
        starting,
        running,
        ledger,
        analysis,
        mailing,
        collecting,
        reminding,
        reference,
        addin,
    ):
        for command in module.COMMANDS:
            group.add_command(command)
    return group


def main() -> None:
    """`ketnap`: everything."""
    run(command_tree())


def aggregate_main() -> None:
    """`aggregate`: the main job alone."""
    run(running.aggregate)
