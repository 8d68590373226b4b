"""The quotas of the reporting unit itself: how each stands, what is left of it."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator import wording
from aggregator.model import Judgement, Verdict
from aggregator.report import targets
from aggregator.report.word import published
from aggregator.report.word.account import Account


def told(account: Account, public: bool, striven: bool) -> Iterator[str]:
    """How each quota stands; a published report leaves out what would tell of single units."""
    own = [j for j in account.own if (j.strength == "phan_dau") == striven]
    shown = [j for j in own if not public or published.is_open(account, j)]
    for judgement in shown:
        account.reads.append(judgement)
        asked = account.quotas.get(judgement.quota)
        yield targets.judged(targets.headline(judgement, asked, account.form), judgement)
    if kept := len(own) - len(shown):
        yield f"{wording.number(kept)} chỉ tiêu tính theo từng đơn vị không nêu trong bản công bố."


def remaining(account: Account, also_reached: bool) -> Iterator[str]:
    """What is left of each target for the whole; of several each is named by its documents."""
    found: dict[str, list[Judgement]] = {}
    for judgement in account.whole.get(account.unit, ()):
        text = targets.remaining(judgement)
        if text and (also_reached or judgement.verdict is not Verdict.MET):
            found.setdefault(text, []).append(judgement)
    for text, judgements in found.items():
        account.reads.extend(judgements)
        asked = (account.quotas.get(judgement.quota) for judgement in judgements)
        bases = [each.basis if each else "" for each in asked]
        yield targets.on_basis(text, bases) if len(found) > 1 else text
