"""A small office to test with: its plan, its templates, and officers who fill them in."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from click.testing import CliRunner, Result

from aggregator import cli, forms
from aggregator.model import Plan, Quota, Unit
from aggregator.pipeline import distribute
from aggregator.pipeline.planfile import PlanFile
from aggregator.workbook.planbook import write as plan_write

FORM = forms.load()
PERIOD = "2024-Q1"
ZERO = {
    code: 0
    for code, i in FORM.indicators.items()
    if i.input and code not in ("B2.2.tb", "N.het_nguon")
}


def small_plan(**changes) -> Plan:
    """A city with two party committees (one of them with a section) and one party cell."""
    units = [
        Unit("TP", "Đảng bộ thành phố", "", "cap_tren_truc_tiep"),
        Unit("A", "Đảng bộ phường A", "TP", "co_so", "phuong"),
        Unit("A.1", "Chi bộ khu phố 1", "A", "chi_bo", "khu_pho", members_start=20),
        Unit("A.2", "Chi bộ khu phố 2", "A", "chi_bo", "khu_pho", members_start=30),
        Unit("B", "Đảng bộ xã B", "TP", "co_so", "xa"),
        Unit("B.1", "Đảng bộ bộ phận 1", "B", "bo_phan", "thon"),
        Unit("B.1.1", "Chi bộ thôn 1", "B.1", "chi_bo", "thon", members_start=25),
        Unit("B.2", "Chi bộ thôn 2", "B", "chi_bo", "thon", members_start=25),
        Unit("C", "Chi bộ cơ sở C", "TP", "chi_bo_co_so", "co_quan_nha_nuoc", members_start=10),
    ]
    quotas = (Quota("Q1", "K3", "giao", "B2.I", "TP", minimum=12),)
    plan = {
        "title": "Kế hoạch thử",
        "year_from": 2024,
        "year_to": 2024,
        "form": FORM.code,
        "units": {unit.code: unit for unit in units},
        "quotas": quotas,
    }
    return Plan("KH-THU", **{**plan, **changes})


def admitted(number: int, members: int = 20) -> dict[str, int | str]:
    """A consistent return: so many admitted, their files sent up, everything else zero."""
    partitions = dict.fromkeys(("B1.B1", "B2.I", "B2.1.khac", "B2.2.18_30", "B2.3.thpt"), number)
    mean = {"B2.2.tb": 25.5, "N.hoso_gui": number} if number else {}
    return {**ZERO, "B1.A": members, "N.het_nguon": "không", **partitions, **mean}


def templates(plan: Plan, home: Path, period: str = PERIOD, **more) -> dict[str, bytes]:
    """The template of every unit of the plan."""
    loaded = PlanFile(home / "ke-hoach.xlsx", plan, ())
    return {t.unit: t.data for t in distribute.distribute(loaded, period, **more)}


def fill(
    data: bytes, numbers: Mapping[str, object], cover: Mapping[str, object] | None = None
) -> bytes:
    """What an officer types into unlocked cells; saved by openpyxl, so without cached values."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        columns = {sheet.cell(1, at).value: at for at in range(1, 12)}
        for row in range(1, sheet.max_row + 1):
            code = sheet.cell(row, 1).value
            for name, number in numbers.items():
                indicator, _, column = name.partition("/")
                if code == indicator and (column or "ky") in columns:
                    cell = sheet.cell(row, columns[column or "ky"])
                    if not cell.protection.locked:
                        cell.value = number
            if sheet.title == "Bìa" and cover and code in cover:
                sheet.cell(row, 3).value = cover[code]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def overtyped(data: bytes, indicator: str, number: int) -> bytes:
    """What somebody makes of a summary who types over a locked number of the period."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in range(1, sheet.max_row + 1):
            if sheet.title.startswith("Biểu") and sheet.cell(row, 1).value == indicator:
                sheet.cell(row, 3).value = number
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def office(
    home: Path, returns: Mapping[str, bytes], plan: Plan | None = None, period: str = PERIOD
) -> Path:
    """A working folder: the plan, and what came back. The folder to aggregate."""
    (home / "ke-hoach.xlsx").write_bytes(plan_write.write(plan or small_plan()))
    folder = home / "nhan-ve" / period
    for name, data in returns.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def ketnap(*arguments: object) -> Result:
    """`ketnap` as the shell would run it; the exit code is in the result."""
    words = [str(argument) for argument in arguments]
    result = CliRunner().invoke(cli.command_tree(), words, standalone_mode=False)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def aggregate(folder: Path, *options: object) -> dict:
    """Run `aggregate` and read `ket-qua.json`; the exit code is under `exit`."""
    result = ketnap("aggregate", folder, *options)
    out = folder / "tong-hop"
    if "--out" in options:
        out = Path(options[options.index("--out") + 1])
    outcome = json.loads((out / "ket-qua.json").read_text(encoding="utf-8"))
    return {**outcome, "exit": result.return_value}


def unit(outcome: dict, code: str) -> dict:
    """A unit of `ket-qua.json`."""
    return next(u for u in outcome["units"] if u["unit"] == code)


def fates(outcome: dict) -> dict[str, tuple[str, str | None]]:
    """Path -> (status, reason)."""
    return {f["path"]: (f["status"], f["reason"]) for f in outcome["files"]}


def resaved_by_libreoffice(soffice: str, data: bytes, folder: Path, ending: str = "xlsx") -> bytes:
    """The same workbook, opened, recalculated and saved by LibreOffice."""
    source, target = folder / "in" / "tep.xlsx", folder / "out"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(data)
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(target),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (target / f"tep.{ending}").read_bytes()


def assert_kept_nowhere(home: Path, folder: Path, secret: str) -> None:
    """No file tells it but those that came back and what goes back to their senders, marked."""
    given = {path for path in folder.iterdir() if path.is_file()}
    for path in home.rglob("*"):
        if path.is_file() and path not in given and path.parent.name != "tra-lai":
            for data in _contents(path):
                assert secret.encode() not in data, path
                assert json.dumps(secret)[1:-1].encode() not in data, path


def _contents(path: Path) -> list[bytes]:
    """The bytes of a file; of a package those of its parts."""
    if path.suffix not in (".xlsx", ".docx"):
        return [path.read_bytes()]
    with zipfile.ZipFile(path) as package:
        return [package.read(name) for name in package.namelist()]
