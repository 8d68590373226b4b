"""Sheet `Hướng dẫn`: how to fill the form in, what the colours mean, what is checked, in words
made from the form's own declarations."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.layout import Slot
from aggregator.model import Expression, Form, Identity, Severity
from aggregator.workbook.paper import LINE, lines, page, protect
from aggregator.workbook.style import Formats

_WIDTHS = (13, 62, 48)
_STEPS = (
    "Kiểm tra tên đơn vị và kỳ báo cáo ở sheet Bìa. Không phải của đơn vị mình thì báo cấp trên.",
    "Nhập số vào các ô màu vàng của từng biểu. Ô xám và ô xanh nhạt đã có sẵn hoặc tự tính.",
    "Không có thì ghi 0. Để trống nghĩa là chưa có số liệu, không phải là 0.",
    "Cả kỳ không có gì phát sinh: chọn “có” ở dòng Không phát sinh trong kỳ của sheet Bìa, "
    "rồi chỉ cần ghi số đảng viên cuối kỳ trước nếu ô đó còn trống.",
    "Xem cột Kiểm tra bên phải mỗi biểu và dòng Tình trạng biểu ở sheet Bìa; sửa đến khi báo ĐẠT.",
    "Lưu ở dạng .xlsx, giữ nguyên tên sheet, dòng và cột, rồi gửi tệp về cấp trên. "
    "Gửi lại cùng kỳ thì tăng Lần gửi ở sheet Bìa.",
    "Chỉ ghi số lượng. Không ghi tên người hoặc thông tin cá nhân vào bất kỳ ô nào.",
)
_COLOURS = (
    ("input_sample", "Ô nhập: đơn vị ghi số vào đây."),
    ("locked", "Số đã biết từ kỳ trước hoặc năm trước, đã khóa. Nếu sai, báo cấp trên."),
    ("derived", "Tự tính, đã khóa. Số tổ chức cơ sở đảng do chương trình đếm khi tổng hợp."),
)
_RELATIONS = {"=": "phải bằng", "<=": "không lớn hơn", ">=": "không nhỏ hơn"}


def write_guide(workbook: Workbook, formats: Formats, form: Form) -> Worksheet:
    """The guide sheet; it depends on nothing but the form."""
    sheet = workbook.add_worksheet(layout.GUIDE_SHEET)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, "HƯỚNG DẪN ĐIỀN BIỂU", formats.title)
    sheet.set_row(0, 2 * LINE)
    row = _write_steps(sheet, formats, 2)
    row = _write_colours(sheet, formats, row + 1)
    row = _write_checks(sheet, formats, form, row + 1)
    page(sheet, Slot(sheet.name, 1, 1), Slot(sheet.name, row, len(_WIDTHS)))
    protect(sheet)
    return sheet


def _write_steps(sheet: Worksheet, formats: Formats, row: int) -> int:
    sheet.write_string(row, 0, "Các bước", formats.subheading)
    for number, step in enumerate(_STEPS, start=1):
        sheet.write_number(row + number, 0, number, formats.step)
        sheet.write_string(row + number, 1, step, formats.wrapped)
        sheet.set_row(row + number, LINE * lines(step, _WIDTHS[1]))
    return row + len(_STEPS) + 1


def _write_colours(sheet: Worksheet, formats: Formats, row: int) -> int:
    sheet.write_string(row, 0, "Màu của ô", formats.subheading)
    for at, (look, words) in enumerate(_COLOURS, start=row + 1):
        sheet.write_blank(at, 0, None, formats.named(look))
        sheet.write_string(at, 1, words, formats.text)
    return row + len(_COLOURS) + 1


def _write_checks(sheet: Worksheet, formats: Formats, form: Form, row: int) -> int:
    sheet.write_string(row, 0, "Những điều được kiểm tra", formats.subheading)
    for column, label in enumerate(("Mã", "Điều phải đúng trong cột “Trong kỳ”", "Cách sửa")):
        sheet.write_string(row + 1, column, label, formats.header)
    groups = _groups(form)
    for at, group in enumerate(groups, start=row + 2):
        words = in_words(form, group)
        if group[0].severity is not Severity.ERROR:
            words += " Nếu đúng thực tế thì cứ gửi."
        code = group[0].code if len(group) == 1 else f"{group[0].code} …"
        for column, text in enumerate((code, words, group[0].fix)):
            sheet.write_string(at, column, text, formats.cell)
        height = max(lines(words, _WIDTHS[1]), lines(group[0].fix, _WIDTHS[2]))
        sheet.set_row(at, LINE * height)
    return row + 2 + len(groups)


def _groups(form: Form) -> list[tuple[Identity, ...]]:
    """Identities in a row that bound single indicators by the same side are one sentence."""

    def bound(identity: Identity) -> tuple[object, ...]:
        if len(identity.left) > 1 or identity.relation == "=":
            return (identity.code,)
        return (identity.relation, identity.right, identity.fix)

    return [tuple(group) for _, group in groupby(form.identities, key=bound)]


def in_words(form: Form, group: Sequence[Identity]) -> str:
    """Identities with one right side as a sentence over the labels that officers see."""
    first = group[0]
    terms = [term for identity in group for term in (*identity.left, *identity.right)]
    several = len({form.sheet_of[term.code].title for term in terms}) > 1
    left = _side(form, first.left, several)
    if len(group) > 1:
        left = "mỗi dòng " + ", ".join(_side(form, one.left, several) for one in group)
    right = _side(form, first.right, several)
    where = "" if several else f" ({form.sheet_of[terms[0].code].title})"
    return f"{left[:1].upper()}{left[1:]} {_RELATIONS[first.relation]} {right}{where}."


def _side(form: Form, terms: Expression, with_sheet: bool) -> str:
    first, last = (_label(form, term.code, with_sheet) for term in (terms[0], terms[-1]))
    match len(terms):
        case 1:
            return first
        case 2:
            return f"{first} {'cộng' if terms[1].sign > 0 else 'trừ'} {last}"
        case count:
            return f"tổng {count} dòng từ {first} đến {last}"


def _label(form: Form, code: str, with_sheet: bool) -> str:
    label = f"“{form.names[code]}”"
    return f"{label} ({form.sheet_of[code].title})" if with_sheet else label
