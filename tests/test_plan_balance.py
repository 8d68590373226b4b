"""The live sums of the plan workbook: what its formulas say is what the check of the plan says."""

from __future__ import annotations

import random
import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from aggregator import forms
from aggregator.model import Allocation, Plan, Quota, Unit
from aggregator.plan import shares
from aggregator.workbook.cells.book import Book
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.planbook.balance import Balance, balance
from aggregator.workbook.planbook.read import read
from aggregator.workbook.planbook.write import write
from tests.system import soffice


def office(total: str | None, *given: tuple[str, int], most: str | None = None) -> Plan:
    """A city over two committees, one with three cells; one quota with what was given of it."""
    above = {"R": "", "A": "R", "B": "R", "A1": "A", "A2": "A", "A3": "A2"}
    quota = Quota(
        "Q1", "K1", "giao", "B2.I", "R",
        minimum=None if total is None else Decimal(total),
        maximum=None if most is None else Decimal(most),
    )  # fmt: skip
    return Plan(
        "P", "Kế hoạch", year_from=2024, year_to=2024, form=forms.CURRENT,
        units={code: Unit(code, f"Chi bộ {code}", up, "chi_bo") for code, up in above.items()},
        quotas=(quota,),
        allocations=tuple(Allocation("Q1", unit, amount) for unit, amount in given),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("plan", "quota", "rows"),
    [
        (office("10"), "CHƯA PHÂN BỔ", []),
        (office("10", ("A", 7), ("B", 3)), "ĐỦ", ["", ""]),
        (office("10", ("A", 7), ("B", 1)), "THIẾU 2", ["", ""]),
        (office("10", ("A", 1207), ("B", 30)), "THỪA 1.227", ["", ""]),
        (office("9.2", ("A", 7), ("B", 3)), "ĐỦ", ["", ""]),
        (office("10", ("A", 7), ("B", 5), most="12"), "GIAO DƯ 2", ["", ""]),
        (office("10", ("A", 7), ("B", 6), most="12"), "THỪA 1", ["", ""]),
        (office("10", ("R", 2), ("A", 8)), "ĐỦ", ["NƠI NHẬN", ""]),
        (office("10", ("R", 10), ("A", 10)), "ĐỦ", ["NƠI NHẬN", ""]),
        (office("7", ("A", 7), ("A1", 3), ("A2", 4)), "ĐỦ", ["ĐỦ", "", ""]),
        (office("7", ("A", 7), ("A1", 3), ("A3", 1)), "ĐỦ", ["THIẾU 3", "", ""]),
        (office("7", ("A1", 3), ("A3", 4)), "ĐỦ", ["", ""]),
        (office("7", ("A", 7), ("X", 1)), "ĐỦ", ["", "KHÔNG CÓ ĐƠN VỊ"]),
        (office("7", ("A", 5), ("A", 7)), "ĐỦ", ["BỊ THAY", ""]),
        (office(None, ("A", 7)), "", [""]),
    ],
)
def test_what_was_given_is_told_in_words(plan, quota, rows):
    found = balance(plan)
    assert [each.verdict for each in found.quotas if each] == [quota]
    assert [share.verdict for share in found.shares] == rows


def some_plan(seed: int) -> Plan:
    """A random plan of a few units and quotas, its sums right, nearly right or wrong."""
    chance = random.Random(seed)
    codes = [f"U{n}" for n in range(chance.randint(1, 12))]
    units = {
        code: Unit(code, f"Đơn vị {n}", chance.choice(codes[:n]) if n else "", "chi_bo")
        for n, code in enumerate(codes)
    }
    bare = Plan("P", "Kế hoạch", year_from=2024, year_to=2024, form=forms.CURRENT, units=units)
    quotas, given = [], []
    for n in range(chance.randint(1, 4)):
        code, node = f"Q{n}", chance.choice(codes)
        kind = chance.choice(["K1", "K1", "K1", "K3"])
        rows = dict(_shared(bare, node, chance.choice([12, 1200]), chance))
        rows.pop(node, None)
        top = replace(bare, allocations=tuple(Allocation(code, u, a) for u, a in rows.items()))
        quota = Quota(code, kind, "giao", "B2.I", node)
        below = shares.topmost(bare, node, shares.shares_of(top, quota))
        total = sum(rows[unit] for unit in below) + chance.choice([0, 0, 0, 2, -1])
        most = chance.choice([None, None, Decimal(max(total, 0) + 1)])
        quotas.append(replace(quota, minimum=Decimal(max(total, 0)), maximum=most))
        if chance.random() < 0.3:
            rows[node] = chance.choice([0, 2, max(total, 0)])
        given += [Allocation(code, unit, amount) for unit, amount in rows.items()]
        if rows and chance.random() < 0.3:
            unit = chance.choice(list(rows))
            version = chance.choice(["", "1", "2", "điều chỉnh lần 1"])
            given.append(Allocation(code, unit, chance.randint(0, 9), version))
        if chance.random() < 0.2:
            given.append(Allocation(code, chance.choice([*codes, "LẠ"]), 5))
        if chance.random() < 0.2:
            quotas.append(replace(quotas[-1], minimum=Decimal(total + 3), version="1"))
    chance.shuffle(given)
    return replace(bare, quotas=tuple(quotas), allocations=tuple(given))


