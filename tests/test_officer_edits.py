"""What officers do to a workbook never gives a silently wrong total, and is seldom refused."""

from __future__ import annotations

import pytest

from tests import officer_edits
from tests.edits.made import Edit
from tests.officer_edits import cell, combined, edits, is_as_expected, is_silent, outcome

TABLE = edits()
CHUNKS = 10
LEAST_REPAIRED = 0.9
SLOW = "saved by LibreOffice"


def test_the_table_holds_what_is_promised() -> None:
    assert len({edit.name for edit in TABLE}) == len(TABLE) >= 60
    assert {edit.expected for edit in TABLE} == {"same", "repaired", "warned", "found"}
    assert all(edit.codes for edit in TABLE if edit.expected != "same")


@pytest.mark.parametrize("edit", TABLE, ids=lambda edit: edit.name)
def test_an_edit_alone_gives_what_the_table_says(edit: Edit) -> None:
    result = outcome([edit])
    assert not is_silent([edit], result)
    assert is_as_expected([edit], result), sorted(result.codes)
    assert result.codes <= set(edit.codes.split())
    if edit.expected == "found":
        assert edit.codes.split()[0] in result.errors
    if not edit.is_slow:
        assert f"| {edit.expected} | {' '.join(sorted(result.codes))} | yes |" in _row(edit)


def _row(edit: Edit) -> str:
    """What the page says of an edit; another LibreOffice may do other things to a workbook."""
    rows = officer_edits.PAGE.read_text(encoding="utf-8").splitlines()
    return next(row for row in rows if row.startswith(f"| {cell(edit.name)} |"))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_edits_together_never_give_a_silently_wrong_total(chunk: int) -> None:
    refused = repairable = 0
    for done in list(combined())[chunk::CHUNKS]:
        names = [edit.name for edit in done]
        result = outcome(done)
        assert not is_silent(done, result), names
        if any(edit.expected == "found" for edit in done):
            assert result.values is None, names
        else:
            repairable += 1
            refused += result.values is None
    assert repairable
    assert 1 - refused / repairable >= LEAST_REPAIRED


def test_the_page_lists_the_edits() -> None:
    """Only the list is compared: LibreOffice may be missing here."""
    text = officer_edits.PAGE.read_text(encoding="utf-8")
    rows = text.partition("|---|---|---|---|\n")[2].splitlines()
    shown = [row.split(" | ")[0].removeprefix("| ") for row in rows]
    slow = {edit.name for edit in TABLE if edit.is_slow}
    quick = [cell(edit.name) for edit in TABLE if not edit.is_slow]
    assert [name for name in shown if not name.startswith(SLOW)] == quick
    assert all(name.startswith(SLOW) for name in slow)
    assert "**no**" not in text
