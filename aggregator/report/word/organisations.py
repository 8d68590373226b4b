"""How many organisations the unit has and how many are in the numbers, both on the plan's tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aggregator import vocabulary, wording
from aggregator.model import UnitStatus
from aggregator.report.word import sentences
from aggregator.report.word.account import Account
from aggregator.report.word.sentences import amount, sentence
from aggregator.workbook.returned.tables import UnitRow

_ABSENT = (UnitStatus.MISSING, UnitStatus.REJECTED)
_GRASSROOTS = "tổ chức cơ sở đảng"


class _Tree(NamedTuple):
    """The rows of a plan that reaches down to the grassroots, by what they are."""

    committees: Sequence[UnitRow]
    cells: Sequence[UnitRow]
    under: Sequence[UnitRow]
    whole: bool


def told(account: Account) -> str:
    """How many there are; where the plan stops above the grassroots, as far as was reported."""
    tree = _tree(account)
    if tree is not None:
        return _counted(account, tree)
    committees, cells = (account.value(code) for code in ("B2.III.1", "B2.III.2"))
    organised = sentences.organisations(committees, cells)
    reported = f"toàn đảng bộ có {organised}" if organised else ""
    if not reported or not account.missing:
        return sentence(reported)
    account.note_count(account.coverage())
    return sentence(f"{reported} theo số liệu của {account.coverage()} {account.leaf_noun}")


def _tree(account: Account) -> _Tree | None:
    """None where some leaf of the plan stands above the grassroots, or on an unknown level."""
    rows = [row for row in account.rows.values() if row.status is not UnitStatus.EXEMPT]
    levels = vocabulary.levels()
    known = [(row, levels[row.level]) for row in rows if row.level in levels]
    leaves = [level for row, level in known if row.code not in account.children]
    reached = all(level.grassroots or level.below_grassroots for level in leaves)
    if not leaves or len(known) < len(rows) or not reached:
        return None
    return _Tree(
        [row for row, level in known if level.grassroots == "dang_bo"],
        [row for row, level in known if level.grassroots == "chi_bo"],
        [row for row, level in known if level.below_grassroots and level.leaf],
        all(level.leaf for level in leaves),
    )


def _counted(account: Account, tree: _Tree) -> str:
    grassroots = [*tree.committees, *tree.cells]
    for rows in (grassroots, tree.committees, tree.cells, tree.under):
        account.note(rows)
    listed = "" if tree.whole else " ghi trong kế hoạch"
    parts = [
        sentences.organisations(len(tree.committees), len(tree.cells)),
        amount(len(tree.under), f"chi bộ trực thuộc{listed}") if tree.under else "",
    ]
    said = f"toàn đảng bộ có {' và '.join(part for part in parts if part)}"
    if not any(row.status in _ABSENT for row in (*grassroots, *tree.under)):
        return sentence(said)
    groups = ((grassroots, _GRASSROOTS), (tree.under, "chi bộ trực thuộc"))
    known = [_share(account, rows, noun) for rows, noun in groups if rows]
    return sentence(f"{said}; đã có số liệu của {sentences.joined(known)}")


def _share(account: Account, rows: Sequence[UnitRow], noun: str) -> str:
    known = [row for row in rows if row.status not in _ABSENT]
    account.note(known, wording.number(len(rows)))
    return f"{wording.number(len(known))}/{wording.number(len(rows))} {noun}"
