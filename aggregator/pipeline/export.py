"""`ketnap export` and `aggregator.to_frame`: a folder or a summary -> one tidy table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from aggregator import atomic
from aggregator import period as periods
from aggregator.model import FileStatus, Number, Plan
from aggregator.pipeline.aggregate import Options, aggregate
from aggregator.pipeline.planfile import UnusableError
from aggregator.pipeline.single import document, returned
from aggregator.report import tidy
from aggregator.report.tidy import Row
from aggregator.workbook.returned import tables

if TYPE_CHECKING:
    import pandas as pd

_NEEDS = "Thiếu thư viện {name}; cài thêm bằng: pip install ketnap[analysis]"
_ROWS_AT_ONCE = 50_000
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def rows(source: Path) -> Iterator[Row]:
    """Every number that a folder (each period that was sent) or a summary holds.

    Raises UnusableError where there is nothing of ours to read.
    """
    if source.is_dir():
        return _of_folder(source)
    return _of_summary(source)


def to_frame(source: Path) -> pd.DataFrame:
    """The tidy table as a DataFrame: a row for each number, columns as in `report.tidy.Row`.

    `value` is float64, exact for counts below 2**53, NaN where `state` says why; texts that
    repeat are categories. Raises UnusableError where there is nothing of ours to read.
    """
    import pandas as pd

    frame = pd.DataFrame(rows(source), columns=list(Row._fields))
    texts = {name: "category" for name in Row._fields if name != "value"}
    return frame.astype({**texts, "value": "float64"})


def export(source: Path, out: Path | None) -> tuple[Path, int]:
    """Write the table beside what it is of, or to `out`, as its ending says; path and rows.

    Raises UnusableError for another ending, or a library that isn't installed.
    """
    target = out or _beside(source)
    write = _WRITERS.get(target.suffix.lower())
    if write is None:
        raise UnusableError(f"Chỉ xuất ra .csv hoặc .parquet, không phải “{target.name}”")
    counted = _Counted(rows(source))
    atomic.write_pieces(target, write(counted))
    return target, counted.number


def _beside(source: Path) -> Path:
    """In a folder among the outputs, which no run reads."""
    return source / "tong-hop" / "so-lieu.csv" if source.is_dir() else source.with_suffix(".csv")


def _of_folder(folder: Path) -> Iterator[Row]:
    newest = aggregate(folder, Options(cache=True))
    if not newest.period:
        raise UnusableError(f"“{folder}” không có báo cáo nào đọc được")
    returns = [file for file in newest.files if file.status is not FileStatus.OWN_OUTPUT]
    sent = {file.period for file in returns if _is_of(newest.plan, file.period)}
    for period in sorted(sent - {newest.period}):
        yield from tidy.of_result(aggregate(folder, Options(period=period, cache=True)))
    yield from tidy.of_result(newest)


def _is_of(plan: Plan, period: str) -> bool:
    """Whether a period is of the plan's years; a plan that was only gathered has none."""
    if not periods.is_period(period):
        return False
    year = int(period[:4])
    return (plan.year_from or year) <= year <= (plan.year_to or year)


def _of_summary(path: Path) -> Iterator[Row]:
    read = returned(document(path).data, path.name)
    submission = read.reading.submission
    if submission is None:
        raise UnusableError(f"“{path.name}” không còn đủ các sheet của biểu mẫu")
    identity = read.identification
    above = identity.values.get("path") or identity.carried.unit
    units = tables.units(read.book)
    return tidy.of_summary(identity.carried.plan, read.form, submission, above, units)


class _Counted:
    """Rows on their way, counted as they pass."""

    def __init__(self, source: Iterable[Row]) -> None:
        self.source = source
        self.number = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.source:
            self.number += 1
            yield row


def _csv(source: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with the mark that lets Excel read the accents; no text that could be a formula."""
    yield "\ufeff".encode()
    yield _lines([Row._fields])
    for some in _chunks(source):
        yield _lines(map(_safe, some))


def _chunks(source: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(source)
    while some := list(islice(waiting, _ROWS_AT_ONCE)):
        yield some


def _lines(records: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(records)
    return text.getvalue().encode()


def _safe(row: Row) -> list[str | Number | None]:
    return [
        f"'{each}" if isinstance(each, str) and each.startswith(_FORMULA_SIGNS) else each
        for each in row
    ]


def _parquet(source: Iterable[Row]) -> Iterator[bytes]:
    """Counts and rates as exact decimals with two places, texts that repeat stored once."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UnusableError(_NEEDS.format(name="pyarrow")) from error
    kinds = {name: pa.string() for name in Row._fields} | {"value": pa.decimal128(18, 2)}
    schema = pa.schema(list(kinds.items()))
    target = io.BytesIO()
    with parquet.ParquetWriter(target, schema) as writer:
        for some in _chunks(source):
            columns = dict(zip(Row._fields, zip(*some, strict=True), strict=True))
            writer.write_table(pa.table(columns, schema=schema))
    yield target.getvalue()


_WRITERS: Mapping[str, Callable[[Iterable[Row]], Iterator[bytes]]] = {
    ".csv": _csv,
    ".parquet": _parquet,
}
