"""Files refused, ignored or mended as a whole: what is no return, whose it is, its sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from io import BytesIO

import xlsxwriter

from aggregator import layout
from aggregator.gallery import packages
from aggregator.gallery.office import BEFORE, COMMITTEE, Bench, earlier_return
from aggregator.gallery.old_format import compound, old_workbook
from aggregator.gallery.sample import Make
from aggregator.layout import Slot
from aggregator.model import Unit
from aggregator.samples import fates, faults
from aggregator.samples.filled import Desk
from aggregator.workbook.cells.reader import read_book
from aggregator.workbook.planbook import write as plan_write

_NAMES = r'<definedName name="ketnap\.[a-z]+"[^>]*>[^<]*</definedName>'


def _web_page(bench: Bench) -> bytes:
    return next(iter(fates.web_page(bench.desk, bench.seen))).data


def _personal_list(bench: Bench) -> bytes:
    return next(iter(fates.personal_list(bench.desk, bench.seen))).data


def _own_table(_bench: Bench) -> bytes:
    """A workbook that somebody made from nothing."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"author": "", "created": faults.SAVED})
    book.add_worksheet("Báo cáo").write_row(0, 0, ("Kết nạp trong quý", 2))
    book.close()
    return out.getvalue()


def _outside(bench: Bench) -> bytes:
    return packages.with_part(bench.workbook(), "../ngoai.xml", b"<a/>")


def _linked(bench: Bench) -> bytes:
    return packages.with_part(bench.workbook(), "xl/externalLinks/externalLink1.xml", b"<a/>")


def _broken_box(bench: Bench) -> bytes:
    return faults.cut_off(faults.pack({"a.xlsx": bench.workbook()}))


def _nested(bench: Bench) -> bytes:
    data = bench.workbook()
    for name in ("a.xlsx", "a.zip", "b.zip", "c.zip"):
        data = faults.pack({name: data})
    return data


def _boxed_plan(bench: Bench) -> bytes:
    return faults.pack({"ke-hoach.xlsx": plan_write.write(bench.plan)})


def _of_other_plan(bench: Bench) -> bytes:
    other = Desk(replace(bench.plan, code="KHAC"), bench.desk.period, bench.desk.known)
    return other.workbook(bench.seen)


def _of_other_unit(bench: Bench) -> bytes:
    units = dict(bench.plan.units)
    units["LA"] = units[bench.code]._replace(code="LA", name="Chi bộ lạ")
    other = Desk(replace(bench.plan, units=units), bench.desk.period, bench.desk.known)
    return other.workbook(replace(bench.seen, unit="LA"))


def _of_other_period(bench: Bench) -> bytes:
    return Desk(bench.plan, BEFORE).workbook(earlier_return(bench.code))


def _identity(bench: Bench, key: str, text: str) -> bytes:
    """The return whose hidden sheet says something else."""
    data = bench.workbook()
    grid = read_book(data).grid(layout.META_SHEET)
    rows = [row for (row, _), cell in grid.cells.items() if cell.value == key] if grid else []
    return faults.type_text(data, Slot(layout.META_SHEET, rows[0], 2), text)


def _torn(bench: Bench) -> bytes:
    data = _identity(bench, "unit", "V301")
    return packages.replaced(
        data, "docProps/custom.xml", rf"(?<=<vt:lpwstr>){bench.code}(?=</vt:lpwstr>)", "V302"
    )


def _without_names(bench: Bench) -> bytes:
    return packages.replaced(bench.workbook(), "xl/workbook.xml", _NAMES, "")


def _without(bench: Bench, sheet: str) -> bytes:
    return packages.without_sheet(bench.workbook(), sheet)


def _renamed(bench: Bench) -> bytes:
    return packages.renamed(bench.workbook(), "Nguồn", "Biểu nguồn")


def _without_code(bench: Bench) -> bytes:
    slot = bench.slot("B1.C4")._replace(column=layout.CODE_COLUMN)
    return faults.type_text(bench.workbook(), slot, "")


