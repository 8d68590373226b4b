"""The third table of annex 1: what a unit is, the units in it, the steps around an admission."""

from __future__ import annotations

from collections.abc import Mapping

from aggregator import vocabulary, wording
from aggregator.model import Judgement
from aggregator.report.word.account import WHOLE_KINDS, Account
from aggregator.report.word.annexes import UNKNOWN
from aggregator.report.word.inference import WITHHELD
from aggregator.report.word.veil import Veil
from aggregator.workbook.returned.tables import UnitRow

TRAINED = "N.boiduong"
STEPS = {"trained": TRAINED, "files": "N.hoso_tham_tra", "confirmed": "DB.chinhthuc"}
"""The measures of the steps by the tag of their column."""


class Steps:
    """The cells of that table, from what is looked up once for all rows."""

    def __init__(self, account: Account, veil: Veil) -> None:
        self.account = account
        self.veil = veil
        self.asked = {j.unit: j for j in account.judgements if _asks_to_train(account, j)}

    def cells(self, row: UnitRow) -> Mapping[str, str]:
        """Every cell as printed, by its tag."""
        leaves = self._leaves(row.code)
        asked = self.asked.get(row.code)
        return {
            "code": row.code,
            "kind": vocabulary.label("kind", row.kind),
            "cells": wording.number(len(leaves)) if leaves else "",
            "admitting": self._admitting(leaves) if leaves else "",
            "to_train": wording.number(asked.required) if asked else "",
            **{tag: self._step(row, measure) for tag, measure in STEPS.items()},
        }

    def _step(self, row: UnitRow, measure: str) -> str:
        """Inside a TCCSĐ blank where a summary carries the number of none."""
        beyond = row.code in self.account.sheltered and measure not in row.values
        return "" if beyond else self.veil.printed(row, measure)

    def _leaves(self, code: str) -> list[UnitRow]:
        """The lowest units below one, none where it is itself one."""
        found: list[UnitRow] = []
        for child in self.account.children.get(code, ()):
            found.extend(self._leaves(child) or [self.account.rows[child]])
        return found

    def _admitting(self, leaves: list[UnitRow]) -> str:
        """How many of them admitted somebody: not said where it could give one of them away."""
        numbers = [row.values.get(self.account.admissions) for row in leaves]
        if all(number is None for number in numbers):
            return UNKNOWN
        if self.veil.dark & {row.code for row in leaves}:
            return WITHHELD
        return wording.number(sum(1 for number in numbers if number))


def _asks_to_train(account: Account, judgement: Judgement) -> bool:
    quota = account.quotas.get(judgement.quota)
    whole = judgement.kind in WHOLE_KINDS and judgement.strength == "giao"
    return whole and quota is not None and quota.measure == TRAINED and not quota.scope
