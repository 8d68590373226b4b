"""The two console scripts. Only this package prints; heavy modules are imported by the commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

import click

from aggregator.cli.vietnamese import Group, run

_CHAPTERS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "Chuẩn bị": {"starting": ("new", "plan", "distribute")},
    "Nhận và tổng hợp": {
        "collecting": ("collect",),
        "reminding": ("remind",),
        "running": ("aggregate", "check"),
        "ledger": ("void", "receipts"),
    },
    "Từ tệp tổng hợp": {
        "analysis": ("report", "trace", "reconcile"),
        "exporting": ("export",),
        "mailing": ("send",),
    },
    "Tra cứu và các nút trong Excel": {
        "reference": ("form", "rules", "terms"),
        "addin": ("addin",),
    },
}
"""Headings of the help page, and under each the modules with the names of their commands."""
_MODULES = {
    name: module
    for modules in _CHAPTERS.values()
    for module, names in modules.items()
    for name in names
}


class _Ketnap(Group):
    """All commands, in the order of the work; each is imported when it is asked for."""

    chapters = MappingProxyType(
        {
            heading: [name for names in modules.values() for name in names]
            for heading, modules in _CHAPTERS.items()
        }
    )

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_MODULES})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _MODULES and cmd_name not in self.commands:
            for command in _commands(_MODULES[cmd_name]):
                self.add_command(command)
        return super().get_command(ctx, cmd_name)


def _commands(module: str) -> Sequence[click.Command]:
    commands: Sequence[click.Command] = import_module(f"{__name__}.{module}").COMMANDS
    return commands


def _ketnap() -> Group:
    help_text = "Theo dõi, tổng hợp số liệu kết nạp đảng viên bằng bảng tính Excel, qua từng cấp."
    return _Ketnap("ketnap", help=help_text)


def command_tree() -> Group:
    """Every command of `ketnap`, imported, in the order of the work."""
    group = _ketnap()
    for name in _MODULES:
        group.get_command(click.Context(group), name)
    return group


def main() -> None:
    """`ketnap`: everything."""
    run(_ketnap())


def aggregate_main() -> None:
    """`aggregate`: the main job alone."""
    run(next(command for command in _commands("running") if command.name == "aggregate"))
