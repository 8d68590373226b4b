"""Sheet `Hướng dẫn` of the plan workbook, made from the declarations; its print set-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator import forms, layout, vocabulary
from aggregator.model import Form, Indicator, Method
from aggregator.quota import registry
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.style import Formats

Line = tuple[str, str, str]

_STEPS = (
    "Điền sheet Kế hoạch: mã kế hoạch, văn bản, các năm, chế độ báo cáo. Bảng Trình tự điền ở dưới "
    "cho biết từng sheet đã có gì, còn thiếu gì; bấm tên sheet để sang sheet đó.",
    "Ghi mọi tổ chức đảng vào sheet Đơn vị, mỗi tổ chức một dòng, có mã và mã đơn vị cấp trên; cấp "
    "trên ghi trước cấp dưới. Xem lại ở sheet Cây đơn vị.",
    "Ghi từng chỉ tiêu của văn bản vào sheet Chỉ tiêu; một văn bản có thể có nhiều chỉ tiêu.",
    "Chỉ tiêu giao cụ thể (K1): ghi số của từng đơn vị vào sheet Phân bổ. Cột Đối chiếu phải là "
    "ĐỦ; THIẾU 3 là các đơn vị bên dưới cộng lại còn thiếu 3. Sheet Xem phân bổ có biểu đồ.",
    "Đơn vị được miễn: ghi vào sheet Miễn, kèm văn bản của cấp ủy cấp trên.",
    "Ghi thời hạn báo cáo và số liệu các năm trước nếu có.",
    "Kiểm tra bằng lệnh: ketnap plan check ke-hoach.xlsx, sửa các lỗi rồi mới phát biểu mẫu.",
)
_EXAMPLES: tuple[Line, ...] = (
    ("Đơn vị", "Mã đơn vị: UB-01", "Tên tổ chức đảng: Đảng bộ phường Tân Sơn\n"
     "Mã đơn vị cấp trên: UB. Cấp: Đảng bộ cơ sở. Loại hình: Phường"),
    ("Chỉ tiêu", "Mã chỉ tiêu: CT1", "“Kết nạp 180 đảng viên mới, phân bổ cho các đảng bộ”\n"
     "Loại: Giao chỉ tiêu cụ thể. Chỉ số: B2.I. Giao cho: UB. Tối thiểu: 180"),
    ("Chỉ tiêu", "Mã chỉ tiêu: CT2", "“Mỗi chi bộ thôn kết nạp ít nhất 1 đảng viên”\n"
     "Loại: Mỗi đơn vị ít nhất. Chỉ số: B2.I. Phạm vi: kind=thon. Tối thiểu: 1"),
    ("Phân bổ", "Mã chỉ tiêu: CT1", "Mã đơn vị: UB-01. Số giao: 12"),
    ("Thời hạn", "Mã thời hạn: TH1", "Báo cáo quý I. Kỳ báo cáo: 2024-Q1. Chậm nhất: 05/04/2024"),
)  # fmt: skip
_LIVE = (
    "Cột có chữ “tự tính” và các sheet Xem phân bổ, Cây đơn vị chỉ để xem: phần mềm không đọc lại, "
    "xóa hay sắp xếp không hại gì.",
    "Thêm nhiều dòng hơn số dòng có công thức thì bảng Trình tự điền báo; chép các cột tự tính "
    "(cả các cột ẩn bên phải) của một dòng có sẵn xuống.",
    "Kế hoạch 10.000 đơn vị vẫn dùng được, nhưng tính lại toàn bộ có thể mất nửa phút.",
    "In: vùng in là các dòng có khi tệp được lập. Thêm dòng vào giữa thì vùng in tự rộng ra; thêm "
    "xuống dưới thì đặt lại vùng in.",
)
_SCOPE = (
    "Để trống: mọi đơn vị cuối cùng (không có đơn vị trực thuộc) bên dưới đơn vị được giao.",
    "Mỗi điều kiện viết: mã cột, phép so sánh =, !=, >= hoặc <=, giá trị; ví dụ workers>=50.",
    "Nhiều giá trị cách nhau dấu phẩy là một trong các giá trị: kind=thon,khu_pho.",
    "Nhiều điều kiện cách nhau dấu chấm phẩy là phải đủ mọi điều kiện: kind=kttn; workers>=50.",
    "Điều kiện level=… chọn đơn vị ở cấp đó, kể cả đơn vị có đơn vị trực thuộc.",
    "Đơn vị để trống ô mà điều kiện cần thì chưa xét được, kết quả ghi là thiếu số liệu.",
)


def print_setup(sheet: Worksheet) -> None:
    """A4 landscape, one page wide, page numbers."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer('&R&"Times New Roman,Regular"&10Trang &P/&N')


