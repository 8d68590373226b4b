"""`python -m benchmarks [FILES]`: every measure in one run, interleaved, as ratios of medians."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks import buttons, corpus, country, measures, scale, writing
from benchmarks.apart import aggregated
from benchmarks.clock import Measure, medians

_FILES = 2_000
_SLOW_FILES = 60
_FEW_FILES = 20
_ROUNDS = 5


def main(files: int = _FILES) -> None:
    """Build the data, run all, print one table."""
    with tempfile.TemporaryDirectory() as top:
        home = Path(top)
        folder = corpus.build(home / "own", files)
        few = corpus.build(home / "few", _FEW_FILES)
        anew = corpus.build(home / "anew", min(files, 10 * _SLOW_FILES), openpyxl_too=True)
        for title, found in (
            ("stored by our own templates", measures.reading(folder)),
            ("saved anew by openpyxl", measures.reading(anew, openpyxl_too=True)),
            ("readers of a few files", measures.slow_readers(folder, _SLOW_FILES)),
            ("sending out", writing.distributing(home / "own", corpus.PERIOD, _SLOW_FILES)),
            ("sending out in the next quarter", _next_quarter(home / "own", folder)),
            ("what goes up and stays, by units", writing.summarising(5 * files)),
            (f"start; {_FEW_FILES} workbooks are few", measures.starting(few)),
            ("buttons, from the press, by the wall", buttons.pressing(folder)),
        ):
            _print(title, medians(found, _ROUNDS))
        with measures.two_workers() as address:
            _print("by the wall", medians(measures.sharing(folder, address), _ROUNDS))


def _next_quarter(home: Path, folder: Path) -> dict[str, Measure]:
    """Each unit has its own opening stocks and numbers carried over from what came back."""
    aggregated(folder, 1)
    return writing.distributing(home, corpus.NEXT_PERIOD, _SLOW_FILES)


def _print(title: str, seconds: dict[str, float]) -> None:
    base_name, base = next(iter(seconds.items()))
    sys.stdout.write(f"\n{title} (1 = {base_name})\n")
    for name, each in seconds.items():
        sys.stdout.write(f"  {name:44}{each * 1e6:12,.0f} us{each / base:9.2f}\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["scale", *most]:
            scale.show(*map(int, most or [scale.NUMBERS[-1]]))
        case ["country", *sizes]:
            country.show(*map(int, sizes))
        case files:
            main(*map(int, files))
