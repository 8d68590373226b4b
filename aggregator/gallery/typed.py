"""Returns with something else than a number in a cell: each gives one fault or one repair."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from aggregator import layout
from aggregator.gallery import packages
from aggregator.gallery.office import Bench, cover
from aggregator.gallery.sample import Make
from aggregator.samples import faults

_FREE = "N.camtinh"
"""A count that no other number depends on."""


def _typed(bench: Bench, key: str, text: str) -> bytes:
    return faults.type_text(bench.workbook({key: None}), bench.slot(key), text)


def _stored(bench: Bench, key: str, kind: str, body: str) -> bytes:
    return faults.type_value(bench.workbook(), bench.slot(key), kind, body)


def _broken_reference(bench: Bench) -> bytes:
    return faults.break_reference(bench.workbook(), bench.slot(_FREE))


def _date(bench: Bench) -> bytes:
    slot = bench.slot(_FREE)
    typed = faults.type_value(bench.workbook(), slot, "n", "<v>45385</v>")
    return packages.as_date(typed, slot.sheet, slot.cell)


def _opening_zeroed(bench: Bench) -> bytes:
    return faults.type_text(bench.workbook({"B1.A": None}), cover("nothing"), "có")


def _nothing_ticked(bench: Bench) -> bytes:
    return faults.type_text(bench.workbook({_FREE: None}), cover("nothing"), "có")


def _label(bench: Bench, key: str, text: str) -> bytes:
    slot = bench.slot(key)._replace(column=layout.LABEL_COLUMN)
    return faults.type_text(bench.workbook(), slot, text)


def _inserted(bench: Bench) -> bytes:
    slot = bench.slot("N.le")._replace(column=layout.LABEL_COLUMN)
    return faults.insert_row(bench.workbook(), slot, "Ghi chú của chi bộ")


def _noted(bench: Bench) -> bytes:
    slot = bench.slot("N.le")._replace(column=layout.NOTE_COLUMN)
    return faults.type_text(bench.workbook(), slot, "đã đối chiếu với sổ")


def _below_a_heading(bench: Bench) -> bytes:
    """A number in the row of a heading, which is no indicator."""
    slot = bench.slot("B2.1.ccnn")
    return faults.type_value(bench.workbook(), slot._replace(row=slot.row - 1), "n", "<v>2</v>")


def _spaces(bench: Bench) -> bytes:
    body = '<is><t xml:space="preserve">   </t></is>'
    return faults.type_value(bench.workbook({_FREE: None}), bench.slot(_FREE), "inlineStr", body)


TYPED: Mapping[str, Make] = {
    "V303": partial(_stored, key=_FREE, kind="n", body="<v>4.5</v>"),
    "V304": partial(_typed, key=_FREE, text="1.234"),
    "V305": _broken_reference,
    "V306": partial(_stored, key=_FREE, kind="n", body="<f>2+3</f>"),
    "V307": partial(_typed, key="N.het_nguon", text="sắp hết"),
    "V308": partial(_stored, key=_FREE, kind="n", body="<v>2000000000</v>"),
    "V309": partial(_stored, key="B1.D", kind="n", body="<v>99</v>"),
    "V311": partial(_stored, key="B2.2.tb", kind="n", body="<v>28</v>"),
    "V312": _date,
    "V313": _opening_zeroed,
    "T101": partial(_typed, key="B1.C2", text="-"),
    "T102": partial(_typed, key=_FREE, text="5"),
    "T103": partial(_label, key="N.le", text="Số người đã làm lễ kết nạp quý II"),
    "T104": _inserted,
    "T107": _nothing_ticked,
    "T108": partial(_typed, key=_FREE, text="5 đ/c"),
    "T109": partial(_typed, key=_FREE, text="５"),
    "T110": partial(_stored, key=_FREE, kind="n", body="<f>2+3</f><v>5</v>"),
    "T111": _spaces,
    "T112": partial(_label, key="N.camtinh", text="C¶m t×nh §¶ng cã ®Õn cuèi kú"),
    "S209": partial(_label, key="N.le", text="Hồ sơ đã gửi cấp trên trong kỳ"),
    "S230": _noted,
    "S231": _below_a_heading,
}
"""Sample -> how its workbook is made."""
