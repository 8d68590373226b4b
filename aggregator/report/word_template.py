"""Builds `templates/reports/hd36-2018.docx`, the Word template that an office may edit in Word.

The tags are those of docxtpl; `word.context` fills them. What only an officer can write is a
marked blank. `python -m aggregator.report.word_template` writes the file anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.table import Table

from aggregator.report.word_package import sealed
from aggregator.report.word_styles import number_pages, page, prepare, rule_below, table, write

PROFILE = "hd36-2018"

Lines = list[tuple[str, str]]


def _each(tag: str, look: str = "Body") -> Lines:
    return [
        (look, f"{{%p for line in {tag} %}}"),
        (look, "- {{ line }}"),
        (look, "{%p endfor %}"),
    ]


def _given(tag: str, lines: Lines, look: str = "Body") -> Lines:
    return [(look, f"{{%p if {tag} %}}"), *lines, (look, "{%p endif %}")]


def _blank(what: str) -> Lines:
    return [("Blank", f"[Người lập báo cáo bổ sung: {what}]")]


MARKS: Lines = [
    *_given("classification", [("Mark", "{{ classification|upper }}")], "Mark"),
    *_given("public", [("Mark", "BẢN CÔNG BỐ (đã lược số liệu nhỏ)")], "Mark"),
]

LEFT_HEAD: Lines = [
    ("Head", "{{ superior|upper }}"),
    ("HeadBold", "{{ reporter|upper }}"),
    ("Head", "*"),
    ("Head", "Số ……-BC/……"),
]
RIGHT_HEAD: Lines = [
    ("Party", "ĐẢNG CỘNG SẢN VIỆT NAM"),
    ("Place", "……………, ngày …… tháng …… năm ………"),
]

BODY: Lines = [
    ("Kind", "BÁO CÁO"),
    ("Subject", "kết quả công tác phát triển đảng viên {{ period }}"),
    ("Subject", "-----"),
    ("Body", "{{ basis }}"),
    ("Section", "I- TÌNH HÌNH CHUNG"),
    ("Body", "{{ coverage }}"),
    *_each("general"),
    ("Section", "II- KẾT QUẢ THỰC HIỆN"),
    ("Point", "1. Công tác lãnh đạo, chỉ đạo"),
    *_blank("văn bản đã ban hành, việc kiểm tra, đôn đốc trong kỳ"),
    ("Point", "2. Kết quả tạo nguồn, bồi dưỡng"),
    *_each("sources"),
    ("Point", "3. Kết quả kết nạp đảng viên"),
    *_each("admissions"),
    *_given(
        "assigned", [("Body", "Kết quả thực hiện các chỉ tiêu được giao:"), *_each("assigned")]
    ),
    *_given("striven", [("Body", "Kết quả so với các mức phấn đấu:"), *_each("striven")]),
    *_each("units"),
    ("Point", "4. Công nhận đảng viên chính thức, xóa tên đảng viên dự bị"),
    *_each("probation"),
    ("Section", "III- HẠN CHẾ, NGUYÊN NHÂN"),
    ("Point", "1. Hạn chế"),
    *_each("shortcomings"),
    *_blank("hạn chế khác, nếu có"),
    ("Point", "2. Nguyên nhân"),
    *_blank("nguyên nhân khách quan, chủ quan"),
    ("Section", "IV- NHIỆM VỤ, GIẢI PHÁP THỜI GIAN TỚI"),
    *_each("remaining"),
    *_blank("nhiệm vụ, giải pháp"),
    ("Section", "V- KIẾN NGHỊ"),
    *_blank("kiến nghị với cấp trên, nếu có"),
]

RECEIVERS: Lines = [
    ("Receivers", "Nơi nhận:"),
    ("Receiver", "- {{ superior }} (báo cáo),"),
    ("Receiver", "- Các tổ chức đảng trực thuộc,"),
    ("Receiver", "- Lưu Văn phòng."),
]
SIGNATURE: Lines = [("Signature", "T/M BAN THƯỜNG VỤ"), ("Signature", "BÍ THƯ")]

UNIT_COLUMNS = (
    ("TT", "number", 10),
    ("Đơn vị", "name", 70),
    ("Tình trạng số liệu", "status", 26),
    ("Đảng viên đầu năm", "start", 20),
    ("Đảng viên cuối kỳ", "end", 20),
    ("Kết nạp lũy kế", "admitted", 19),
    ("Chỉ tiêu cả năm", "required", 19),
    ("Tỷ lệ % so với chỉ tiêu", "percent", 22),
    ("Học lớp bồi dưỡng", "trained", 22),
    ("Công nhận chính thức", "confirmed", 23),
)
FORM_COLUMNS = (
    ("Tiêu chí", "label", 76),
    ("Trong kỳ", "now", 20),
    ("Lũy kế từ đầu năm", "total", 22),
    ("Cùng kỳ năm trước", "before", 23),
    ("Tỷ lệ % so với cùng kỳ", "percent", 24),
)
ENTRY_LISTS = (
    ("1. Đơn vị chưa có hoặc chưa đủ số liệu", "absent", "Đơn vị cấp trên", "Tình trạng"),
    ("2. Đơn vị được miễn", "exempt", "Lý do, văn bản", "Mã chỉ tiêu"),
    ("3. Lỗi số liệu còn tồn tại", "findings", "Nội dung", "Cách sửa"),
)


def build() -> bytes:
    """The Word template; the same bytes each time."""
    document = docx.Document()
    prepare(document)
    section = document.sections[0]
    page(section)
    number_pages(section)
    _report(document)
    _units(document)
    _forms(document)
    _lists(document)
    data = BytesIO()
    document.save(data)
    return sealed(data.getvalue())


def _report(document: Document) -> None:
    write(document, MARKS)
    head = table(document, (72, 93), [[("Head", ""), ("Head", "")]], grid=False)
    write(head.cell(0, 0), LEFT_HEAD)
    write(head.cell(0, 1), RIGHT_HEAD)
    rule_below(head.cell(0, 1).paragraphs[0])
    write(document, BODY)
    foot = table(document, (82, 83), [[("Head", ""), ("Head", "")]], grid=False)
    write(foot.cell(0, 0), RECEIVERS)
    write(foot.cell(0, 1), SIGNATURE)


def _units(document: Document) -> None:
    page(document.add_section(WD_SECTION.NEW_PAGE), landscape=True)
    write(
        document,
        [
            ("Subject", "PHỤ LỤC 1"),
            ("Subject", "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN THEO ĐƠN VỊ, {{ period|upper }}"),
            ("Note", "(kèm theo Báo cáo số ……-BC/……, ngày …… tháng …… năm ……)"),
            ("Note", "{{ coverage }} Dấu “…”: chưa có số liệu."),
            *_given("stops_early", [("Note", "Bảng dừng ở cấp trên; cấp dưới xem tệp tổng hợp.")]),
            *_given("public", [("Note", "“<3”: dưới 3; “*”: không nêu để giữ kín các ô “<3”.")]),
            ("Note", "{%p if unit_lines %}"),
        ],
    )
    _looped(document, "unit_lines", UNIT_COLUMNS, left=("name", "status"))
    write(document, [("Note", "{%p else %}"), ("Body", "Không có đơn vị trực thuộc.")])
    write(document, [("Note", "{%p endif %}")])


def _looped(
    document: Document,
    tag: str,
    columns: Sequence[tuple[str, str, int]],
    left: Sequence[str],
) -> Table:
    """A table with a heading row and one row for each entry of the list `tag`."""
    looks = {field: "Cell" if field in left else "CellCentre" for _, field, _ in columns}
    return table(
        document,
        [width for _, _, width in columns],
        [
            [("CellHead", label) for label, _, _ in columns],
            [("Cell", f"{{%tr for line in {tag} %}}")],
            [(looks[field], f"{{{{ line.{field} }}}}") for _, field, _ in columns],
            [("Cell", "{%tr endfor %}")],
        ],
        heads=1,
    )


def _forms(document: Document) -> None:
    page(document.add_section(WD_SECTION.NEW_PAGE))
    write(
        document,
        [
            ("Subject", "PHỤ LỤC 2"),
            ("Subject", "CÁC BIỂU THỐNG KÊ, {{ period|upper }}"),
            ("Note", "{{ coverage }} Dấu “…”: chưa có số liệu."),
            ("Note", "{%p for form in form_tables %}"),
            ("Section", "{{ form.number }}: {{ form.heading }}"),
        ],
    )
    cells = [("CellCentre", f"{{{{ line.{field} }}}}") for _, field, _ in FORM_COLUMNS[1:]]
    rows: list[Lines] = [
        [("CellHead", label) for label, _, _ in FORM_COLUMNS],
        [("Cell", "{%tr for line in form.lines %}")],
        [("Cell", "{%tr if line.heading %}")],
        [("CellBold", "{{ line.label }}")],
        [("Cell", "{%tr else %}")],
        [("Cell", "{{ line.label }}"), *cells],
        [("Cell", "{%tr endif %}")],
        [("Cell", "{%tr endfor %}")],
    ]
    made = table(document, [width for _, _, width in FORM_COLUMNS], rows, heads=1)
    made.cell(3, 0).merge(made.cell(3, len(FORM_COLUMNS) - 1))
    write(document, [("Note", "{%p endfor %}")])


def _lists(document: Document) -> None:
    page(document.add_section(WD_SECTION.NEW_PAGE))
    write(
        document,
        [
            ("Subject", "PHỤ LỤC 3"),
            ("Subject", "ĐƠN VỊ CHƯA CÓ SỐ LIỆU, ĐƯỢC MIỄN, LỖI CÒN TỒN TẠI"),
        ],
    )
    for heading, tag, what, more in ENTRY_LISTS:
        write(document, [("Point", heading), ("Cell", f"{{%p if {tag} %}}")])
        columns = (
            ("TT", "number", 10),
            ("Đơn vị", "name", 55),
            (what, "what", 60),
            (more, "more", 40),
        )
        _looped(document, tag, columns, left=("name", "what", "more"))
        write(document, [("Cell", "{%p else %}"), ("Body", "Không có."), ("Cell", "{%p endif %}")])


def main() -> None:
    """Write the template to its place in this checkout."""
    root = Path(__file__).resolve().parents[2]
    (root / "templates" / "reports" / f"{PROFILE}.docx").write_bytes(build())


if __name__ == "__main__":
    main()
