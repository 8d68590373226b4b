"""What is measured: ours beside what people use today, over the same files."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import openpyxl
import python_calamine

from aggregator.pipeline import aggregate, outputs
from benchmarks.clock import Measure, by_the_wall


def reading(folder: Path) -> dict[str, Measure]:
    """The whole job against a bare loop that only reads the same sheets."""
    files = sorted(folder.glob("*.xlsx"))
    count = len(files)
    forget = partial(_forget, folder)
    return {
        "python-calamine, every sheet, nothing else": Measure(partial(_calamine, files), count),
        "inflating the parts": Measure(partial(_inflate, files), count),
        "aggregate, cold, one job": Measure(partial(aggregated, folder, 1), count, forget),
        "aggregate, one file in a hundred changed": Measure(
            partial(aggregated, folder, 1), count, partial(_change, folder, files[::100])
        ),
    }


def sharing(folder: Path) -> dict[str, Measure]:
    """One process against two, by the wall."""
    count = len(sorted(folder.glob("*.xlsx")))
    forget = partial(_forget, folder)
    return {
        f"aggregate, {jobs} at work": Measure(
            partial(aggregated, folder, jobs), count, forget, by_the_wall
        )
        for jobs in (1, 2)
    }


def slow_readers(folder: Path, most: int) -> dict[str, Measure]:
    """Readers that would take all day over the whole corpus."""
    files = sorted(folder.glob("*.xlsx"))[:most]
    return {
        "python-calamine": Measure(partial(_calamine, files), len(files)),
        "openpyxl, read-only, values": Measure(partial(_openpyxl, files), len(files)),
    }


def starting() -> dict[str, Measure]:
    """A command from its first breath."""
    python = partial(subprocess.run, check=True, stdout=subprocess.DEVNULL)
    script = "import sys, aggregator.cli as c; sys.argv = ['ketnap', '--help']; c.main()"
    return {
        "python -c pass": Measure(partial(python, [sys.executable, "-c", "pass"]), 1),
        "ketnap --help": Measure(partial(python, [sys.executable, "-c", script]), 1),
    }


def _calamine(files: Iterable[Path]) -> None:
    for path in files:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for title in book.sheet_names:
            book.get_sheet_by_name(title).to_python(skip_empty_area=False)


def _inflate(files: Iterable[Path]) -> None:
    for path in files:
        with zipfile.ZipFile(path) as box:
            for name in box.namelist():
                box.read(name)


def _openpyxl(files: Iterable[Path]) -> None:
    for path in files:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            for _ in sheet.iter_rows(values_only=True):
                pass
        book.close()


def aggregated(folder: Path, jobs: int) -> None:
    """The whole job, its outputs written."""
    out = folder / "tong-hop"
    options = aggregate.Options(out=out, jobs=jobs, cache=True)
    outputs.write(aggregate.aggregate(folder, options), folder, out)


def _forget(folder: Path) -> None:
    shutil.rmtree(folder / "tong-hop", ignore_errors=True)
    shutil.rmtree(folder.parent.parent / ".ketnap", ignore_errors=True)


def _change(folder: Path, files: Iterable[Path]) -> None:
    aggregated(folder, 1)
    touch(files)


def touch(files: Iterable[Path]) -> None:
    """Other bytes, the same numbers: a comment at the end of the archive is one byte longer."""
    for path in files:
        with zipfile.ZipFile(path, "a") as box:
            box.comment += b" "