def measures(form: Form) -> list[Indicator]:
    """The indicators of a form that a quota may name."""
    counted = (Method.FLAG, Method.MEAN)
    return [i for i in form.indicators.values() if i.method not in counted]


def write(workbook: Workbook, formats: Formats, form_code: str) -> None:
    """Add the sheet: steps, columns, kinds of quotas, scopes, codes."""
    sheet = workbook.add_worksheet(layout.GUIDE_SHEET)
    print_setup(sheet)
    sheet.set_portrait()
    sheet.set_column("A:A", 16)
    sheet.set_column("B:B", 30)
    sheet.set_column("C:C", 62)
    sheet.write_string("A1", "HƯỚNG DẪN LẬP KẾ HOẠCH", formats.title)
    row = 2
    for heading, lines in _sections(forms.load(form_code)):
        sheet.write_string(row, 0, heading, formats.subheading)
        row += 1
        for line in lines:
            row = _line(sheet, row, line, formats)
        row += 1


def _line(sheet: Worksheet, row: int, line: Line, formats: Formats) -> int:
    first, second, text = line
    if not first:
        sheet.merge_range(row, 0, row, 2, "", formats.wrapped)
        sheet.write_string(row, 0, text, formats.wrapped)
        sheet.set_row(row, _height(text, 105))
        return row + 1
    for column, value in enumerate(line):
        sheet.write_string(row, column, value, formats.cell)
    sheet.set_row(row, max(_height(text, 58), _height(second, 28)))
    return row + 1


def _height(text: str, width: int) -> int:
    lines = sum(1 + len(part) // width for part in text.split("\n"))
    return 17 * lines + 2


def _sections(form: Form) -> Iterator[tuple[str, Iterable[Line]]]:
    yield "1. Trình tự", [("", "", f"{n}. {step}") for n, step in enumerate(_STEPS, 1)]
    yield "2. Ví dụ", _EXAMPLES
    yield "3. Cột và sheet tự tính", [("", "", f"- {text}") for text in _LIVE]
    yield "4. Các cột", list(_columns())
    yield "5. Loại chỉ tiêu", list(_kinds())
    yield "6. Cách viết cột Phạm vi", [("", "", f"- {text}") for text in _SCOPE]
    fields = columns.UNITS.fields
    yield "7. Mã cột dùng trong Phạm vi", [(f.code, f.label, f.note) for f in fields]
    yield "8. Mã cấp", [(v.code, v.label, v.source) for v in vocabulary.levels().values()]
    yield "9. Mã loại hình", [(v.code, v.label, v.source) for v in vocabulary.kinds().values()]
    yield (
        f"10. Chỉ số: mã dòng của biểu mẫu {form.code}",
        [(i.code, form.sheet_of[i.code].title, i.label) for i in measures(form)],
    )


def _columns() -> Iterator[Line]:
    for field in columns.HEAD:
        yield columns.HEAD_SHEET, _starred(field), field.note
    for table in columns.TABLES:
        for field in table.fields:
            yield table.title, _starred(field), field.note
    yield "", "", "Dấu * là bắt buộc. Ngày để trống là không giới hạn. Tỷ lệ gõ cả dấu %."


def _starred(field: columns.Field) -> str:
    return f"{field.label} *" if field.required else field.label


def _kinds() -> Iterator[Line]:
    for kind in registry().values():
        parameters = _named(kind.parameters)
        yield kind.code, kind.title, f"{kind.meaning}\nCột dùng: {parameters}\n{kind.law}"


def _named(text: str) -> str:
    """Column codes between backticks, replaced by the labels that officers see."""
    label = {field.code: field.label.lower() for field in columns.QUOTAS.fields}
    return re.sub(r"`([\w.]+)`", lambda found: f"“{label.get(found[1], found[1])}”", text)
