"""What can be wrong with years, deadlines and history in a plan."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("P780", Severity.ERROR)
def bad_period() -> None:
    """Kỳ báo cáo không đúng dạng.

    Vì sao: Không biết thời hạn này của kỳ nào nên không xét được báo cáo muộn.

    Cách sửa: Viết 2024-Q1 (quý), 2024-03 (tháng), 2024-H1 (6 tháng), 2024-9M (9 tháng) hoặc
    2024 (năm).
    """


@declared("P781", Severity.WARNING)
def deadlines_out_of_order() -> None:
    """Cấp dưới được hẹn gửi sau cấp trên.

    Vì sao: Cấp trên phải tổng hợp số của cấp dưới trước khi gửi tiếp.

    Cách sửa: Kiểm tra lại hai ngày.
    """


@declared("P782", Severity.WARNING)
def due_before_period() -> None:
    """Hạn gửi trước khi kỳ báo cáo bắt đầu.

    Vì sao: Khi đó chưa có số liệu của kỳ.

    Cách sửa: Kiểm tra lại ngày và kỳ báo cáo.
    """


@declared("P783", Severity.WARNING)
def deadline_twice() -> None:
    """Thời hạn bị ghi hai lần.

    Vì sao: Hai dòng cùng mã, kỳ và cấp gửi.

    Cách sửa: Xóa dòng thừa.
    """


@declared("P784", Severity.WARNING)
def period_of_other_cadence() -> None:
    """Kỳ của thời hạn không theo chế độ báo cáo của kế hoạch.

    Vì sao: Kế hoạch báo cáo hằng quý thì không phát biểu mẫu theo tháng, và ngược lại; không báo
    cáo nào ứng với thời hạn này.

    Cách sửa: Sửa kỳ báo cáo của thời hạn, hoặc chế độ báo cáo ở sheet Kế hoạch.
    """


@declared("P785", Severity.WARNING)
def deadline_of_no_unit() -> None:
    """Thời hạn của một cấp không có đơn vị nào.

    Vì sao: Không đơn vị nào bị nhắc hay bị tính muộn theo thời hạn này; thường là chọn nhầm cấp.

    Cách sửa: Chọn lại cấp gửi, để trống nếu là mọi cấp, hoặc sửa cấp của các đơn vị.
    """


@declared("P790", Severity.ERROR)
def history_of_unknown_unit() -> None:
    """Số liệu năm trước của đơn vị không có.

    Vì sao: Không nối được số này với đơn vị nào.

    Cách sửa: Sửa mã đơn vị.
    """


@declared("P791", Severity.ERROR)
def history_of_unknown_measure() -> None:
    """Số liệu năm trước của chỉ số không có.

    Vì sao: Không nối được số này với dòng nào của biểu mẫu.

    Cách sửa: Chọn lại mã dòng, ví dụ B2.I.
    """


@declared("P792", Severity.WARNING)
def printed_percentage_differs() -> None:
    """Tỷ lệ in trong văn bản khác tỷ lệ tính lại.

    Vì sao: Văn bản có thể đã dùng mẫu số khác, cắt bớt hoặc làm tròn; phần mềm luôn tính
    lại từ số đếm.

    Cách sửa: Đối chiếu văn bản gốc; giữ nguyên nếu văn bản in như vậy.
    """


@declared("P793", Severity.WARNING)
def printed_not_percentage() -> None:
    """Không phải tỷ lệ phần trăm.

    Vì sao: Không đọc được thì không đối chiếu được.

    Cách sửa: Chép lại tỷ lệ như văn bản in, ví dụ 77,51.
    """


@declared("P794", Severity.WARNING)
def history_twice() -> None:
    """Số liệu năm trước bị ghi hai lần.

    Vì sao: Hai dòng cùng năm, đơn vị và chỉ số.

    Cách sửa: Xóa dòng thừa.
    """


@declared("P796", Severity.ERROR)
def plan_years_reversed() -> None:
    """Năm đầu của kế hoạch sau năm cuối.

    Vì sao: Kế hoạch không có hiệu lực năm nào.

    Cách sửa: Sửa lại hai năm.
    """


@declared("P797", Severity.WARNING)
def printed_without_counts() -> None:
    """Có tỷ lệ in trong văn bản nhưng không đủ số để tính lại.

    Vì sao: Không có kết quả, hoặc chỉ tiêu trống hay bằng 0, thì tỷ lệ không kiểm chứng được.

    Cách sửa: Ghi kết quả và chỉ tiêu mà văn bản đã dùng; không tìm được thì giữ nguyên.
    """


@declared("P798", Severity.WARNING)
def history_after_plan() -> None:
    """Năm của số liệu sau thời gian của kế hoạch.

    Vì sao: Sheet Lịch sử ghi kết quả đã có; năm sau khi kế hoạch kết thúc thường là gõ nhầm.

    Cách sửa: Kiểm tra lại năm.
    """
