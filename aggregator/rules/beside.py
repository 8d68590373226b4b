"""What stands in a return beside the numbers of its form, and is part of none."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("S230", Severity.INFO)
def words_beside() -> None:
    """Có ghi chú ngoài các ô số liệu.

    Vì sao: Lời ghi chú không cộng được và có thể nhắc đến người, nên không đi theo số liệu lên cấp
    trên; ở đây chỉ báo chỗ để người tổng hợp mở ra đọc.

    Cách sửa: Mở tệp, đọc ghi chú ở ô này; điều cấp trên cần biết thì viết vào báo cáo bằng lời.
    """


@declared("S231", Severity.WARNING)
def number_beside() -> None:
    """Có số ngoài các ô số liệu.

    Vì sao: Số ghi ở chỗ khác không thuộc chỉ tiêu nào của biểu nên không được cộng.

    Cách sửa: Ghi số ấy vào đúng ô của chỉ tiêu rồi gửi lại; nếu chỉ là số nháp thì xóa đi.
    """


@declared("S232", Severity.INFO)
def sheet_beside() -> None:
    """Có sheet ngoài biểu.

    Vì sao: Sheet do đơn vị thêm vào không thuộc biểu mẫu nên không được đọc, kể cả khi có số liệu.

    Cách sửa: Mở tệp, xem sheet này; số cần tính thì ghi vào đúng ô của biểu rồi gửi lại.
    """
