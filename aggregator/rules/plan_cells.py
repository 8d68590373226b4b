"""What can stand in a cell of a plan that cannot be taken as it is."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("P710", Severity.ERROR)
def wrong_type() -> None:
    """Giá trị không đúng loại của cột.

    Vì sao: Số gõ dạng chữ có thể hiểu hai cách (1.234), nên không đoán.

    Cách sửa: Gõ lại giá trị theo đúng loại của cột: số gõ dạng số, mã gõ dạng chữ.
    """


@declared("P711", Severity.ERROR)
def not_a_date() -> None:
    """Không phải ngày, hoặc năm không hợp lý.

    Vì sao: Ngày đọc sai làm đơn vị, thời hạn bị tính sai.

    Cách sửa: Gõ ngày/tháng/năm, ví dụ 05/03/2023; năm gõ đủ bốn chữ số.
    """


@declared("P712", Severity.ERROR)
def not_in_vocabulary() -> None:
    """Giá trị không có trong danh mục.

    Vì sao: Giá trị này quyết định cách tính, không có trong danh mục thì không tính được.

    Cách sửa: Chọn lại trong danh sách của ô.
    """


@declared("P713", Severity.ERROR)
def not_a_rate() -> None:
    """Tỷ lệ không nằm trong khoảng từ 0% đến 100%.

    Vì sao: Ô tỷ lệ là ô phần trăm: 3,5% là 0,035; gõ 3,5 vào ô không có dấu % thành 350%.

    Cách sửa: Gõ lại cả dấu phần trăm, ví dụ 3,5%.
    """


@declared("P714", Severity.ERROR)
def not_a_count() -> None:
    """Không phải số nguyên không âm.

    Vì sao: Chỉ tiêu và số người là số đếm.

    Cách sửa: Sửa lại thành số nguyên từ 0 trở lên.
    """


@declared("P715", Severity.ERROR)
def required_blank() -> None:
    """Ô bắt buộc đang trống.

    Vì sao: Thiếu ô này thì cả dòng không dùng được, nên dòng được bỏ qua.

    Cách sửa: Điền ô này, hoặc xóa cả dòng.
    """


@declared("P716", Severity.WARNING)
def wanted_blank() -> None:
    """Nên điền ô này.

    Vì sao: Nội dung này dùng khi phát biểu mẫu, kiểm tra và lập báo cáo.

    Cách sửa: Điền ô này.
    """


@declared("P717", Severity.ERROR)
def formula_fault() -> None:
    """Ô lỗi công thức hoặc công thức chưa có kết quả.

    Vì sao: Không có giá trị để đọc; tệp lưu bằng phần mềm khác Excel có thể không giữ kết
    quả công thức.

    Cách sửa: Mở bằng Excel, sửa công thức hoặc thay bằng giá trị, rồi lưu lại.
    """


@declared("P718", Severity.WARNING)
def date_of_two_readings() -> None:
    """Ngày gõ dạng chữ, có thể hiểu hai cách.

    Vì sao: Ngày và tháng đều không quá 12; máy đặt kiểu Mỹ ghi tháng trước. Phần mềm đọc ngày
    trước, tháng sau.

    Cách sửa: Kiểm tra lại ngày; định dạng ô là ngày (Date) rồi gõ lại, hoặc giữ nguyên nếu đọc
    đúng.
    """
