"""Where the numbers of each paragraph come from: its codes, and their places in the summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aggregator import layout, wording
from aggregator.model import Judgement, Key
from aggregator.report.word.account import Account, Source

_BEGINNING = 60
_NAMED = 30


class Paragraph(str):
    """A text of the report with what it was made from."""

    sources: tuple[Source, ...] = ()


def recorded(account: Account, texts: Iterable[str]) -> list[str]:
    """The texts as paragraphs that know what the account was asked for while each was made.

    `texts` has to be lazy: what is read between two texts belongs to the second of them.
    """
    found: list[str] = []
    account.reads.clear()
    for text in texts:
        paragraph = Paragraph(text)
        paragraph.sources = tuple(dict.fromkeys(account.reads))
        account.reads.clear()
        found.append(paragraph)
    return found


def lines(account: Account, sections: Mapping[str, Sequence[str]]) -> list[str]:
    """A line for each paragraph of the sections, by their number: its codes, values and places."""
    return [
        f"{number}, đoạn {at} “{_beginning(text)}”: {'; '.join(_named(account, text))}"
        for number, texts in sections.items()
        for at, text in enumerate(texts, 1)
    ]


def _beginning(text: str) -> str:
    return text if len(text) <= _BEGINNING else f"{text[:_BEGINNING].rpartition(' ')[0]}…"


def _named(account: Account, text: str) -> list[str]:
    sources = text.sources if isinstance(text, Paragraph) else ()
    named = [_source(account, source) for source in sources[:_NAMED]]
    rest = len(sources) - len(named)
    return [*named, f"và {wording.number(rest)} nguồn khác"] if rest else named


def _source(account: Account, source: Source) -> str:
    if isinstance(source, Key):
        slot = layout.slots(account.form).get(source)
        place = f"{slot.sheet}, ô {slot.cell}" if slot else "biểu mẫu không có"
        shown = wording.number(account.figures.get(source)) or "trống"
        return f"{source} = {shown} ({place})"
    if isinstance(source, Judgement):
        actual, required = (wording.number(n) or "trống" for n in (source.actual, source.required))
        return f"{source.quota} tại {source.unit} = {actual}/{required} ({layout.QUOTA_SHEET})"
    return source
