"""What officers type into cells: numbers as text, words, dates, formulas, errors, other numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import cycle

from openpyxl.workbook import Workbook

from tests.edits.made import BLANK, COUNTS, Edit, cell_of

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ANY = cycle(["B2.I.nu", "B1.B2a", "N.camtinh", "B1.C5b", "DB.den", "B2.2.18_30", "B1.C1", "N.gcn"])
_ZEROS = cycle(["B2.1.ccnn", "B2.1.hs", "B2.2.46_50", "DB.tutran", "B2.I.chudn", "B2.3.th"])
_FREE = cycle(["N.gioithieu", "N.boiduong", "N.hoso_gui", "N.quyetdinh"])

_SAME_NUMBER: dict[str, tuple[Callable[[int], object], str]] = {
    "number typed as text": (str, "T102"),
    "number with a typed apostrophe": ("'{}".format, "T102"),
    "number between spaces": ("  {} ".format, "T102"),
    "number with no-break spaces": ("\u00a0{}\u00a0".format, "T102"),
    "number with zero-width space": ("{}\u200b".format, "T102"),
    "number with a line break": ("{}\n".format, "T102"),
    "leading zero": ("0{}".format, "T102"),
    "plus sign": ("+{}".format, "T102"),
    "decimal comma and zero": ("{},0".format, "T102"),
    "decimal point and zeros": ("{}.00".format, "T102"),
    "number and đ/c": ("{} đ/c".format, "T108"),
    "number and đồng chí": ("{} đồng chí".format, "T108"),
    "number and ĐẢNG VIÊN": ("{} ĐẢNG VIÊN".format, "T108"),
    "number and người, no space": ("{}người".format, "T108"),
    "full-width digits": (lambda n: str(n).translate(_WIDE), "T109"),
}
_NOTHING = ["-", "–", "—", "---", "không", "Ko", "KHÔNG CÓ", "không phát sinh", " - "]
_OTHER_NUMBER = {
    "1 234": (1234, "T102"),
    "1\u00a0234": (1234, "T102"),
    "1.234.567": (1234567, "T102"),
    "1234 đ/c": (1234, "T108"),
}
_NOT_BELIEVED: dict[str, tuple[object, str]] = {
    "point that may group or divide": ("1.234", "V304"),
    "comma that may group or divide": ("1,234", "V304"),
    "number in words": ("bảy", "V304"),
    "about so many": ("khoảng 5", "V304"),
    "a span of numbers": ("5-7", "V304"),
    "two numbers in one cell": ("7 (có 4 nữ)", "V304"),
    "a sum typed as text": ("3+4", "V304"),
    "a question mark": ("?", "V304"),
    "a cross": ("x", "V304"),
    "not available": ("N/A", "V304"),
    "letter O for zero": ("1O", "V304"),
    "text with a starting equals sign": ("= 5 người", "V306"),
    "date as text": ("05/03/2024", "V304"),
    "half a person": (7.5, "V303"),
    "percentage for a count": (0.05, "V303"),
    "half a person as text": ("7,5", "V303"),
    "negative number": (-3, "V301"),
    "negative number as text": ("-3", "V301 T102"),
    "TRUE for a number": (True, "V304"),
    "date in a number cell": (date(2024, 3, 5), "V312"),
    "error value": ("#REF!", "V305"),
    "formula never calculated": ("=3+4", "V306"),
    "array of digits": (10**12, "V308"),
    "larger than any count": (200_000_000, "V308"),
    "identity number as text": ("038190001234", "V308"),
}
_FLAG = {"Ko": "T102", "no": "T102", "0": "T102", " không ": "", "Không": "", "-": "T101"}
_MEAN = {"27,5": "T102", "27.5": "T102", "27,5 tuổi": "T108"}


def edits() -> Iterator[Edit]:
    """Every edit of what a cell holds."""
    for name, (write, code) in _SAME_NUMBER.items():
        at = next(_ANY)
        yield _typed(name, at, write(COUNTS[at]), "repaired", code)
    for word in _NOTHING:
        yield _typed(f"nothing as “{word}”", next(_ZEROS), word, "repaired", "T101")
    for text, (number, code) in _OTHER_NUMBER.items():
        at = next(_FREE)
        yield _typed(f"grouped number “{text}”", at, text, "repaired", code, {at: number})
    for name, (value, codes) in _NOT_BELIEVED.items():
        yield _typed(name, next(_FREE), value, "found", codes)
    for text, code in _FLAG.items():
        outcome = "repaired" if code else "same"
        yield _typed(f"flag as “{text}”", "N.het_nguon", text, outcome, code)
    for text, code in _MEAN.items():
        yield _typed(f"mean age as “{text}”", "B2.2.tb", text, "repaired", code)
    yield from _judged()


def _judged() -> Iterator[Edit]:
    yield _typed("only spaces in a blank cell", BLANK, "   ", "repaired", "T111")
    yield _typed("zero typed over a blank", BLANK, 0, "same", "", {BLANK: 0})
    deleted = _typed("optional number deleted", "N.gcn", None, "same", "", {"N.gcn": None})
    yield deleted._replace(touches="N.gcn cover")
    yield _typed("whole number with decimals", "N.le", 7.0, "same")
    yield _typed("required number deleted", "B2.I", None, "found", "V302 I4 I6 I7 V311 I10.kn")
    yield _typed("required number made spaces", "B1.B1", " ", "found", "V302 T111 I4")
    yield _typed("flag unclear", "N.het_nguon", "chưa rõ", "found", "V307")
    yield _typed("mean age in words", "B2.2.tb", "trẻ", "found", "V304")
    yield _typed("mean age out of bounds", "B2.2.tb", 61, "warned", "V310", {"B2.2.tb": 61})
    yield _typed("admissions differ between sheets", "B1.B1", 8, "found", "I4")
    yield _typed("ages don't add up", "B2.2.36_40", 3, "found", "I6.tuoi V310")
    yield _typed("jobs don't add up", "B2.1.khac", 4, "found", "I6.nghe")
    yield _typed("schooling doesn't add up", "B2.3.thpt", 6, "found", "I6.hocvan")
    yield _typed("part larger than the whole", "B2.I.dtts", 9, "found", "I7.dtts")
    yield _typed("probationers larger than struck off", "B1.C3d", 5, "found", "I2 I15.xoaten")
    yield _typed("more negative than the stock", "B1.A", 0, "found", "V301 I15.danhsach")
    yield _column("derived sum typed over wrongly", "B1.B2", "ky", 99, "warned", "V309")
    yield _column("derived sum typed over rightly", "B1.B2", "ky", 6, "same")
    yield _column("cumulative typed over wrongly", "B1.B1", "luy_ke", 1, "warned", "V309")
    yield _column("percentage typed over", "B2.I", "ty_le", "100%", "same")
    yield _column("derived sum deleted", "B1.C", "ky", None, "same")
    yield _column("copied value over a derived cell", "B1.D", "ky", 33, "same")
    yield _column("last year's number as text", "N.le", "cung_ky", "14", "repaired", "T102")
    yield _column("last year's number in words", "N.gioithieu", "cung_ky", "ít", "found", "V304")
    yield _column("carried number as text", "N.boiduong", "_truoc", "24", "repaired", "T102")


def _typed(
    name: str, code: str, value: object, expected: str, codes: str = "", means: dict | None = None
) -> Edit:
    return Edit(name, expected, codes, code, partial(_put, code, "ky", value), means=means or {})


def _column(
    name: str, code: str, column: str, value: object, expected: str, codes: str = ""
) -> Edit:
    return Edit(name, expected, codes, code, partial(_put, code, column, value))


def _put(code: str, column: str, value: object, book: Workbook) -> None:
    cell_of(book, code, column).value = value
