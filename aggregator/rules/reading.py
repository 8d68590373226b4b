"""What can be wrong with a file before anything in it is believed (the intake and the gate)."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("R101", Severity.INFO)
def unknown_type() -> None:
    """Tệp không phải loại đọc được.

    Vì sao: Chỉ đọc số liệu từ bảng tính (.xlsx, .xlsm, .xlsb, .ods, .xls) và từ .zip, .eml
    chứa chúng.

    Cách sửa: Nếu tệp có số liệu báo cáo, hãy nhập vào đúng biểu mẫu Excel đã phát rồi gửi
    lại.
    """


@declared("R102", Severity.ERROR)
def damaged() -> None:
    """Tệp hỏng hoặc bị cắt cụt.

    Vì sao: Số liệu đọc từ tệp hỏng có thể sai mà không ai biết, nên không con số nào của
    tệp được dùng.

    Cách sửa: Mở tệp gốc bằng Excel, chọn Lưu thành (Save As) một tệp .xlsx mới rồi gửi lại.
    """


@declared("R103", Severity.ERROR)
def encrypted() -> None:
    """Tệp có mật khẩu mở.

    Vì sao: Không đọc được tệp đã mã hóa và không được đoán mật khẩu. Chỉ mật khẩu mặc định mà Excel
    tự dùng là được mở (T115).

    Cách sửa: Bỏ mật khẩu mở tệp (File – Info – Protect Workbook) rồi gửi lại.
    """


@declared("R104", Severity.ERROR)
def suspicious_structure() -> None:
    """Cấu trúc tệp bất thường.

    Vì sao: Tệp quá lớn khi giải nén hoặc chứa thành phần mà Excel không tạo ra; đọc tiếp có
    thể gây hại cho máy.

    Cách sửa: Chép số liệu sang biểu mẫu trống đã phát, lưu và gửi lại.
    """


@declared("R105", Severity.ERROR)
def reader_gave_up() -> None:
    """Không đọc được tệp trong giới hạn thời gian hoặc bộ nhớ.

    Vì sao: Một tệp không được làm hỏng hoặc kéo dài cả lần tổng hợp.

    Cách sửa: Chép số liệu sang biểu mẫu trống đã phát, lưu và gửi lại.
    """


@declared("R106", Severity.WARNING)
def old_format() -> None:
    """Tệp ở định dạng .xls cũ.

    Vì sao: Định dạng cũ không có mã kiểm tra, hỏng một phần vẫn mở được mà số đã sai.

    Cách sửa: Mở bằng Excel, chọn Lưu thành (Save As) loại “Excel Workbook (.xlsx)” rồi gửi
    lại.
    """


@declared("R107", Severity.ERROR)
def not_ours() -> None:
    """Bảng tính không phải biểu mẫu đã phát.

    Vì sao: Trong tệp không còn dấu nhận dạng nào (mã đơn vị, kỳ, kế hoạch), nên không biết
    số liệu là của ai.

    Cách sửa: Nhập số liệu vào đúng tệp biểu mẫu đã phát cho đơn vị rồi gửi lại.
    """


@declared("R108", Severity.ERROR)
def personal_list() -> None:
    """Tệp có danh sách cá nhân.

    Vì sao: Hệ thống chỉ đếm số lượng; họ tên, ngày sinh, số định danh không được đưa vào
    báo cáo.

    Cách sửa: Không gửi danh sách cá nhân qua kênh này; xóa danh sách khỏi tệp, chỉ gửi biểu
    số liệu.
    """


@declared("R109", Severity.ERROR)
def changed_while_reading() -> None:
    """Tệp thay đổi trong lúc đọc.

    Vì sao: Có chương trình đang ghi vào tệp nên nội dung đọc được không chắc chắn.

    Cách sửa: Đóng tệp trong Excel, chờ đồng bộ xong rồi chạy lại.
    """


@declared("R110", Severity.INFO)
def not_followed() -> None:
    """Không phải tệp thường.

    Vì sao: Liên kết, thiết bị, ống dẫn không được mở theo.

    Cách sửa: Nếu cần, chép tệp thật vào thư mục.
    """


@declared("R111", Severity.INFO)
def system_file() -> None:
    """Tệp của hệ thống hoặc tệp tạm.

    Vì sao: Tệp khóa, tệp tạm, tệp của hệ điều hành không chứa số liệu.

    Cách sửa: Không cần làm gì.
    """


@declared("R112", Severity.INFO)
def own_output() -> None:
    """Tệp do chính chương trình này ghi ra.

    Vì sao: Kết quả của lần tổng hợp trước không phải là báo cáo gửi về.

    Cách sửa: Không cần làm gì.
    """


@declared("R113", Severity.ERROR)
def container_unreadable() -> None:
    """Không mở được tệp nén hoặc thư.

    Vì sao: Tệp nén hỏng, có mật khẩu hoặc thư bị cắt cụt nên không biết bên trong có gì.

    Cách sửa: Giải nén hoặc lưu tệp đính kèm bằng tay, hoặc đề nghị đơn vị gửi lại.
    """


@declared("R114", Severity.ERROR)
def nested_too_deep() -> None:
    """Tệp nén lồng nhau quá ba lớp.

    Vì sao: Lồng quá sâu thường là nhầm lẫn hoặc cố ý gây hại.

    Cách sửa: Giải nén bớt rồi đặt các bảng tính vào thư mục.
    """


@declared("R115", Severity.WARNING)
def active_content() -> None:
    """Tệp có macro hoặc liên kết ra ngoài.

    Vì sao: Biểu mẫu đã phát không có macro và liên kết; chúng không được chạy và không được
    chép theo.

    Cách sửa: Kiểm tra máy đã nhập tệp; lần sau dùng tệp .xlsx đã phát.
    """


@declared("R116", Severity.ERROR)
def empty_file() -> None:
    """Tệp rỗng.

    Vì sao: Tệp không có nội dung, thường do tải về hoặc chép dở.

    Cách sửa: Đề nghị đơn vị gửi lại tệp.
    """


@declared("R117", Severity.ERROR)
def cannot_be_read() -> None:
    """Không có quyền đọc tệp.

    Vì sao: Hệ điều hành không cho mở tệp, thường do tệp đang bị khóa.

    Cách sửa: Đóng tệp ở chương trình khác hoặc sửa quyền đọc, rồi chạy lại.
    """


@declared("R118", Severity.ERROR)
def not_understood() -> None:
    """Chương trình gặp lỗi khi đọc tệp.

    Vì sao: Tệp được ghi theo cách chưa từng gặp; không con số nào của tệp được dùng, các tệp
    khác vẫn được tổng hợp.

    Cách sửa: Chép số liệu sang biểu mẫu trống đã phát, lưu và gửi lại; báo lỗi này cho người
    phụ trách phần mềm.
    """
