"""Every word that a result puts before an officer is explained."""

from __future__ import annotations

import pytest

from aggregator import glossary
from aggregator.report import words
from tests.offices import ketnap

TERMS = {term: text for group in glossary.groups().values() for term, text in group.items()}
SHOWN = [
    *words.UNIT_STATUS.values(),
    words.COVERED,
    *words.FILE_STATUS.values(),
    *words.VERDICT.values(),
    *words.SEVERITY.values(),
]


@pytest.mark.parametrize("word", SHOWN)
def test_every_status_and_verdict_is_explained(word) -> None:
    assert word in TERMS


def test_each_word_is_explained_once_in_a_sentence() -> None:
    assert len(TERMS) == sum(len(group) for group in glossary.groups().values())
    assert all(text.endswith(".") and "|" not in text for text in TERMS.values())


def test_a_word_is_found_however_it_is_typed() -> None:
    assert "Từ 01/01 đến hết kỳ" in ketnap("terms", "LUỸ KẾ").output
    assert ketnap("terms").output.count("\n") == len(TERMS) + len(glossary.groups())
