"""Sheet `Đã thay thế`: returns that another took the place of, cell by cell, and the effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from aggregator import comparison, layout, wording
from aggregator import period as periods
from aggregator.arithmetic import add
from aggregator.model import CARRIED, Change, Key, Method, Number, Replaced
from aggregator.report.digest import Digest
from aggregator.report.each import Each, Many
from aggregator.report.links import MOST_LINKS, First, Relative, target
from aggregator.report.table import BOLD, TEXT, Column, Table, Value
from aggregator.report.table_sheet import write_table
from aggregator.workbook.style import Formats

SHEET = "Đã thay thế"
MENDED = "S224"
MOST_ROWS = 50_000
"""Beyond this the note says how many are not listed."""

_TOTAL, _TYPED = "Số chính", "Ô nhập"
_MOVED, _RENAMED = "T104", "T106"
_BELOW = "(cộng các đơn vị bên dưới)"


class _Row(NamedTuple):
    replaced: Replaced
    change: Change
    kind: str


def write(sheet: Worksheet, formats: Formats, digest: Digest, relative: Relative) -> Table:
    """Fill sheet `Đã thay thế`: of each return its main indicators first, then every cell."""
    found = digest.result.replaced
    rows = [row for replaced in found for row in _rows(replaced)]
    shown = rows[:MOST_ROWS]
    moved = _moved(digest)
    table = Table(
        "TỆP KHÔNG ĐƯỢC TÍNH VÌ CÓ TỆP KHÁC THAY: KHÁC NHAU NHỮNG GÌ",
        _note(digest, len(rows) - len(shown)),
        _columns(digest),
        Each(lambda row: tuple(_values(digest, row, moved)), shown),
        links=_links(digest, shown, relative, moved),
    )
    write_table(sheet, formats, table)
    return table


def _links(
    digest: Digest, rows: Sequence[_Row], relative: Relative, moved: frozenset[str]
) -> Mapping[str, Many[str | None]]:
    def led(path: str, row: _Row) -> str | None:
        return target(relative(path), *_place(digest, row, moved)) if path else None

    most = MOST_LINKS // 2
    return {
        "before_file": First(lambda row: led(row.replaced.before, row), rows, most),
        "after_file": First(lambda row: led(row.replaced.after, row), rows, most),
    }


def _columns(digest: Digest) -> tuple[Column, ...]:
    return (
        Column("unit", "Mã", look=TEXT, hidden=True),
        Column("name", "Đơn vị", 32, TEXT),
        Column("period_label", "Kỳ", 14, TEXT),
        Column("before_file", "Tệp không được tính", 34, TEXT),
        Column("after_file", "Tệp thay thế", 34, TEXT),
        Column("kind", "Loại", 10, BOLD),
        Column("sheet", "Sheet", 10, TEXT),
        Column("cell", "Ô", 7, TEXT),
        Column("indicator", "Chỉ tiêu", 44, TEXT),
        Column("column", "Cột", 16, TEXT),
        Column("before", "Trước", 10),
        Column("after", "Sau", 10),
        Column("difference", "Chênh lệch", 10),
        Column("total", f"Làm tổng của {digest.result.total.unit.name} đổi", 14),
    )


def _rows(replaced: Replaced) -> Iterator[_Row]:
    for change in replaced.totals:
        yield _Row(replaced, change, _TOTAL)
    for change in replaced.typed:
        yield _Row(replaced, change, _TYPED)


def _values(digest: Digest, row: _Row, moved: frozenset[str]) -> Iterator[Value]:
    replaced, (key, before, after), form = row.replaced, row.change, digest.form
    by = comparison.difference(form, row.change)
    is_total = row.kind == _TOTAL
    flag = form.indicators[key.indicator].method is Method.FLAG
    yield replaced.unit
    yield digest.full_name(replaced.unit)
    yield wording.capitalised(periods.label(replaced.period))
    yield replaced.before or _BELOW
    yield replaced.after
    yield row.kind
    yield from _place(digest, row, moved)
    yield form.indicators[key.indicator].label
    yield _column_label(digest, key)
    yield _flag(before) if flag else before
    yield _flag(after) if flag else after
    yield by
    yield (by if replaced.adds else 0) if is_total else None


def _flag(value: Number | None) -> Value:
    return None if value is None else "không" if value == 0 else "có"


def _column_label(digest: Digest, key: Key) -> str:
    labels = {column.code: column.label for column in digest.form.columns}
    return {**labels, CARRIED: layout.CARRIED_LABEL}[key.column]


def _place(digest: Digest, row: _Row, moved: frozenset[str]) -> tuple[str, str]:
    """The sheet and the cell; where a file has them elsewhere than the form, the sheet alone."""
    slot = layout.slots(digest.form)[row.change.key]
    elsewhere = {row.replaced.before, row.replaced.after} & moved
    return slot.sheet, "" if elsewhere else slot.cell


def _moved(digest: Digest) -> frozenset[str]:
    """The files in which a row, a column or a sheet is not where the form has it."""
    return frozenset(r.ref.file for r in digest.result.repairs if r.code in (_MOVED, _RENAMED))


def _note(digest: Digest, left_out: int) -> str:
    found = digest.result.replaced
    mended = sum(record.reason == MENDED for record in digest.result.files)
    faulty = (
        f"{wording.number(mended)} tệp có lỗi đã được gửi lại bản đúng: xem sheet Tệp đã nhận."
        if mended
        else ""
    )
    if not found:
        return faulty or "Không có tệp nào bị thay thế."
    return f"{_differences(digest, found, left_out)} {faulty}".rstrip()


def _differences(digest: Digest, found: Sequence[Replaced], left_out: int) -> str:
    cells = sum(len(each.typed) for each in found)
    told = f"{wording.number(len(found))} chỗ thay thế, {wording.number(cells)} ô nhập khác nhau."
    by = _admitted(digest, found)
    if by is not None:
        told += f" Tính gộp lại, tổng kết nạp trong kỳ đổi {wording.signed(by)}."
    if left_out:
        told += f" Còn {wording.number(left_out)} dòng không liệt kê."
    return told


def _admitted(digest: Digest, found: Sequence[Replaced]) -> Number | None:
    admissions = Key(digest.form.admissions, "ky")
    return add(
        *(
            comparison.difference(digest.form, change)
            for replaced in found
            if replaced.adds
            for change in replaced.totals
            if change.key == admissions
        )
    )
