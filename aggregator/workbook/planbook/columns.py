"""The one declaration of the plan workbook: its sheets and columns, for the writer and the reader.

Sheet `Kế hoạch` holds keys in column A, labels in B, values in C. Every other sheet holds column
codes in hidden row 1, labels in row 2, data from row 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Any, NamedTuple

from aggregator.model import Allocation, Deadline, Exemption, History, Plan, Quota, Unit
from aggregator.workbook.planbook.coded import QUOTA_KIND

HEAD_SHEET = "Kế hoạch"
CODE_ROW, LABEL_ROW, FIRST_ROW = 1, 2, 3
KEY_COLUMN, LABEL_COLUMN, VALUE_COLUMN, NOTE_COLUMN = 1, 2, 3, 4
HEAD_FIRST_ROW = 4


class Type(Enum):
    """How the value of a cell is written and read."""

    TEXT = auto()
    CODE = auto()
    DATE = auto()
    YEAR = auto()
    COUNT = auto()
    AMOUNT = auto()
    RATE = auto()
    YES_NO = auto()
    CODED = auto()
    PRINTED = auto()


TEXTUAL = (Type.TEXT, Type.CODE, Type.CODED, Type.PRINTED)
"""Types whose blank is an empty text, not None."""


class Field(NamedTuple):
    """One column of a sheet, or one key of `Kế hoạch`.

    `vocabulary` names the labels of a coded value; `choices` the drop-down of a reference
    (`unit`, `quota`, `measure`, `form`); `attribute` the field of the record. `note` is guidance.
    """

    code: str
    label: str
    type: Type = Type.TEXT
    width: float = 12
    attribute: str = ""
    vocabulary: str = ""
    choices: str = ""
    required: bool = False
    wanted: bool = False
    note: str = ""

    @property
    def name(self) -> str:
        """The attribute of the record that the column fills."""
        return self.attribute or self.code


class Table(NamedTuple):
    """One sheet of rows; without a `needed` one there is no plan."""

    title: str
    attribute: str
    record: Callable[..., Any]
    fields: tuple[Field, ...]
    needed: bool = False


HEAD = (
    Field("plan", "Mã kế hoạch", Type.CODE, attribute="code", required=True,
          note="Ngắn, không dấu, ví dụ UB-2024; giữ nguyên suốt kỳ kế hoạch"),
    Field("title", "Tên kế hoạch", wanted=True,
          note="Như trích yếu của văn bản"),
    Field("issuer", "Cơ quan ban hành", note="Ví dụ: Ban Thường vụ Thành ủy"),
    Field("document", "Số, ký hiệu", Type.CODE, note="Ví dụ: 185-KH/TU"),
    Field("date", "Ngày ban hành", Type.DATE, note="Ngày/tháng/năm"),
    Field("year_from", "Từ năm", Type.YEAR, wanted=True, note="Năm đầu của kế hoạch"),
    Field("year_to", "Đến năm", Type.YEAR, wanted=True,
          note="Năm cuối; kế hoạch một năm thì ghi cùng năm đầu"),
    Field("cadence", "Chế độ báo cáo", Type.CODED, vocabulary="cadence", wanted=True,
          note="Hằng quý hoặc hằng tháng"),
    Field("form", "Biểu mẫu", Type.CODE, choices="form", wanted=True,
          note="Mã biểu mẫu thống kê đang dùng"),
    Field("document_profile", "Thể thức văn bản", Type.CODED, vocabulary="document_profile",
          note="Thể thức của báo cáo Word lập từ kế hoạch này"),
    Field("late_policy", "Cách tính báo cáo muộn", Type.CODED, vocabulary="late_policy",
          note="Để trống là đến hết ngày ghi trong kế hoạch vẫn đúng hạn"),
    Field("classification", "Độ mật, phạm vi lưu hành",
          note="Để trống nếu không có. Đã ghi thì in vào báo cáo, chặn mọi thư"),
)  # fmt: skip

_UNIT = Field("unit", "Mã đơn vị", Type.CODE, 14, choices="unit", required=True,
              note="Một mã của sheet Đơn vị")  # fmt: skip

UNITS = Table("Đơn vị", "units", Unit, (
    Field("unit", "Mã đơn vị", Type.CODE, 14, "code", required=True,
          note="Chữ không dấu, số và . _ -, tối đa 40 ký tự; không trùng, không đổi giữa các kỳ"),
    Field("name", "Tên tổ chức đảng", width=38, wanted=True, note="Tên đầy đủ"),
    Field("parent", "Mã đơn vị cấp trên", Type.CODE, 14, choices="unit",
          note="Mã của đơn vị cấp trên trực tiếp; chỉ đơn vị cao nhất để trống"),
    Field("level", "Cấp", Type.CODED, 24, vocabulary="level", wanted=True,
          note="Chọn trong danh mục; không suy từ tên"),
    Field("kind", "Loại hình", Type.CODED, 20, vocabulary="kind", note="Chọn trong danh mục"),
    Field("from", "Từ ngày", Type.DATE, attribute="start", note="Để trống: từ trước"),
    Field("to", "Đến ngày", Type.DATE, attribute="end", note="Để trống: còn hoạt động"),
    Field("replaces", "Thay cho đơn vị", Type.CODE, 14,
          note="Mã đơn vị cũ trước khi sáp nhập, chia tách; nhiều mã cách nhau bằng dấu phẩy"),
    Field("workers", "Số lao động", Type.COUNT, 9, note="Với doanh nghiệp, hợp tác xã"),
    Field("staff", "Số cán bộ, công chức, viên chức", Type.COUNT, 12,
          note="Để xét đơn vị mà mọi cán bộ đều là đảng viên"),
    Field("members_start", "Đảng viên đầu năm", Type.COUNT, 10,
          note="Dùng để tính chỉ tiêu theo tỷ lệ"),
    Field("members_previous", "Đảng viên cuối năm trước", Type.COUNT, 10,
          note="Dùng để tính chỉ tiêu theo tỷ lệ"),
    Field("source", "Còn nguồn", Type.YES_NO, 8, vocabulary="yes_no", note="có hoặc không"),
    Field("email", "Thư điện tử", width=24, note="Hộp thư của đơn vị để gửi biểu mẫu"),
    Field("in_charge", "Phụ trách", width=20, note="Chức vụ, không ghi họ tên"),
), needed=True)  # fmt: skip

QUOTAS = Table("Chỉ tiêu", "quotas", Quota, (
    Field("quota", "Mã chỉ tiêu", Type.CODE, 12, "code", required=True,
          note="Tự đặt, ví dụ CT1; lần điều chỉnh giữ mã, đổi phiên bản"),
    Field("kind", "Loại chỉ tiêu", Type.CODED, 22, vocabulary=QUOTA_KIND, required=True,
          note="Xem các loại chỉ tiêu ở sheet Hướng dẫn"),
    Field("strength", "Tính chất", Type.CODED, 11, vocabulary="strength", wanted=True,
          note="Giao là bắt buộc, phấn đấu là định hướng"),
    Field("measure", "Chỉ số", Type.CODE, 11, choices="measure", required=True,
          note="Mã dòng của biểu mẫu, ví dụ B2.I là số đảng viên mới kết nạp"),
    _UNIT._replace(label="Giao cho đơn vị", note="Mã đơn vị được giao chỉ tiêu"),
    Field("scope", "Phạm vi", width=20,
          note="Để trống: mọi đơn vị cuối cùng bên dưới. Cách viết: xem sheet Hướng dẫn"),
    Field("minimum", "Tối thiểu", Type.AMOUNT, 9, note="Tổng số, hoặc mức của mỗi đơn vị"),
    Field("maximum", "Tối đa", Type.AMOUNT, 9, note="Mức trên của khoảng, nếu có"),
    Field("rate_min", "Tỷ lệ tối thiểu", Type.RATE, 9, note="Ví dụ 3,5%"),
    Field("rate_max", "Tỷ lệ tối đa", Type.RATE, 9, note="Mức trên của khung, nếu có"),
    Field("base", "Tính trên", Type.CODED, 18, vocabulary="base",
          note="Số đảng viên làm mẫu số của tỷ lệ"),
    Field("evaluate_at", "Xét tại cấp", Type.CODED, 18, vocabulary="level",
          note="Để trống: xét tại đơn vị được giao"),
    Field("year_from", "Từ năm", Type.YEAR, 7, note="Để trống: theo kế hoạch"),
    Field("year_to", "Đến năm", Type.YEAR, 7, note="Để trống: theo kế hoạch"),
    Field("basis", "Căn cứ", width=28, note="Số, ký hiệu, ngày và điều khoản của văn bản"),
    Field("version", "Phiên bản", Type.CODE, 9, note="Trống là ban đầu; 1, 2… là lần điều chỉnh"),
))  # fmt: skip

ALLOCATIONS = Table("Phân bổ", "allocations", Allocation, (
    Field("quota", "Mã chỉ tiêu", Type.CODE, 12, choices="quota", required=True,
          note="Một chỉ tiêu loại K1 của sheet Chỉ tiêu"),
    _UNIT,
    Field("amount", "Số giao", Type.COUNT, 10, required=True,
          note="Cộng lại phải bằng số tối thiểu của chỉ tiêu; dòng của chính đơn vị nhận chỉ tiêu "
               "là số giữ lại dự phòng"),
    Field("version", "Phiên bản", Type.CODE, 10, note="Như ở sheet Chỉ tiêu"),
))  # fmt: skip

EXEMPTIONS = Table("Miễn", "exemptions", Exemption, (
    Field("quota", "Mã chỉ tiêu", Type.CODE, 12, choices="quota",
          note="Để trống: miễn mọi chỉ tiêu"),
    _UNIT,
    Field("reason", "Lý do", Type.CODED, 40, vocabulary="reason", required=True,
          note="Chọn trong danh mục"),
    Field("document", "Văn bản cho miễn", Type.CODE, 28,
          note="Số, ký hiệu văn bản của cấp ủy cấp trên"),
    Field("date", "Ngày văn bản", Type.DATE, wanted=True, note="Ngày/tháng/năm"),
))  # fmt: skip

DEADLINES = Table("Thời hạn", "deadlines", Deadline, (
    Field("deadline", "Mã thời hạn", Type.CODE, 15, "code", required=True,
          note="Tự đặt, ví dụ TH1"),
    Field("what", "Nội dung", width=44, wanted=True, note="Ví dụ: Báo cáo kết quả quý I"),
    Field("period", "Kỳ báo cáo", Type.CODE, 12,
          note="2024-Q1, 2024-03, 2024-H1, 2024-9M hoặc 2024; để trống nếu không theo kỳ"),
    Field("due", "Chậm nhất ngày", Type.DATE, 13, required=True, note="Ngày/tháng/năm"),
    Field("from_level", "Cấp gửi", Type.CODED, 28, vocabulary="level",
          note="Để trống: mọi cấp"),
    Field("to", "Nơi nhận", width=28, note="Ví dụ: Ban Tổ chức Thành ủy"),
))  # fmt: skip

HISTORY = Table("Lịch sử", "history", History, (
    Field("year", "Năm", Type.YEAR, 8, required=True, note="Năm đã qua"),
    _UNIT,
    Field("measure", "Chỉ số", Type.CODE, 12, choices="measure", required=True,
          note="Mã dòng của biểu mẫu, ví dụ B2.I là số đảng viên mới kết nạp"),
    Field("actual", "Kết quả", Type.COUNT, 12, note="Số thực hiện cả năm"),
    Field("required", "Chỉ tiêu", Type.COUNT, 12, note="Số phải đạt cả năm, nếu văn bản nêu"),
    Field("printed", "Tỷ lệ % như văn bản in", Type.PRINTED, 16,
          note="Chép đúng như in, ví dụ 77,51; phần mềm tính lại và đối chiếu"),
))  # fmt: skip

TABLES = (UNITS, QUOTAS, ALLOCATIONS, EXEMPTIONS, DEADLINES, HISTORY)


def rows_of(table: Table, plan: Plan) -> tuple[Any, ...]:
    """The records of a sheet, in the order of the plan."""
    rows = getattr(plan, table.attribute)
    return tuple(rows.values()) if isinstance(rows, Mapping) else tuple(rows)
