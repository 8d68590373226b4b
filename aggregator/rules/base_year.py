"""X407: headcounts of a plan for several years that are not of the year that is judged."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("X407", Severity.WARNING)
def headcounts_of_another_year() -> None:
    """Số đảng viên trong kế hoạch không phải của năm đang xét.

    Vì sao: Chỉ tiêu theo tỷ lệ tính trên số đảng viên ghi trong kế hoạch. Kế hoạch nhiều năm mà từ
    năm thứ hai không cập nhật thì số phải đạt vẫn tính trên số của năm cũ.

    Cách sửa: Sang năm mới thì ghi lại số đảng viên đầu năm, cuối năm trước ở sheet “Đơn vị” của kế
    hoạch, phát lại phần kế hoạch cho cấp dưới rồi chạy lại. Chủ trương giữ số của năm đầu thì bỏ
    qua cảnh báo này.
    """