def _merged(bench: Bench) -> bytes:
    first, last = bench.slot("N.hoso_tham_tra"), bench.slot("N.hoso_gui")
    area = f"{first.cell}:{last.cell}"
    return packages.merged(bench.workbook({"N.hoso_gui": None}), first.sheet, area)


def _cover_retyped(bench: Bench) -> bytes:
    return faults.type_text(bench.workbook(), layout.cover_slots()["unit"], COMMITTEE)


def _copied(bench: Bench, other: int) -> bytes:
    return packages.with_copy(bench.workbook(), "Nguồn", bench.workbook({"N.camtinh": other}))


def _with_another_sheet(bench: Bench) -> bytes:
    return packages.with_copy(bench.workbook(), layout.GUIDE_SHEET, bench.workbook())


def _summary_typed_over(bench: Bench) -> bytes:
    return faults.type_value(bench.summary(), bench.slot("N.camtinh"), "n", "<v>8</v>")


def _summary_with(bench: Bench, column: int, text: str) -> bytes:
    """The summary with a text typed over a cell of the party cell's row."""
    at = Slot(layout.UNIT_SHEET, layout.TABLE_FIRST_ROW + 1, column)
    return faults.type_text(bench.summary(), at, text)


def _summary_with_another(bench: Bench) -> bytes:
    """The summary of an office whose own plan has a unit more."""
    more = Unit(f"{bench.code}.2", "Chi bộ mới lập", bench.code, "chi_bo")
    plan = replace(bench.plan, units={**bench.plan.units, more.code: more})
    return Bench(plan, bench.code).summary()


def _summary_without_sources(bench: Bench) -> bytes:
    return packages.without_sheet(bench.summary(), layout.SOURCE_SHEET)


CARRIED: Mapping[str, tuple[str, Make]] = {
    "R101": ("R101.xls", _web_page),
    "R102": ("R102.xlsx", lambda bench: faults.cut_off(bench.workbook())),
    "R103": ("R103.xlsx", lambda _bench: compound("EncryptedPackage", b"")),
    "R104": ("R104.xlsx", _outside),
    "R106": ("R106.xls", lambda bench: old_workbook(read_book(bench.workbook()))),
    "R107": ("R107.xlsx", _own_table),
    "R108": ("R108.xlsx", _personal_list),
    "R111": ("R111.tmp", lambda _bench: b"\0" * 64),
    "R112": ("R112.xlsx", partial(_identity, key="kind", text="check")),
    "R113": ("R113.zip", _broken_box),
    "R114": ("R114.zip", _nested),
    "R115": ("R115.xlsx", _linked),
    "R116": ("R116.xlsx", lambda _bench: b""),
    "S201": ("S201.xlsx", _of_other_plan),
    "S202": ("S202.xlsx", _of_other_unit),
    "S203": ("S203.xlsx", _torn),
    "S204": ("S204.xlsx", partial(_identity, key="form_version", text="99")),
    "S206": ("S206.xlsx", _of_other_period),
    "S207": ("S207.xlsx", partial(_without, sheet="Nguồn")),
    "S208": ("S208.xlsx", _without_code),
    "S211": ("S211.zip", _boxed_plan),
    "S217": ("S217.xlsx", lambda bench: bench.workbook()),
    "S218": ("S218.xlsx", partial(_copied, other=7)),
    "S219": ("S219.xlsx", _merged),
    "S220": ("S220.xlsx", _summary_typed_over),
    "S223": ("S223.xlsx", _cover_retyped),
    "S225": ("S225.xlsx", partial(_summary_with, column=layout.CODE_COLUMN, text="")),
    "S226": (
        "S226.xlsx",
        partial(_summary_with, column=layout.LABEL_COLUMN, text="Đảng bộ S226"),
    ),
    "S227": ("S227.xlsx", _summary_with_another),
    "S228": ("S228.xlsx", _summary_without_sources),
    "S232": ("S232.xlsx", _with_another_sheet),
    "T105": ("T105.xlsx", _without_names),
    "T106": ("T106.xlsx", _renamed),
    "T113": ("T113.xlsx", partial(_copied, other=5)),
    "T114": ("T114.xlsx", partial(_without, sheet=layout.COVER_SHEET)),
}
"""Sample -> its file name and how the file is made."""
