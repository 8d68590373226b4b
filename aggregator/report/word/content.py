"""The words and tags of the Word template: (paragraph style, text), top to bottom.

What only an officer can write is a marked blank.
"""

from __future__ import annotations

from aggregator.report.word.profiles import Profile

Lines = list[tuple[str, str]]


def each(tag: str, look: str = "Body") -> Lines:
    """A dash and a paragraph for each text of the list `tag`."""
    return [
        (look, f"{{%p for line in {tag} %}}"),
        (look, "- {{ line }}"),
        (look, "{%p endfor %}"),
    ]


def given(tag: str, lines: Lines, look: str = "Body") -> Lines:
    """The lines, only where `tag` holds something."""
    return [(look, f"{{%p if {tag} %}}"), *lines, (look, "{%p endif %}")]


def blank(what: str, stop: str = "") -> Lines:
    """A place that only the officer can fill."""
    return [("Blank", f"[Người lập báo cáo bổ sung: {what}]{stop}")]


PUBLISHED = "BẢN CÔNG BỐ (đã lược số liệu nhỏ)"
MARKS: Lines = [
    *given("classification", [("Mark", "{{ classification|upper }}")], "Mark"),
    *given("public", [("Mark", PUBLISHED)], "Mark"),
]

LEFT_HEAD: Lines = [
    ("Head", "{{ superior|upper }}"),
    ("HeadBold", "{{ committee|upper }}"),
    ("Head", "*"),
    ("Head", "Số ……-BC/{{ symbol }}"),
]
RIGHT_HEAD: Lines = [
    ("Party", "ĐẢNG CỘNG SẢN VIỆT NAM"),
    ("Rule", ""),
    ("Place", "………, ngày …… tháng …… năm ……"),
]

BODY: Lines = [
    ("Kind", "BÁO CÁO"),
    ("Subject", "kết quả công tác phát triển đảng viên {{ period }}"),
    ("Subject", "-----"),
    ("Body", "{{ basis }}"),
    ("Section", "I- TÌNH HÌNH CHUNG"),
    ("Body", "{{ coverage }}"),
    *each("general"),
    ("Section", "II- KẾT QUẢ THỰC HIỆN"),
    ("Point", "1. Công tác lãnh đạo, chỉ đạo"),
    *blank("văn bản đã ban hành, việc kiểm tra, đôn đốc trong kỳ"),
    ("Point", "2. Kết quả tạo nguồn, bồi dưỡng"),
    *each("sources"),
    ("Point", "3. Kết quả kết nạp đảng viên"),
    *each("admissions"),
    *given("assigned", [("Body", "Kết quả thực hiện các chỉ tiêu được giao:"), *each("assigned")]),
    *given("striven", [("Body", "Kết quả so với các mức phấn đấu:"), *each("striven")]),
    *given("units", [("Body", "Kết quả ở các đơn vị:"), *each("units")]),
    ("Point", "4. Công nhận đảng viên chính thức, xóa tên đảng viên dự bị"),
    *each("probation"),
    ("Section", "III- HẠN CHẾ, NGUYÊN NHÂN"),
    ("Point", "1. Hạn chế"),
    *each("shortcomings"),
    *blank("hạn chế khác, nếu có"),
    ("Point", "2. Nguyên nhân"),
    *blank("nguyên nhân khách quan, chủ quan"),
    ("Section", "IV- NHIỆM VỤ, GIẢI PHÁP {{ next_period|upper }}"),
    *each("remaining"),
    *blank("nhiệm vụ, giải pháp"),
    ("Section", "V- KIẾN NGHỊ"),
]


def end(profile: Profile) -> Lines:
    """The last paragraph of the body, with the sign that closes a document."""
    return blank("kiến nghị với cấp trên, nếu có", profile.stop)


def receivers(profile: Profile) -> Lines:
    """Who gets the document, and where it is kept."""
    return [
        ("Receivers", "Nơi nhận:"),
        ("Receiver", "- {{ superior }} (báo cáo),"),
        ("Receiver", "- Các tổ chức đảng trực thuộc,"),
        ("Receiver", profile.archive),
    ]


SIGNATURE: Lines = [("Signature", "T/M {{ signatory|upper }}"), ("Position", "BÍ THƯ")]

FORM_HEAD: Lines = [
    ("Subject", "PHỤ LỤC 2"),
    ("Subject", "CÁC BIỂU THỐNG KÊ, {{ period|upper }}"),
    (
        "Note",
        "{{ coverage }} Dấu “…”: chưa có số liệu; ở cột tỷ lệ: năm nay hoặc cùng kỳ năm trước "
        "còn đơn vị để trống nên chưa so sánh.",
    ),
]
LIST_HEAD: Lines = [
    ("Subject", "PHỤ LỤC 3"),
    ("Subject", "ĐƠN VỊ CHƯA CÓ SỐ LIỆU, ĐƯỢC MIỄN, LỖI CÒN TỒN TẠI"),
]

ORIGINS: Lines = [
    ("Origin", "{%p if origins %}"),
    ("Origin", "Nguồn của các số liệu trong báo cáo (chữ ẩn, không in; ô là ô của tệp tổng hợp):"),
    *each("origins", "Origin"),
    ("Origin", "{%p endif %}"),
]

FORM_COLUMNS = (
    ("Tiêu chí", "label", 76),
    ("Trong kỳ", "now", 20),
    ("Lũy kế từ đầu năm", "total", 22),
    ("Cùng kỳ năm trước", "before", 23),
    ("Tỷ lệ % so với cùng kỳ", "percent", 24),
)
NONE = "Không có."
ENTRY_LISTS: tuple[tuple[str, str, str, str, str, Lines], ...] = (
    (
        "1. Đơn vị chưa có hoặc chưa đủ số liệu",
        "absent",
        "Đơn vị cấp trên",
        "Tình trạng",
        NONE,
        [],
    ),
    (
        "2. Đơn vị được miễn",
        "exempt",
        "Lý do, văn bản",
        "Chỉ tiêu",
        NONE,
        each("exempt_quotas", "Cell"),
    ),
    (
        "3. Lỗi số liệu còn tồn tại",
        "findings",
        "Nội dung",
        "Cách sửa",
        "{{ without_findings }}",
        [],
    ),
)
