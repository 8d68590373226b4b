"""The live status on the cover: how many rows are wrong, where the first is, what is blank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aggregator import layout
from aggregator.model import Form, Sheet
from aggregator.workbook.template.verdicts import (
    BLANK,
    DONE,
    ERROR,
    NO,
    WARNING,
    YES,
    absolute,
    is_flag,
)
from aggregator.workbook.typed.number import LARGEST

TO_ERROR, TO_WARNING, TO_BLANK = (
    "Đến ô lỗi đầu tiên",
    "Đến dòng cần xem lại",
    "Đến ô chưa ghi đầu tiên",
)
_NOTHING = "Chọn “có” nếu mọi ô còn trống, cả cột cùng kỳ năm trước, đều là 0."
_BLANKS = " ô chưa ghi (không có: ghi 0 hoặc chọn “có” ở dòng dưới). "
_REVISION = "Gửi lại cùng kỳ thì tăng thêm 1."
_BACK = "Về Bìa: "
_SEND = "Gửi đi khi báo ĐẠT."


class Live(NamedTuple):
    """A formula and what it shows."""

    formula: str
    shown: str


class Tally(NamedTuple):
    """How many rows of a sheet are wrong, to be looked at, and not yet filled in."""

    errors: int
    warnings: int
    blanks: int


Tallies = tuple[Tally, ...]
"""Of the sheets of a form, in their order."""


def kind_of(mark: str) -> str:
    """`ERROR`, `WARNING`, `BLANK`, or '' where the mark of a row is none of them."""
    return next((kind for kind in (ERROR, WARNING, BLANK) if mark.startswith(kind)), "")


def tally(kinds: Sequence[str]) -> Tally:
    """What the kinds of the marks of a sheet add up to."""
    return Tally(kinds.count(ERROR), kinds.count(WARNING), kinds.count(BLANK))


def marks_range(sheet: Sheet) -> str:
    """The marks of a form sheet, as the cover refers to them."""
    letter = layout.column_letter(layout.MARK_COLUMN)
    return f"'{sheet.title}'!${letter}${layout.FIRST_ROW}:${letter}${layout.last_row(sheet)}"


def _count(sheet: Sheet, kind: str) -> str:
    return f'COUNTIF({marks_range(sheet)},"{kind}*")'


def _notes() -> str:
    """The cells beside the inputs of the cover, which say what is wrong with them."""
    first, last = (layout.cover_slots()[key] for key in layout.COVER_INPUTS)
    letter = layout.column_letter(first.column + 1)
    return f"{letter}{first.row}:{letter}{last.row}"


def status(form: Form, found: Tallies) -> Live:
    """`ĐẠT` or how many rows are wrong."""
    total = "+".join([f'COUNTIF({_notes()},"{ERROR}*")', *(_count(s, ERROR) for s in form.sheets)])
    errors = sum(each.errors for each in found)
    shown = DONE if errors == 0 else f"CÒN {errors} LỖI"
    return Live(f'=IF({total}=0,"{DONE}","CÒN "&{total}&" LỖI")', shown)


def remaining(form: Form, found: Tallies) -> Live:
    """What stands beside the status: how much is still blank, and when to send."""
    total = "+".join(_count(sheet, BLANK) for sheet in form.sheets)
    blanks = sum(each.blanks for each in found)
    told = f"Còn {blanks}{_BLANKS}" if blanks else ""
    live = f'=IF({total}=0,"","Còn "&{total}&"{_BLANKS}")&"{_SEND}"'
    return Live(live, told + _SEND)


def of_sheet(sheet: Sheet, found: Tally) -> Live:
    """`CÒN 2 LỖI; 1 dòng cần xem lại; 12 ô chưa ghi`."""
    errors, warnings, blanks = (_count(sheet, kind) for kind in (ERROR, WARNING, BLANK))
    formula = (
        f'=IF({errors}=0,"{DONE}","CÒN "&{errors}&" LỖI")'
        f'&IF({warnings}=0,"","; "&{warnings}&" dòng cần xem lại")'
        f'&IF({blanks}=0,"","; "&{blanks}&" ô chưa ghi")'
    )
    shown = [DONE if found.errors == 0 else f"CÒN {found.errors} LỖI"]
    if found.warnings:
        shown.append(f"{found.warnings} dòng cần xem lại")
    if found.blanks:
        shown.append(f"{found.blanks} ô chưa ghi")
    return Live(formula, "; ".join(shown))


def back(status: str) -> Live:
    """A link from a form sheet to the status of the workbook."""
    slot = layout.cover_slots()["status"]
    formula = f'=HYPERLINK("#\'{slot.sheet}\'!{slot.cell}","{_BACK}"&{absolute(slot)})'
    return Live(formula, _BACK + status)


def repeated(form: Form, sheet: Sheet, found: Tally) -> Live:
    """What the cover says of a sheet, on the sheet itself."""
    slot = layout.count_slot(form.sheets.index(sheet))
    return Live(f"={absolute(slot)}", of_sheet(sheet, found).shown)


def first_cell(sheet: Sheet, found: Tally) -> Live:
    """A link to the first cell that is wrong, else to be looked at, else blank."""
    wanted = ((ERROR, TO_ERROR), (WARNING, TO_WARNING), (BLANK, TO_BLANK))
    formula = '""'
    for kind, words in reversed(wanted):
        formula = (
            f'IF({_count(sheet, kind)}>0,HYPERLINK({_target(sheet, kind)},"{words}"),{formula})'
        )
    shown = (words for count, (_, words) in zip(found, wanted, strict=True) if count)
    return Live(f"={formula}", next(shown, ""))


def _target(sheet: Sheet, kind: str) -> str:
    """The address of the first such row, in the column that its mark names."""
    marks = marks_range(sheet)
    row = f'{layout.FIRST_ROW - 1}+MATCH("{kind}*",{marks},0)'
    column = f'"{layout.column_letter(layout.COLUMN_OF["ky"])}"'
    if kind == ERROR:
        named = f"{ERROR} cột "
        mark = f'VLOOKUP("{kind}*",{marks},1,FALSE)'
        at = f"MID({mark},{len(named) + 2},1)"
        letters = "".join(layout.column_letter(each) for each in layout.COLUMN_OF.values())
        first = layout.COLUMN_OF["ky"] - 2
        column = f'IF(LEFT({mark},{len(named)})="{named}",MID("{letters}",{at}-{first},1),{column})'
    return f"\"#'{sheet.title}'!\"&{column}&({row})"


def beside_inputs() -> Iterator[tuple[str, Live]]:
    """By key of the cover what stands beside its inputs: how to use them, or what is wrong."""
    nothing, revision = (layout.cover_slots()[key].cell for key in layout.COVER_INPUTS)
    yield "nothing", _beside(nothing, f"NOT({is_flag(nothing)})", f"chọn {YES} hoặc {NO}", _NOTHING)
    number = f"OR({revision}<0,{revision}>{LARGEST},{revision}<>INT({revision}))"
    wrong = f"IF(ISNUMBER({revision}),{number},TRUE)"
    yield "revision", _beside(revision, wrong, "ghi số nguyên từ 1 trở lên", _REVISION)


def _beside(cell: str, wrong: str, fault: str, usual: str) -> Live:
    """A blank cell is not wrong."""
    judged = f'IF({wrong},"{ERROR}: {fault}","{usual}")'
    return Live(f'=IF(ISBLANK({cell}),"{usual}",{judged})', usual)
