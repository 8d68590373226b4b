"""What can't be carried over when units were split or dissolved."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("X406", Severity.WARNING)
def parts_differ() -> None:
    """Các đơn vị được tách ra cộng lại khác đơn vị cũ.

    Vì sao: Số đầu kỳ, lũy kế mang sang và số cùng kỳ của đơn vị cũ không chia được cho từng đơn vị
    mới, nên các đơn vị mới tự ghi; cộng lại phải bằng số của đơn vị cũ, nếu không thì tổng của cấp
    trên lệch đúng phần chênh lệch.

    Cách sửa: Các đơn vị mới thống nhất cách chia số của đơn vị cũ, ghi vào cột tương ứng, tăng Lần
    gửi rồi gửi lại.
    """


@declared("C608", Severity.WARNING)
def stocks_do_not_join() -> None:
    """Số đảng viên giữa các kỳ không nối liền.

    Vì sao: Đơn vị thôi hoạt động mà không đơn vị nào thay thì đảng viên của đơn vị đó không có
    trong số đầu kỳ sau của đơn vị nào; kỳ trước sửa sau khi kỳ này đã lập, hoặc đơn vị được tách ra
    ghi số đầu kỳ khác, thì hai kỳ cũng lệch nhau. Số cuối kỳ của báo cáo nhiều kỳ lấy theo kỳ cuối.

    Cách sửa: Đối khớp danh sách đảng viên: chuyển đi thì đơn vị cũ ghi chuyển đi ở báo cáo cuối
    cùng, nơi nhận ghi chuyển đến; có đơn vị tiếp nhận cả thì ghi vào cột “Thay cho đơn vị” của đơn
    vị đó trong kế hoạch; số đầu kỳ ghi sai thì sửa, tăng Lần gửi rồi gửi lại.
    """


@declared("C607", Severity.WARNING)
def flows_of_dissolved() -> None:
    """Lũy kế không có số của đơn vị đã thôi hoạt động.

    Vì sao: Lũy kế cộng từ báo cáo của các đơn vị còn hoạt động; đơn vị thôi hoạt động mà không đơn
    vị nào thay thì số đã báo cáo trong năm không còn ở đâu mang sang.

    Cách sửa: Báo cáo 6 tháng, 9 tháng và năm cộng từ các kỳ nên đã có đủ. Nếu có đơn vị tiếp nhận
    thì ghi vào cột “Thay cho đơn vị” của đơn vị đó trong kế hoạch rồi phát lại biểu mẫu.
    """
