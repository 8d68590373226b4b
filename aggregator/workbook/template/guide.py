"""Sheet `Hướng dẫn`: how to fill the form in, what the colours and the words in the margin mean."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from aggregator import layout
from aggregator.layout import Slot
from aggregator.workbook.paper import LINE, lines, page, protect
from aggregator.workbook.style import Formats
from aggregator.workbook.template.verdicts import BLANK, ERROR, GOOD, WARNING, ZEROED

_WIDTHS = (13, 100)
_STEPS = (
    "Kiểm tra tên đơn vị và kỳ báo cáo ở sheet Bìa. Không phải của đơn vị mình thì báo cấp trên.",
    "Nhập số vào các ô màu vàng của từng biểu. Ô xám và ô xanh nhạt đã có sẵn hoặc tự tính.",
    "Không có thì ghi 0. Để trống nghĩa là chưa có số liệu, không phải là 0.",
    "Cả kỳ không có gì phát sinh, hoặc mọi ô còn trống (cả cột cùng kỳ năm trước) đều là 0: chọn "
    "“có” ở dòng Không phát sinh trong kỳ của sheet Bìa, không phải gõ từng số 0; chỉ cần ghi số "
    "đảng viên cuối kỳ trước nếu ô đó còn trống.",
    "Xem cột Kiểm tra bên phải mỗi biểu và dòng Tình trạng biểu ở sheet Bìa; sửa đến khi báo ĐẠT. "
    "Phần dưới của sheet Bìa ghi từng điều được kiểm tra và cách sửa; “Xem lại” mà đúng thực tế "
    "thì cứ gửi.",
    "Lưu ở dạng .xlsx, giữ nguyên tên sheet, dòng và cột, rồi gửi tệp về cấp trên. "
    "Gửi lại cùng kỳ thì tăng Lần gửi ở sheet Bìa.",
    "Chỉ ghi số lượng. Không ghi tên người hoặc thông tin cá nhân vào bất kỳ ô nào.",
)
_COLOURS = (
    ("input_sample", "Ô nhập: đơn vị ghi số vào đây."),
    ("locked", "Số đã biết từ kỳ trước hoặc năm trước, đã khóa. Nếu sai, báo cấp trên."),
    ("derived", "Tự tính, đã khóa. Số tổ chức cơ sở đảng do chương trình đếm khi tổng hợp."),
)
_MARKS = (
    (ERROR, "Phải sửa; có số trong ngoặc là cột có ô sai, ví dụ “cột (4)”."),
    (WARNING, "Khác thường; xem lại, nếu đúng thực tế thì cứ gửi."),
    (BLANK, "Ô còn trống: chưa có số liệu. Không có thì ghi 0."),
    (ZEROED, "Ô trống được tính là 0 vì đã chọn “có” ở dòng Không phát sinh trong kỳ."),
    (GOOD, "Đã ghi, không thấy sai."),
)


def write_guide(workbook: Workbook, formats: Formats) -> Worksheet:
    """The guide sheet, the same in every workbook."""
    sheet = workbook.add_worksheet(layout.GUIDE_SHEET)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, "HƯỚNG DẪN ĐIỀN BIỂU", formats.title)
    sheet.set_row(0, 2 * LINE)
    row = _write_steps(sheet, formats, 2)
    row = _write_colours(sheet, formats, row + 1)
    row = _write_marks(sheet, formats, row + 1)
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


def _write_marks(sheet: Worksheet, formats: Formats, row: int) -> int:
    sheet.write_string(row, 0, "Chữ ở cột Kiểm tra", formats.subheading)
    for at, (mark, words) in enumerate(_MARKS, start=row + 1):
        sheet.write_string(at, 0, mark, formats.bold)
        sheet.write_string(at, 1, words, formats.text)
    return row + len(_MARKS) + 1
