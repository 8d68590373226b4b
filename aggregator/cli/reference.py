"""`form`, `rules` and `terms`: what is counted, what is checked, what the words mean."""

from __future__ import annotations

import click

from aggregator.cli import screen
from aggregator.cli.vietnamese import Command

_SEVERITY = {"error": "lỗi", "warning": "cảnh báo", "info": "thông tin"}


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="In biểu mẫu dạng JSON.")
def form(as_json: bool) -> int:
    """Biểu mẫu: mọi sheet, cột, chỉ tiêu và đẳng thức."""
    from aggregator import catalogue, forms

    current = forms.load()
    if as_json:
        screen.say_json(catalogue.form_json(current))
        return 0
    screen.say(f"{current.title} — {current.code}, phiên bản {current.version}")
    screen.say(f"Nguồn: {current.source}")
    for sheet in current.sheets:
        screen.say(f"\n{sheet.title}: {sheet.heading} ({sheet.number})")
        for indicator in sheet.indicators:
            mark = "" if indicator.input else "  [tính sẵn]"
            screen.say(f"  {indicator.code:<16}{'  ' * indicator.indent}{indicator.label}{mark}")
    screen.say("\nĐẳng thức:")
    for identity in current.identities:
        text = forms.print_identity(identity)
        screen.say(
            f"  {identity.code:<12}{identity.title} ({_SEVERITY[identity.severity]}): {text}"
        )
    return 0


@click.command(cls=Command)
@click.argument("code", metavar="[MÃ]", required=False, default="")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def rules(code: str, as_json: bool) -> int:
    """Mọi phép kiểm tra: mã, mức độ, vì sao, cách sửa."""
    from aggregator import catalogue

    found = catalogue.rules(code)
    if not found:
        click.echo(f"Không có phép kiểm tra mã “{code}”; xem: ketnap rules", err=True)
        return 2
    if as_json:
        screen.say_json(catalogue.rules_json(found))
        return 0
    for rule in found:
        screen.say(f"{rule.code} ({_SEVERITY[rule.severity]}): {rule.title}")
        if code:
            screen.say(f"  Vì sao: {rule.why}\n  Cách sửa: {rule.fix}")
    return 0


@click.command(cls=Command)
@click.argument("word", metavar="[TỪ]", required=False, default="")
def terms(word: str) -> int:
    """Thuật ngữ trong biểu, kết quả và báo cáo; có TỪ thì chỉ những từ chứa nó."""
    from aggregator import glossary
    from aggregator.workbook.typed.text import fold

    found = {
        heading: {term: text for term, text in words.items() if fold(word) in fold(term)}
        for heading, words in glossary.groups().items()
    }
    if not any(found.values()):
        click.echo(f"Không có thuật ngữ “{word}”; xem: ketnap terms", err=True)
        return 2
    for heading, words in found.items():
        if words:
            screen.say(f"{heading}:")
        for term, text in words.items():
            screen.say(f"  {term}: {text}")
    return 0


COMMANDS = (form, rules, terms)
