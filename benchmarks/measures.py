"""What is measured: ours beside what people use today, over the same files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path

import openpyxl
import pandas
import python_calamine
from distributed import LocalCluster

from benchmarks import corpus
from benchmarks.apart import aggregated
from benchmarks.clock import Measure, by_the_wall


def reading(folder: Path, openpyxl_too: bool = False) -> dict[str, Measure]:
    """The whole job against a bare loop that only reads the same sheets."""
    draws = count(1)

    def change() -> None:
        aggregated(folder, 1)
        corpus.retype(folder, next(draws), openpyxl_too)

    files = sorted(folder.glob("*.xlsx"))
    many = len(files)
    forget = partial(_forget, folder)
    return {
        "python-calamine, every sheet, nothing else": Measure(partial(_calamine, files), many),
        "inflating the parts": Measure(partial(_inflate, files), many),
        "aggregate, cold, one job": Measure(partial(aggregated, folder, 1), many, forget),
        "aggregate, one file in a hundred changed": Measure(
            partial(aggregated, folder, 1), many, change
        ),
    }


@contextmanager
def two_workers() -> Iterator[str]:
    """Where a Dask cluster of two processes on this machine listens."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
        yield local.scheduler_address


def sharing(folder: Path, address: str) -> dict[str, Measure]:
    """One process, two, and two of a cluster, by the wall: the command, as somebody types it.

    This process has the threads of all it compares with, and such a one is never copied.
    """
    count = len(sorted(folder.glob("*.xlsx")))
    ways = {
        "aggregate, one at work": ("--jobs", "1"),
        "aggregate, two at work": ("--jobs", "2"),
        "aggregate, two workers of a cluster": ("--cluster", address),
    }
    forget = partial(_forget, folder)
    return {
        name: Measure(partial(_typed, folder, options), count, forget, by_the_wall)
        for name, options in ways.items()
    }


def _typed(folder: Path, options: Iterable[str]) -> None:
    command = [sys.executable, "-m", "aggregator", "aggregate", str(folder), *options]
    _run(folder.parent, command)


def slow_readers(folder: Path, most: int) -> dict[str, Measure]:
    """Readers that would take all day over the whole corpus."""
    files = sorted(folder.glob("*.xlsx"))[:most]
    return {
        "python-calamine": Measure(partial(_calamine, files), len(files)),
        "openpyxl, read-only, values": Measure(partial(_openpyxl, files), len(files)),
        "pandas with openpyxl, every sheet": Measure(partial(_pandas, files), len(files)),
    }


def starting(few: Path) -> dict[str, Measure]:
    """A command from its first breath; the folder holds a few workbooks."""
    python = partial(_run, few.parent)
    script = "import sys, aggregator.cli as c; sys.argv = ['ketnap', *sys.argv[1:]]; c.main()"
    ours = [sys.executable, "-c", script]
    return {
        "python -c pass": Measure(partial(python, [sys.executable, "-c", "pass"]), 1),
        "ketnap --help": Measure(partial(python, [*ours, "--help"]), 1),
        "ketnap aggregate, the few workbooks": Measure(
            partial(python, [*ours, "aggregate", str(few), "--no-cache"]), 1
        ),
    }


def _run(home: Path, command: Sequence[str]) -> None:
    """As where it is installed: modules compiled before, wherever this checkout may put them."""
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(home / "pyc")}
    environment = {**os.environ, **compiled}
    subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


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


def _pandas(files: Iterable[Path]) -> None:
    for path in files:
        pandas.read_excel(path, engine="openpyxl", sheet_name=None)


def _forget(folder: Path) -> None:
    shutil.rmtree(folder / "tong-hop", ignore_errors=True)
    shutil.rmtree(folder.parent.parent / ".ketnap", ignore_errors=True)
