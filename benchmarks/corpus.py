"""The benchmarks' own data: a city with so many party cells, each with its workbook filled in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from random import Random

import openpyxl

from aggregator import forms, vocabulary
from aggregator.model import Plan, Quota, Submission, Unit
from aggregator.samples.filled import Desk
from aggregator.samples.returns import Habit, column, quarter, submission
from aggregator.workbook.planbook import write as plan_write

PERIOD, NEXT_PERIOD = "2024-Q1", "2024-Q2"
FORM = forms.load()
_CELLS_OF_A_COMMITTEE = 20
_KINDS = tuple(vocabulary.kinds())
_SIZES = 40


def plan(leaves: int) -> Plan:
    """A city whose committees have twenty cells each, with one quota for all and one for each."""
    units = [Unit("TP", "Đảng bộ thành phố", "", "cap_tren_truc_tiep")]
    for at in range(leaves):
        committee = f"X{at // _CELLS_OF_A_COMMITTEE:05}"
        if at % _CELLS_OF_A_COMMITTEE == 0:
            units.append(Unit(committee, f"Đảng bộ xã {committee}", "TP", "co_so", "xa"))
        name = f"Chi bộ thôn số {at + 1}"
        kind = _KINDS[at % len(_KINDS)]
        start = 10 + at % _SIZES
        code = f"{committee}.{at % _CELLS_OF_A_COMMITTEE + 1:02}"
        units.append(Unit(code, name, committee, "chi_bo", kind, members_start=start))
    quotas = (
        Quota("KN", "K3", "giao", "B2.I", "TP", minimum=leaves // 8),
        Quota("CB", "K4", "giao", "N.boiduong", "TP", scope="level=chi_bo", minimum=1),
    )
    return Plan(
        "DO-LUONG",
        title="Kế hoạch để đo tốc độ",
        year_from=2024,
        year_to=2024,
        form=FORM.code,
        units={unit.code: unit for unit in units},
        quotas=quotas,
    )


def returns(of: Plan) -> Iterator[tuple[str, bytes]]:
    """The workbook of every cell, as the office's own program would have stored it."""
    desk = Desk(of, PERIOD)
    for code in of.leaves(of.root):
        yield code, desk.workbook(typed(of, code))


def _prepared(home: Path, whole: Plan) -> Path:
    folder = home / "nhan-ve" / PERIOD
    folder.mkdir(parents=True)
    (home / "ke-hoach.xlsx").write_bytes(plan_write.write(whole))
    return folder


def build(home: Path, leaves: int, openpyxl_too: bool = False) -> Path:
    """A working folder with its plan; the folder to aggregate."""
    whole = plan(leaves)
    folder = _prepared(home, whole)
    for code, data in returns(whole):
        (folder / f"{code}.xlsx").write_bytes(_saved_anew(data) if openpyxl_too else data)
    return folder


def retype(folder: Path, draw: int, openpyxl_too: bool = False) -> None:
    """One cell in a hundred sends its workbook again, with other numbers in it."""
    files = sorted(folder.glob("*.xlsx"))
    whole = plan(len(files))
    desk = Desk(whole, PERIOD)
    for path in files[::100]:
        data = desk.workbook(typed(whole, path.stem, draw))
        path.write_bytes(_saved_anew(data) if openpyxl_too else data)


def typed(of: Plan, code: str, draw: int = 0) -> Submission:
    """What a cell typed in its workbook; each draw gives other numbers."""
    rng = Random(f"{code} {draw}")
    unit = of.units[code]
    habit = rng.choice((Habit.ZEROS, Habit.BLANKS))
    members = unit.members_start or 0
    columns = {
        name: column(rng, unit.kind, quarter(rng, FORM, unit.kind, members, rng.randrange(3)))
        for name in ("ky", "cung_ky")
    }
    return submission(FORM, code, PERIOD, columns, habit)


def _saved_anew(data: bytes) -> bytes:
    """As another program stores it: other styles, other strings, no results of formulas."""
    target = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(target)
    return target.getvalue()
