"""What becomes of a return on its way: each fate gives the files that arrive and their verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import NamedTuple

import xlsxwriter

from aggregator import layout
from aggregator import period as periods
from aggregator.layout import Slot
from aggregator.model import FileStatus, Key, Submission
from aggregator.samples import faults
from aggregator.samples.filled import Desk
from aggregator.samples.returns import change, number


class Received(NamedTuple):
    """One file (or member of a container) that arrives, and what a run must make of it."""

    unit: str
    path: str
    data: bytes
    status: FileStatus = FileStatus.COUNTED
    reason: str = ""


Fate = Callable[[Desk, Submission], Iterator[Received]]


def _path(unit: str, name: str = "") -> str:
    """In the folder of the unit's TCCSĐ; named by the unit's code unless told otherwise."""
    return f"{unit.partition('.')[0]}/{name or f'{unit}.xlsx'}"


def _slot(desk: Desk, key: str) -> Slot:
    return layout.slots(desk.form)[Key.parse(key)]


def _typed_over(desk: Desk, seen: Submission, texts: Mapping[str, str]) -> bytes:
    """A return with texts in some cells, where Excel's own formulas see no number."""
    data = desk.workbook(change(desk.form, seen, dict.fromkeys(texts)))
    for key, text in texts.items():
        data = faults.type_text(data, _slot(desk, key), text)
    return data


def _refused(seen: Submission, data: bytes, reason: str, name: str = "") -> Iterator[Received]:
    yield Received(seen.unit, _path(seen.unit, name), data, FileStatus.REJECTED, reason)


def _ignored(seen: Submission, data: bytes, reason: str, name: str = "") -> Iterator[Received]:
    yield Received(seen.unit, _path(seen.unit, name), data, FileStatus.IGNORED, reason)


def arrived(desk: Desk, seen: Submission) -> Iterator[Received]:
    """As it should be."""
    yield Received(seen.unit, _path(seen.unit), desk.workbook(seen))


def missing(_desk: Desk, _seen: Submission) -> Iterator[Received]:
    """No file at all."""
    yield from ()


def last_years_file(desk: Desk, seen: Submission) -> Iterator[Received]:
    """The file of the same period a year earlier, sent again by mistake."""
    yield from _ignored(
        seen, desk.workbook(replace(seen, period=periods.last_year(seen.period))), "S206"
    )


def another_plan(desk: Desk, seen: Submission) -> Iterator[Received]:
    """A template of another city's plan."""
    other = Desk(replace(desk.plan, code="CP-2024"), desk.period)
    yield from _refused(seen, other.workbook(seen), "S201")


def number_in_words(desk: Desk, seen: Submission) -> Iterator[Received]:
    """`ba` typed where a count belongs."""
    data = _typed_over(desk, seen, {"N.boiduong/ky": "ba"})
    yield from _refused(seen, data, "V304")


def ages_do_not_add_up(desk: Desk, seen: Submission) -> Iterator[Received]:
    """One person counted in two age rows."""
    key = "B2.2.36_40/ky"
    more = change(desk.form, seen, {key: number(desk.form, seen, key) + 1})
    yield from _refused(seen, desk.workbook(more), "I6.tuoi")


def negative(desk: Desk, seen: Submission) -> Iterator[Received]:
    """A correction typed as a negative count."""
    yield from _refused(seen, desk.workbook(change(desk.form, seen, {"B1.C1/ky": -1})), "V301")


def broken_reference(desk: Desk, seen: Submission) -> Iterator[Received]:
    """A formula of the officer's own whose source is gone."""
    data = faults.break_reference(desk.workbook(seen), _slot(desk, "N.camtinh/ky"))
    yield from _refused(seen, data, "V305")


def opening_blank(desk: Desk, seen: Submission) -> Iterator[Received]:
    """The required opening stock deleted."""
    yield from _refused(seen, desk.workbook(change(desk.form, seen, {"B1.A/ky": None})), "V302")


