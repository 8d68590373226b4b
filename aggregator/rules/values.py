"""What can be wrong with one cell (the reader finds these while reading)."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("V302", Severity.ERROR)
def required_blank() -> None:
    """Ô bắt buộc bị bỏ trống.

    Vì sao: Để trống nghĩa là chưa báo cáo, không phải là 0; thiếu số này thì tổng không có
    nghĩa.

    Cách sửa: Nhập số, hoặc nhập 0 nếu thực sự không có.
    """


@declared("V303", Severity.ERROR)
def not_whole() -> None:
    """Số lẻ ở ô đếm số lượng.

    Vì sao: Người và tổ chức được đếm bằng số nguyên.

    Cách sửa: Nhập lại bằng số nguyên.
    """


@declared("V304", Severity.ERROR)
def not_a_number() -> None:
    """Chữ ở ô số, hoặc số viết mập mờ.

    Vì sao: Không đoán con số từ chữ; “1.234” gõ dạng chữ có thể là 1234 hoặc 1,234.

    Cách sửa: Xóa ô và gõ lại chỉ bằng chữ số, không dấu chấm, không đơn vị.
    """


@declared("V305", Severity.ERROR)
def error_value() -> None:
    """Ô mang giá trị lỗi của Excel.

    Vì sao: #REF!, #DIV/0!… nghĩa là công thức trong ô đã hỏng.

    Cách sửa: Xóa công thức và gõ số trực tiếp vào ô.
    """


@declared("V306", Severity.ERROR)
def no_stored_value() -> None:
    """Công thức ở ô nhập mà không có giá trị lưu kèm.

    Vì sao: Chương trình lưu tệp không tính công thức, nên không biết kết quả.

    Cách sửa: Mở bằng Excel, gõ số trực tiếp thay công thức, lưu và gửi lại.
    """


@declared("V307", Severity.ERROR)
def not_a_flag() -> None:
    """Ô có/không ghi giá trị khác.

    Vì sao: Ô này chỉ nhận “có” hoặc “không”.

    Cách sửa: Chọn “có” hoặc “không” trong danh sách của ô.
    """


@declared("V308", Severity.ERROR)
def too_large() -> None:
    """Số quá lớn.

    Vì sao: Số lớn hơn mọi số lượng có thể có; thường do dán nhầm số định danh hoặc ngày
    tháng.

    Cách sửa: Kiểm tra và nhập lại số lượng.
    """


@declared("V309", Severity.WARNING)
def derived_disagrees() -> None:
    """Ô tính sẵn khác số tính lại.

    Vì sao: Công thức ở ô khóa đã bị thay; chương trình dùng số tự tính từ các ô nhập.

    Cách sửa: Kiểm tra các ô nhập của dòng; lần sau không gõ đè lên ô xám.
    """


@declared("V312", Severity.ERROR)
def date_in_cell() -> None:
    """Ngày tháng ở ô số.

    Vì sao: Excel đã đổi số gõ vào thành ngày tháng.

    Cách sửa: Định dạng ô là số (Number) rồi gõ lại.
    """


@declared("V313", Severity.WARNING)
def opening_zeroed() -> None:
    """Số đầu kỳ bỏ trống được tính là 0.

    Vì sao: “Không phát sinh” biến mọi ô trống thành 0, kể cả số đảng viên đầu kỳ, mà đơn vị nào
    cũng có đảng viên.

    Cách sửa: Nhập số đảng viên đầu kỳ; “Không phát sinh” chỉ thay cho các dòng tăng, giảm.
    """


@declared("V314", Severity.WARNING)
def carried_unknown() -> None:
    """Chưa có lũy kế đến hết kỳ trước.

    Vì sao: Kỳ trước đơn vị không có trong tổng hợp, nên lũy kế từ đầu năm mới chỉ gồm kỳ này.

    Cách sửa: Nhập số vào cột “Lũy kế đến hết kỳ trước”, hoặc gửi bổ sung kỳ trước.
    """
