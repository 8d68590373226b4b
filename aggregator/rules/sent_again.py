"""Which of several returns stands for a unit: sent again, copied, covered by a superior."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("S212", Severity.INFO)
def superseded() -> None:
    """Đã có lần gửi sau.

    Vì sao: Đơn vị đã gửi tệp khác của cùng kỳ, lần gửi sau được tính.

    Cách sửa: Không cần làm gì; kiểm tra lại nếu lần gửi sau không phải bản đúng.
    """


@declared("S213", Severity.INFO)
def identical_copy() -> None:
    """Bản sao giống hệt.

    Vì sao: Nội dung trùng từng byte với một tệp đã nhận.

    Cách sửa: Không cần làm gì.
    """


@declared("S214", Severity.ERROR)
def cannot_be_ordered() -> None:
    """Hai tệp cùng đơn vị, cùng kỳ, không biết tệp nào mới hơn.

    Vì sao: Hai tệp khác nhau mà lần gửi, ngày thư và giờ tệp đều như nhau; chọn một là
    đoán.

    Cách sửa: Giữ lại tệp đúng, hoặc tăng “Lần gửi” trên sheet Bìa của tệp đúng rồi chạy
    lại.
    """


@declared("S215", Severity.INFO)
def covered_by_superior() -> None:
    """Đã nằm trong báo cáo của cấp trên.

    Vì sao: Đơn vị cấp trên của nó đã gửi báo cáo chung cho cả nhánh; cộng thêm sẽ tính hai
    lần.

    Cách sửa: Không cần làm gì.
    """


@declared("S216", Severity.WARNING)
def differs_from_below() -> None:
    """Báo cáo chung khác tổng các đơn vị bên dưới.

    Vì sao: Các đơn vị bên dưới đã gửi đủ nhưng cộng lại khác số trong báo cáo chung của
    nhánh.

    Cách sửa: Đối khớp với đơn vị gửi báo cáo chung; sửa bên nào sai rồi gửi lại.
    """


@declared("S224", Severity.INFO)
def faulty_superseded() -> None:
    """Bản có lỗi, đã gửi lại bản đúng.

    Vì sao: Đơn vị đã gửi lại tệp của cùng kỳ; bản gửi sau không có lỗi và được tính. Lỗi của bản
    gửi trước không kê nữa, cũng không có tệp trả lại.

    Cách sửa: Không cần làm gì; kiểm tra lại nếu bản gửi sau không phải bản đúng.
    """
