"""What stands in a form sheet beside its numbers, and is part of none."""

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
