"""The generated pages: rules, form, kinds of quotas, glossary; the tables inside other pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import click

from aggregator import catalogue, forms, quota
from aggregator import glossary as terms
from aggregator.cli import command_tree
from aggregator.model import Form, Severity
from aggregator.rules import Rule

_SEVERITY = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.INFO: "thông tin"}
_GENERATED = "<!-- Trang này do `python -m aggregator.docs` sinh ra; sửa ở mã nguồn. -->"
_STAGES = {
    "C": "C: ai đã nộp, ai chưa",
    "R": "R: mở tệp",
    "S": "S: tệp của ai, kỳ nào, còn đúng mẫu không",
    "V": "V: từng con số",
    "I": "I: các dòng của biểu với nhau",
    "X": "X: với kỳ trước, với cấp khác",
    "T": "T: chỗ đã tự hiểu lại",
}


def rules(found: Sequence[Rule]) -> str:
    """`docs/rules.md`: every check, why, how to fix."""
    lines = [_GENERATED, "# Các phép kiểm tra", "", "| mã | mức độ | nội dung |", "|---|---|---|"]
    for rule in found:
        link = f"[{rule.code}](#{_anchor(rule.code)})"
        lines.append(f"| {link} | {_SEVERITY[rule.severity]} | {rule.title} |")
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


def glossary() -> str:
    """`docs/huong-dan/thuat-ngu.md`: the words that officers meet."""
    lines = [_GENERATED, "# Thuật ngữ"]
    for heading, words in terms.groups().items():
        lines += ["", f"## {heading}", "", "| từ | nghĩa |", "|---|---|"]
        lines += [f"| **{word}** | {meaning} |" for word, meaning in words.items()]
    return "\n".join(lines) + "\n"


def inserts() -> Mapping[str, str]:
    """What stands between the markers of the READMEs and of the guides."""
    return {"commands": "\n".join(_commands()), "findings": "\n".join(_findings())}


def _commands() -> Iterator[str]:
    yield "| lệnh | việc |"
    yield "|---|---|"
    for words, command in _leaves("", command_tree()):
        yield f"| `{words}` | {command.get_short_help_str(limit=200)} |"


def _findings() -> Iterator[str]:
    """What a roll-up may say, by stage; faults of plans have their own place."""
    for letter, heading in _STAGES.items():
        yield f"### {heading}"
        yield ""
        yield "| mã | mức | nội dung | phải làm gì |"
        yield "|---|---|---|---|"
        for rule in catalogue.rules():
            if rule.code.startswith(letter):
                link = f"[{rule.code}](../rules.md#{_anchor(rule.code)})"
                yield f"| {link} | {_SEVERITY[rule.severity]} | {rule.title} | {rule.fix} |"
        yield ""


def _anchor(code: str) -> str:
    return code.lower().replace(".", "")


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
