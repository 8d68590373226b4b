"""What can be wrong with the folder as a whole: who is missing, who is late."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("C601", Severity.WARNING)
def missing_unit() -> None:
    """Đơn vị chưa nộp.

    Vì sao: Chưa có tệp hợp lệ nào của đơn vị trong kỳ; số của đơn vị không có trong tổng.

    Cách sửa: Đôn đốc đơn vị gửi báo cáo, rồi chạy lại.
    """


@declared("C602", Severity.WARNING)
def late() -> None:
    """Nộp muộn.

    Vì sao: Tệp về sau thời hạn ghi trong kế hoạch.

    Cách sửa: Nhắc đơn vị về thời hạn; số liệu vẫn được tính.
    """


@declared("C603", Severity.ERROR)
def nothing_valid() -> None:
    """Không có báo cáo hợp lệ nào.

    Vì sao: Trong thư mục không có tệp nào được tính, nên không có tổng.

    Cách sửa: Kiểm tra thư mục, kỳ báo cáo và lý do của từng tệp trong sổ kiểm tra.
    """


@declared("C604", Severity.WARNING)
def no_plan() -> None:
    """Không có kế hoạch.

    Vì sao: Không tìm thấy tệp kế hoạch nên không biết đơn vị nào còn thiếu và không đối
    chiếu được chỉ tiêu.

    Cách sửa: Đặt tệp kế hoạch vào thư mục, hoặc chỉ ra bằng --plan.
    """


@declared("C605", Severity.WARNING)
def partly_sent() -> None:
    """Đơn vị chưa nộp đủ các kỳ.

    Vì sao: Báo cáo nhiều kỳ cộng các kỳ đã nộp; thiếu một kỳ thì số của đơn vị chưa đủ.

    Cách sửa: Đôn đốc đơn vị gửi kỳ còn thiếu, rồi chạy lại.
    """


@declared("C606", Severity.WARNING)
def same_numbers() -> None:
    """Hai đơn vị gửi số liệu giống hệt nhau.

    Vì sao: Nhiều số khác 0 mà trùng nhau ở mọi ô thường do chép tệp của đơn vị khác rồi chỉ đổi tên
    đơn vị; khi đó cùng một người bị tính hai lần.

    Cách sửa: Hỏi lại hai đơn vị, đối chiếu với quyết định kết nạp và danh sách đảng viên. Đơn vị
    nào chép nhầm thì nhập lại và gửi lại với Lần gửi lớn hơn; nếu trùng ngẫu nhiên thì giữ nguyên.
    """


@declared("C609", Severity.ERROR)
def plan_unread() -> None:
    """Không đọc được tệp kế hoạch.

    Vì sao: Tệp có các sheet của một kế hoạch nhưng bị hỏng hoặc không mở được, nên đã tổng hợp như
    không có tệp này.

    Cách sửa: Thay tệp bằng bản lưu còn tốt, hoặc mở bằng Excel, lưu lại rồi tổng hợp lại; không
    dùng nữa thì chuyển tệp đi nơi khác.
    """
