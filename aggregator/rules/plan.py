"""What leaves a plan without its sheets and columns; which faults make it unusable."""

from aggregator.model import Severity
from aggregator.rules import declared

FATAL = frozenset({"P701", "P703", "P705", "P706", "P720", "P721", "P722", "P723", "P724", "P733"})
"""Faults that leave no tree of units to work on: the plan cannot be used (exit code 2)."""


@declared("P701", Severity.ERROR)
def needed_sheet_missing() -> None:
    """Thiếu sheet bắt buộc.

    Vì sao: Không có sheet Kế hoạch hoặc Đơn vị thì không biết kế hoạch nào, gồm những tổ
    chức đảng nào.

    Cách sửa: Lấy lại tệp kế hoạch gốc, hoặc lập tệp mới bằng lệnh ketnap new rồi chép dữ
    liệu sang; không đổi tên sheet.
    """


@declared("P702", Severity.WARNING)
def sheet_missing() -> None:
    """Thiếu một sheet của kế hoạch.

    Vì sao: Nội dung của sheet đó được coi là trống.

    Cách sửa: Nếu kế hoạch có nội dung này, chép sheet từ tệp kế hoạch trống sang và điền
    vào.
    """


@declared("P703", Severity.ERROR)
def needed_column_missing() -> None:
    """Thiếu cột bắt buộc.

    Vì sao: Cột được tìm theo mã ở hàng 1 (đang ẩn); mất mã thì không đọc được đơn vị và cấp
    trên của đơn vị.

    Cách sửa: Bỏ ẩn hàng 1, ghi lại mã cột như trong tệp kế hoạch trống.
    """


@declared("P704", Severity.WARNING)
def column_missing() -> None:
    """Thiếu một cột.

    Vì sao: Cột được tìm theo mã ở hàng 1 (đang ẩn); cột không tìm thấy coi như để trống.

    Cách sửa: Bỏ ẩn hàng 1, ghi lại mã cột như trong tệp kế hoạch trống.
    """


@declared("P705", Severity.ERROR)
def no_plan_code() -> None:
    """Chưa có mã kế hoạch.

    Vì sao: Mã kế hoạch nối biểu mẫu đã phát với kế hoạch; không có mã thì không nhận ra báo
    cáo gửi về.

    Cách sửa: Ghi mã kế hoạch ở sheet Kế hoạch, ví dụ UB-2024.
    """


@declared("P706", Severity.ERROR)
def no_units() -> None:
    """Chưa có đơn vị nào.

    Vì sao: Không có đơn vị thì không phát được biểu mẫu và không tổng hợp được.

    Cách sửa: Ghi các tổ chức đảng vào sheet Đơn vị, từ hàng 3.
    """


@declared("P707", Severity.ERROR)
def anchor_twice() -> None:
    """Một mã cột hoặc một mục có hai lần.

    Vì sao: Không biết lấy giá trị ở chỗ nào; phần mềm lấy chỗ đầu tiên.

    Cách sửa: Xóa cột hoặc dòng thừa.
    """


@declared("P708", Severity.WARNING)
def bad_plan_code() -> None:
    """Mã kế hoạch có ký tự không dùng được.

    Vì sao: Mã đi theo mọi biểu mẫu và được so từng ký tự; dấu tiếng Việt, dấu cách dễ bị gõ khác
    đi khi chép lại.

    Cách sửa: Đặt lại mã ngắn, không dấu, ví dụ UB-2024; đã phát biểu mẫu thì giữ nguyên đến hết kỳ
    kế hoạch.
    """
