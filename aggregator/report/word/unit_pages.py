"""The words and tags of annex 1 in the Word template: three tables and the pictures."""

from __future__ import annotations

from docx.document import Document
from docx.enum.section import WD_SECTION

from aggregator.report.word import grid, styles
from aggregator.report.word.content import Lines, given
from aggregator.report.word.grid import Columns

HEAD: Lines = [
    ("Subject", "PHỤ LỤC 1"),
    ("Subject", "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN THEO ĐƠN VỊ, {{ period|upper }}"),
    ("Note", "(kèm theo Báo cáo số ……-BC/{{ symbol }}, ngày …… tháng …… năm ……)"),
    ("Note", "{{ coverage }} Dấu “…”: chưa có số liệu."),
    *given("stops_early", [("Note", "Bảng dừng ở cấp trên; cấp dưới xem tệp tổng hợp.")], "Note"),
    *given("public", [("Note", "“<3”: dưới 3; “*”: không nêu để giữ kín các ô “<3”.")], "Note"),
]
RESULTS: Columns = (
    ("TT", "number", 11),
    ("Đơn vị", "name", 52),
    ("Đảng viên đầu năm", "start", 15),
    ("Đảng viên cuối kỳ", "end", 15),
    ("Chỉ tiêu giao cả năm", "required", 14),
    ("Mức phấn đấu cả năm", "striven", 14),
    ("Kết nạp trong kỳ", "now", 14),
    ("Kết nạp lũy kế", "admitted", 14),
    ("% so với chỉ tiêu", "percent", 16),
    ("% so với đảng viên đầu năm", "share", 16),
    ("Cùng kỳ năm trước", "before", 14),
    ("Tăng (+), giảm (-)", "change", 14),
    ("% tăng, giảm", "change_percent", 16),
    ("Ghi chú", "status", 27),
)
STRUCTURE: Columns = (
    ("TT", "number", 11),
    ("Đơn vị", "name", 52),
    ("Kết nạp lũy kế", "admitted", 15),
    ("Nữ", "women", 12),
    ("Dân tộc thiểu số", "minority", 14),
    ("Theo tôn giáo", "religious", 14),
    ("Đoàn viên", "league", 14),
    ("{{ young_label }}", "young", 14),
    ("Học sinh", "pupils", 13),
    ("Sinh viên", "students", 13),
    ("Công nhân, lao động trực tiếp", "workers", 17),
    ("Chủ doanh nghiệp tư nhân", "owners", 17),
    ("Nông, lâm, ngư nghiệp", "farmers", 17),
    ("Quân đội, công an", "forces", 15),
    ("Kết nạp lại", "again", 14),
)
STEPS: Columns = (
    ("TT", "number", 11),
    ("Đơn vị", "name", 56),
    ("Mã", "code", 28),
    ("Loại hình", "kind", 35),
    ("Chi bộ, đơn vị cấp dưới", "cells", 20),
    ("Trong đó có kết nạp", "admitting", 18),
    ("Kế hoạch học lớp nhận thức", "to_train", 21),
    ("Đã học lớp nhận thức", "trained", 21),
    ("Hồ sơ đang thẩm tra (từ TCCSĐ)", "files", 21),
    ("Công nhận chính thức", "confirmed", 21),
)
WITHOUT_FILES = (
    "Không có cột hồ sơ đang thẩm tra: tệp tổng hợp không có số liệu này của từng đơn vị."
)
PICTURES: Lines = [
    ("Caption", "{%p for picture in pictures %}"),
    ("Picture", "{{ picture.drawing }}"),
    ("Caption", "{{ picture.caption }}"),
    ("Caption", "{%p endfor %}"),
]
_FILES = "files"
_LEFT = ("name", "status", "code", "kind")
_LOOKS = ("Small", "SmallNumber", "SmallHead")


def write(document: Document) -> None:
    """Annex 1 on landscape pages of its own."""
    styles.page(document.add_section(WD_SECTION.NEW_PAGE), landscape=True)
    grid.write(document, [*HEAD, ("Note", "{%p if unit_lines %}")])
    _part(document, "a) Kết quả so với chỉ tiêu và cùng kỳ năm trước", "unit_lines", RESULTS)
    grid.write(document, [("Note", "{%p if structure_lines %}")])
    _part(document, "b) Trong đó (lũy kế từ đầu năm)", "structure_lines", STRUCTURE)
    without = [
        ("Note", "{%p else %}"),
        ("Note", "{{ without_structure }}"),
        ("Note", "{%p endif %}"),
    ]
    grid.write(document, without)
    grid.write(document, [("Point", "c) Tổ chức, nguồn và công nhận chính thức (lũy kế)")])
    grid.write(document, [("Note", "{%p if files_known %}")])
    grid.looped(document, "unit_lines", STEPS, _LEFT, _LOOKS)
    grid.write(document, [("Note", "{%p else %}")])
    grid.looped(document, "unit_lines", _without_files(), _LEFT, _LOOKS)
    grid.write(document, [("Note", WITHOUT_FILES), ("Note", "{%p endif %}")])
    grid.write(document, [("Note", "{%p else %}"), ("Body", "{{ without_units }}")])
    grid.write(document, [("Note", "{%p endif %}"), *PICTURES])


def _part(document: Document, heading: str, tag: str, columns: Columns) -> None:
    grid.write(document, [("Point", heading)])
    grid.looped(document, tag, columns, _LEFT, _LOOKS)


def _without_files() -> Columns:
    """The same width, the room of the missing column given to the names."""
    spare = next(width for _, tag, width in STEPS if tag == _FILES)
    return [
        (label, tag, width + spare if tag == "name" else width)
        for label, tag, width in STEPS
        if tag != _FILES
    ]