def cut_off(desk: Desk, seen: Submission) -> Iterator[Received]:
    """The copy broke off."""
    yield from _refused(seen, faults.cut_off(desk.workbook(seen)), "R102")


def web_page(_desk: Desk, seen: Submission) -> Iterator[Received]:
    """A page of a portal saved under the name of a workbook."""
    page = (
        '<html><head><meta charset="utf-8"><title>Báo cáo</title></head>'
        "<body><table><tr><td>Kết nạp trong quý</td><td>1</td></tr></table></body></html>"
    )
    yield from _ignored(seen, page.encode(), "R101", f"{seen.unit}.xls")


def personal_list(_desk: Desk, seen: Submission) -> Iterator[Received]:
    """A list of persons in place of the counts; its entries are placeholders."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"author": "", "created": faults.SAVED})
    sheet = book.add_worksheet("Danh sách")
    for row, cells in enumerate(
        (
            ("TT", "Họ và tên", "Ngày sinh", "Ngày kết nạp"),
            ("1", "Người thứ nhất", "01/01/2000", "03/02/2024"),
            ("2", "Người thứ hai", "02/02/2000", "03/02/2024"),
        )
    ):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text)
    book.close()
    yield from _refused(seen, out.getvalue(), "R108", f"Danh sach {seen.unit}.xlsx")


def sent_again(desk: Desk, seen: Submission) -> Iterator[Received]:
    """A first version, then a corrected one marked as the second."""
    key = "N.gioithieu/ky"
    first = change(desk.form, seen, {key: number(desk.form, seen, key) + 2})
    old = Received(seen.unit, _path(seen.unit), desk.workbook(first))
    yield old._replace(status=FileStatus.SUPERSEDED, reason="S212")
    again = _path(seen.unit, f"{seen.unit} gui lai.xlsx")
    yield Received(seen.unit, again, desk.workbook(seen, revision=2))


def copied(desk: Desk, seen: Submission) -> Iterator[Received]:
    """The same file twice, as a file manager copies it; the first by path counts."""
    data = desk.workbook(seen)
    yield Received(seen.unit, _path(seen.unit, f"{seen.unit} - Copy.xlsx"), data)
    yield Received(seen.unit, _path(seen.unit), data, FileStatus.SUPERSEDED, "S213")


def covered(desk: Desk, seen: Submission) -> Iterator[Received]:
    """Forwarded along with the superior's own return, which already counts it."""
    data = desk.workbook(seen)
    yield Received(seen.unit, _path(seen.unit), data, FileStatus.SUPERSEDED, "S215")


def renamed(desk: Desk, seen: Submission) -> Iterator[Received]:
    """A name that says nothing of the unit."""
    path = _path(seen.unit, "Bieu 2 quy I (1) (2).xlsx")
    yield Received(seen.unit, path, desk.workbook(seen))


EDITED: Mapping[str, int | None] = {"N.camtinh/ky": 3, "B1.C2/ky": 0}
"""What a return must hold for `edited` to type the same over it."""


def edited(desk: Desk, seen: Submission) -> Iterator[Received]:
    """A count as text, a dash for nothing, a label reworded, a row of one's own: all repaired."""
    data = _typed_over(desk, seen, {"N.camtinh/ky": "3 đ/c", "B1.C2/ky": "-"})
    label = _slot(desk, "N.le/ky")._replace(column=layout.LABEL_COLUMN)
    data = faults.type_text(data, label, "Số người đã làm lễ kết nạp quý I")
    above = _slot(desk, "B2.3.bdbv/ky")._replace(column=layout.LABEL_COLUMN)
    data = faults.insert_row(data, above, "Ghi chú: chi bộ đã đối khớp với danh sách")
    yield Received(seen.unit, _path(seen.unit), data)


def inside(box: str) -> Fate:
    """As it should be, in a container that its TCCSĐ sent."""

    def boxed(desk: Desk, seen: Submission) -> Iterator[Received]:
        yield Received(seen.unit, _path(seen.unit, f"{box}/{seen.unit}.xlsx"), desk.workbook(seen))

    return boxed