def _shared(plan: Plan, node: str, amount: int, chance: random.Random):
    """Shares of an amount down from a unit, some units left out, some sums off."""
    yield node, amount
    below = plan.children[node]
    for code in below:
        part = amount // len(below) + (code == below[0]) * (amount % len(below))
        if chance.random() < 0.85:
            yield from _shared(plan, code, max(0, part + chance.choice([0, 0, 0, 1, -1])), chance)
        else:
            yield from list(_shared(plan, code, part, chance))[1:]


def test_the_words_are_those_of_the_check_of_the_plan():
    wrong = ("THIẾU", "THỪA")
    told = 0
    for seed in range(300):
        plan = some_plan(seed)
        flaws = [flaw for flaw in shares.check(plan) if flaw.code in ("P763", "P764", "P767")]
        found = balance(plan)
        at_node = {
            plan.quotas[flaw.at].code if flaw.table == "quotas" else plan.allocations[flaw.at].quota
            for flaw in flaws
            if flaw.code == "P764" and (flaw.table == "quotas" or _is_node(plan, flaw.at))
        }
        said = [(q.code, g.verdict) for q, g in zip(plan.quotas, found.quotas, strict=True) if g]
        assert {code for code, verdict in said if verdict.startswith(wrong)} == at_node, seed
        for code, word in (("P763", "GIAO DƯ"), ("P767", "CHƯA PHÂN BỔ")):
            names = {plan.quotas[flaw.at].code for flaw in flaws if flaw.code == code}
            assert {name for name, verdict in said if verdict.startswith(word)} == names, seed
        rows = {f.at for f in flaws if f.table == "allocations" and not _is_node(plan, f.at)}
        said_of = {n for n, share in enumerate(found.shares) if share.verdict.startswith(wrong)}
        assert said_of == rows - _outside(found), seed
        told += len(flaws)
    assert told > 200


def _outside(found: Balance) -> set[int]:
    """The rows of units that do not belong to where the quota was given: an error of its own."""
    return {n for n, share in enumerate(found.shares) if share.verdict == "NGOÀI NƠI NHẬN"}


def _is_node(plan: Plan, at: int) -> bool:
    row = plan.allocations[at]
    return any((q.code, q.unit, q.kind) == (row.quota, row.unit, "K1") for q in plan.quotas)


# --- what LibreOffice makes of it ---------------------------------------------------------------


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_program_comes_to_the_same(tmp_path: Path) -> None:
    """Random plans, as if an officer had typed them: no value is stored."""
    plans = {f"p{seed}": some_plan(seed) for seed in range(12)}
    for name, plan in plans.items():
        (tmp_path / f"{name}.xlsx").write_bytes(_without_values(write(plan)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(soffice()), profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
               "--outdir", str(tmp_path / "out"), *map(str, tmp_path.glob("p*.xlsx"))]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    words: set[object] = set()
    for name, plan in plans.items():
        data = (tmp_path / "out" / f"{name}.xlsx").read_bytes()
        ours, theirs = _formulas(read_book(write(plan))), _formulas(read_book(data))
        assert theirs == ours, name
        assert read(read_book(data))[0] == plan
        words |= {str(value).split(" ")[0] for value in ours.values()}
    assert words >= {"ĐỦ", "THIẾU", "THỪA", "NƠI", "BỊ", "KHÔNG", "CHƯA", "GIAO", "NGOÀI"}


def _formulas(book: Book) -> dict[tuple[str, int, int], object]:
    """What every formula came to; whole numbers alike, however they are stored."""
    return {
        (grid.title, *place): cell.value
        for grid in book.grids
        for place, cell in grid.cells.items()
        if cell.formula and cell.value != ""
    }


def _without_values(data: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
            target.writestr(name, part)
    return out.getvalue()


def test_the_view_shows_who_was_given_what_and_the_tree_where_they_stand():
    plan = office("7", ("A", 7), ("A1", 3), ("A3", 1))
    book = {grid.title: grid.cells for grid in read_book(write(plan)).grids}
    view, tree = book["Xem phân bổ"], book["Cây đơn vị"]
    assert [view[12, column].value for column in (2, 3, 4, 7, 8)] == [
        "A", "Chi bộ A", 7, 4, "THIẾU 3",
    ]  # fmt: skip
    assert view[13, 2].value == ""
    assert [(tree[row, 1].value, tree[row, 3].value) for row in range(3, 9)] == [
        ("Chi bộ R", 2),
        ("      Chi bộ A", 2),
        ("      Chi bộ B", ""),
        ("            Chi bộ A1", ""),
        ("            Chi bộ A2", 1),
        ("                  Chi bộ A3", ""),
    ]
    assert [tree[row, 5].value for row in range(3, 9)] == ["", 7, "", 3, "", 1]


def test_the_first_sheet_says_how_far_the_plan_is():
    told = _steps(office("7", ("A", 7), ("A1", 3), ("A3", 1)))
    assert told["4. Phân bổ"] == "3 dòng; CÒN 1 CHỖ CHƯA KHỚP"
    assert told["2. Đơn vị"] == "6 đơn vị"
    assert told["1. Kế hoạch"] == "ĐÃ GHI ĐỦ"
    empty = _steps(Plan("", form=forms.CURRENT))
    assert empty["1. Kế hoạch"] == "CÒN 4 Ô CHƯA GHI"
    assert empty["2. Đơn vị"] == "chưa có dòng nào"


def _steps(plan: Plan) -> dict[object, object]:
    head = read_book(write(plan)).grids[0].cells
    return {
        cell.value: head[row, 3].value
        for (row, at), cell in head.items()
        if at == 2 and (row, 3) in head
    }
