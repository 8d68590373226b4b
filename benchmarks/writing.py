"""What is written: templates against a copy, a large summary against the packing of its bytes."""

from __future__ import annotations

import io
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

import openpyxl

from aggregator.choose import Aim, placed
from aggregator.examined import Examined
from aggregator.model import Carried, Plan, Result
from aggregator.model.returns import packed
from aggregator.pipeline import deliver, distribute, planfile
from aggregator.pipeline.settle import settled
from aggregator.report import outcome
from aggregator.report.control import book as control
from aggregator.report.digest import Digest
from aggregator.report.summary import book as summary
from aggregator.resent import ordered
from benchmarks import corpus
from benchmarks.clock import Measure

_RECEIVED = datetime(2024, 4, 3, tzinfo=UTC)


def distributing(home: Path, period: str, most: int) -> dict[str, Measure]:
    """Templates for every unit against a copy of the same files, and against openpyxl.

    Where an outcome of the period before stands beside the plan, its numbers are filled in. Every
    round has a folder of its own: where files were removed a moment before, others are dear.
    """
    plan = planfile.load(home / "ke-hoach.xlsx")
    source, rounds = home / "mau" / period, count()
    _deliver(plan, period, source)
    files = sorted(source.rglob("*.xlsx"))

    def folder(of: str) -> Path:
        (made := home / of / f"{period} {next(rounds)}").mkdir(parents=True)
        return made

    some = [path.read_bytes() for path in files[:most]]
    return {
        "copying the files": Measure(lambda: _copy(files, source, folder("ban-sao")), len(files)),
        "distribute": Measure(lambda: _deliver(plan, period, folder("gui-di")), len(files)),
        "openpyxl: load, fill, save": Measure(partial(_fill, some), most),
    }


def summarising(units: int) -> dict[str, Measure]:
    """The outputs of a large unit, with all their tables and charts, in memory."""
    plan = corpus.plan(units)
    result = result_of(plan, plan.root)
    parts = _parts(summary.write(result))
    rows = _rows(summary.write(result))
    return {
        "deflating the parts of the summary": Measure(partial(_deflate, parts), units),
        "summary": Measure(partial(summary.write, result), units),
        "openpyxl, write-only, the same cells": Measure(partial(_write_only, rows), units),
        "control workbook": Measure(partial(control.write, result), units),
        "ket-qua.json": Measure(partial(_print, result), units),
    }


def _deliver(plan: planfile.PlanFile, period: str, out: Path) -> None:
    templates = distribute.distribute(plan, period)
    deliver.deliver(plan.plan, period, templates, (), deliver.Ways(out))


def _copy(files: Sequence[Path], folder: Path, to: Path) -> None:
    """Into the same folders: the first file of a new one is dear."""
    for path in files:
        copy = to / path.relative_to(folder)
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, copy)


def _fill(templates: Iterable[bytes]) -> None:
    for data in templates:
        book = openpyxl.load_workbook(io.BytesIO(data))
        book["Bìa"]["C5"] = "Chi bộ"
        book.save(io.BytesIO())


def result_of(plan: Plan, unit: str) -> Result:
    """What a unit finds of which every cell sent a return."""
    aim = Aim(plan, True, unit, corpus.PERIOD)
    files = [_examined(plan, code) for code in plan.leaves(unit)]
    return settled(ordered(placed(files, aim), corpus.FORM), aim)


def _examined(plan: Plan, code: str) -> Examined:
    carried = Carried(plan=plan.code, unit=code, period=corpus.PERIOD)
    typed = corpus.typed(plan, code)
    return Examined(f"{code}.xlsx", code, _RECEIVED, identity=carried, submission=packed(typed))


def _parts(workbook: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as box:
        return [box.read(name) for name in box.namelist()]


def _deflate(parts: Iterable[bytes]) -> None:
    for part in parts:
        zlib.compress(part, 6)


def _rows(workbook: bytes) -> list[list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True)
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]


def _write_only(sheets: Iterable[Iterable[Sequence[object]]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(io.BytesIO())


def _print(result: Result) -> None:
    for _ in outcome.pieces(Digest(result), "0"):
        pass
