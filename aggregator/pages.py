"""The generated pages: rules, form, kinds of quotas, the table of commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import click

from aggregator import forms, quota
from aggregator.cli import command_tree
from aggregator.model import Form, Severity
from aggregator.rules import Rule

_SEVERITY = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.INFO: "thông tin"}
_GENERATED = "<!-- Trang này do `python -m aggregator.docs` sinh ra; sửa ở mã nguồn. -->"


def rules(found: Sequence[Rule]) -> str:
    """`docs/rules.md`: every check, why, how to fix."""
    lines = [_GENERATED, "# Các phép kiểm tra", "", "| mã | mức độ | nội dung |", "|---|---|---|"]
    for rule in found:
        anchor = rule.code.lower().replace(".", "")
        lines.append(f"| [{rule.code}](#{anchor}) | {_SEVERITY[rule.severity]} | {rule.title} |")
    for rule in found:
        lines += ["", f"## {rule.code}", "", f"**{rule.title}** ({_SEVERITY[rule.severity]})", ""]
        lines += [f"Vì sao: {rule.why}", "", f"Cách sửa: {rule.fix}"]
    return "\n".join(lines) + "\n"


def form(current: Form) -> str:
    """`docs/form.md`: every row of the form and every identity."""
    lines = [
        _GENERATED,
        f"# {current.title}",
        "",
        f"Biểu mẫu `{current.code}`, phiên bản {current.version}. Nguồn: {current.source}.",
        "",
    ]
    for sheet in current.sheets:
        lines += [
            f"## {sheet.title}: {sheet.heading.capitalize()}",
            "",
            f"Nguồn: {sheet.source}.",
            "",
            "| mã | chỉ tiêu | cộng dồn | cách tính |",
            "|---|---|---|---|",
        ]
        for indicator in sheet.indicators:
            text = forms.print_expression(indicator.expression) if indicator.expression else ""
            how = f"`{text}`" if text else ("nhập" if indicator.input else "máy đếm")
            label = "&emsp;" * indicator.indent + indicator.label
            lines.append(f"| `{indicator.code}` | {label} | {indicator.method} | {how} |")
        lines.append("")
    lines += ["## Đẳng thức", "", "| mã | mức độ | nội dung | biểu thức |", "|---|---|---|---|"]
    for identity in current.identities:
        expression = forms.print_identity(identity)
        severity = _SEVERITY[identity.severity]
        lines.append(f"| {identity.code} | {severity} | {identity.title} | `{expression}` |")
    return "\n".join(lines) + "\n"


def quotas() -> str:
    """`docs/quotas.md`: every kind of quota, from its own file."""
    lines = [_GENERATED, "# Các loại chỉ tiêu", ""]
    for kind in quota.registry().values():
        lines += [
            f"## {kind.code}: {kind.title}",
            "",
            f"Nghĩa: {kind.meaning}",
            "",
            f"Tham số: {kind.parameters}",
            "",
            f"Cách tính: {kind.law}",
            "",
            f"Căn cứ: {kind.source}",
            "",
        ]
    return "\n".join(lines)


def inserts() -> Mapping[str, str]:
    """What stands between the markers of the READMEs."""
    return {"commands": "\n".join(_commands())}


def _commands() -> Iterator[str]:
    yield "| lệnh | việc |"
    yield "|---|---|"
    for words, command in _leaves("", command_tree()):
        yield f"| `{words}` | {command.get_short_help_str(limit=200)} |"


def _leaves(before: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    words = f"{before} {command.name}".strip()
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _leaves(words, command.commands[name])
    else:
        arguments = [
            p.make_metavar(click.Context(command))
            for p in command.params
            if isinstance(p, click.Argument)
        ]
        yield " ".join([words, *arguments]), command
