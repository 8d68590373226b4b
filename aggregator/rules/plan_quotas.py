"""What can be wrong with the quotas of a plan."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("P740", Severity.ERROR)
def quota_twice() -> None:
    """Chỉ tiêu bị trùng.

    Vì sao: Hai dòng cùng mã, đơn vị, phiên bản và năm thì không biết dòng nào có hiệu lực.

    Cách sửa: Xóa dòng thừa, đổi mã, hoặc ghi phiên bản nếu là lần điều chỉnh.
    """


@declared("P741", Severity.ERROR)
def unknown_measure() -> None:
    """Chỉ số không có trong biểu mẫu.

    Vì sao: Chỉ tiêu được đối chiếu với một dòng của biểu mẫu; không có dòng thì không xét
    được.

    Cách sửa: Chọn lại mã dòng, ví dụ B2.I; xem danh sách ở sheet Hướng dẫn.
    """


@declared("P742", Severity.ERROR)
def quota_of_unknown_unit() -> None:
    """Chỉ tiêu giao cho đơn vị không có.

    Vì sao: Không biết xét chỉ tiêu ở đâu.

    Cách sửa: Sửa mã đơn vị, hoặc thêm đơn vị vào sheet Đơn vị.
    """


@declared("P743", Severity.ERROR)
def parameter_missing() -> None:
    """Thiếu thông số mà loại chỉ tiêu cần.

    Vì sao: Thiếu thông số thì không tính được số phải đạt.

    Cách sửa: Điền cột còn thiếu, hoặc chọn lại loại chỉ tiêu.
    """


@declared("P744", Severity.ERROR)
def bad_scope() -> None:
    """Phạm vi không đọc được.

    Vì sao: Không biết chỉ tiêu áp dụng cho những đơn vị nào.

    Cách sửa: Viết lại phạm vi, ví dụ kind=thon,khu_pho hoặc kind=kttn; workers>=50.
    """


@declared("P745", Severity.ERROR)
def bounds_reversed() -> None:
    """Mức dưới lớn hơn mức trên.

    Vì sao: Không con số nào nằm trong khoảng như vậy.

    Cách sửa: Đổi lại hai giá trị.
    """


@declared("P746", Severity.ERROR)
def quota_years_reversed() -> None:
    """Năm bắt đầu sau năm kết thúc.

    Vì sao: Chỉ tiêu không có hiệu lực năm nào.

    Cách sửa: Sửa lại hai năm.
    """


@declared("P747", Severity.WARNING)
def empty_scope() -> None:
    """Không có đơn vị nào thuộc phạm vi.

    Vì sao: Chỉ tiêu không áp dụng cho đơn vị nào nên không được xét.

    Cách sửa: Kiểm tra phạm vi và loại hình, cấp của các đơn vị.
    """


@declared("P748", Severity.WARNING)
def attribute_missing() -> None:
    """Đơn vị thiếu thông tin để xét phạm vi.

    Vì sao: Không biết đơn vị có thuộc phạm vi hay không, nên kết quả của đơn vị là thiếu số
    liệu.

    Cách sửa: Điền ô này; còn ô trống khác thì lọc ô trống của cột mà điền.
    """


@declared("P749", Severity.WARNING)
def parameter_unused() -> None:
    """Thông số mà loại chỉ tiêu không dùng.

    Vì sao: Giá trị này không có tác dụng, có thể đã chọn nhầm loại chỉ tiêu.

    Cách sửa: Xóa giá trị, hoặc chọn lại loại chỉ tiêu.
    """


@declared("P750", Severity.ERROR)
def no_unit_of_level() -> None:
    """Không có đơn vị nào ở cấp được xét.

    Vì sao: Chỉ tiêu sẽ không được xét ở đâu cả.

    Cách sửa: Chọn lại cấp, hoặc để trống để xét tại đơn vị được giao.
    """


@declared("P751", Severity.WARNING)
def base_missing() -> None:
    """Chưa có số đảng viên để tính tỷ lệ.

    Vì sao: Không có mẫu số, hoặc mẫu số bằng 0, thì không tính được số phải đạt.

    Cách sửa: Điền số đảng viên vào ô này; đơn vị có đơn vị bên dưới thì ghi ở đơn vị đó hoặc ở mọi
    đơn vị bên dưới.
    """


@declared("P752", Severity.ERROR)
def unsuited_measure() -> None:
    """Chỉ số không hợp với loại chỉ tiêu.

    Vì sao: Chỉ số đếm mới so được với số giao; quy mô đảng viên phải xét trên số cuối kỳ.

    Cách sửa: Chọn chỉ số khác; quy mô đảng viên dùng B1.D.
    """


@declared("P753", Severity.ERROR)
def fractional_amount() -> None:
    """Chỉ tiêu không phải số nguyên.

    Vì sao: Số người phải đạt là số nguyên; chỉ mức bình quân mới có số lẻ.

    Cách sửa: Sửa lại thành số nguyên.
    """


@declared("P754", Severity.WARNING)
def quota_outside_plan() -> None:
    """Năm của chỉ tiêu ngoài thời gian của kế hoạch.

    Vì sao: Chỉ tiêu có thể không bao giờ được xét.

    Cách sửa: Kiểm tra lại năm của chỉ tiêu và của kế hoạch.
    """


@declared("P755", Severity.WARNING)
def quota_of_unit_out_of_dates() -> None:
    """Đơn vị nhận chỉ tiêu không hoạt động trong thời gian của chỉ tiêu.

    Vì sao: Đơn vị không có kỳ báo cáo nào để xét chỉ tiêu này.

    Cách sửa: Giao chỉ tiêu cho đơn vị hiện nay, hoặc sửa ngày của đơn vị, năm của chỉ tiêu.
    """


@declared("P756", Severity.ERROR)
def asks_nothing() -> None:
    """Mức bằng 0 nên chỉ tiêu không đòi hỏi gì.

    Vì sao: Số phải đạt bằng 0 thì đơn vị nào cũng đạt ngay, và không tính được tỷ lệ thực hiện.

    Cách sửa: Ghi mức của văn bản; văn bản không đặt mức thì xóa dòng này. Đơn vị không phải thực
    hiện thì ghi ở sheet Miễn.
    """


@declared("P757", Severity.WARNING)
def odd_quota_code() -> None:
    """Mã chỉ tiêu có ký tự không nên dùng.

    Vì sao: Sheet Phân bổ và Miễn nhắc lại mã này, so từng ký tự; dấu tiếng Việt, dấu cách dễ bị gõ
    khác đi.

    Cách sửa: Đặt lại mã ngắn, không dấu, ví dụ CT1, ở mọi sheet; đã phát biểu mẫu thì giữ nguyên
    đến hết kỳ kế hoạch.
    """


@declared("P795", Severity.WARNING)
def floors_exceed_total() -> None:
    """Mức tối thiểu từng đơn vị cộng lại vượt chỉ tiêu chung.

    Vì sao: Văn bản đặt hai mức không khớp nhau; phần mềm không tự chọn mức nào.

    Cách sửa: Giữ nguyên nếu văn bản viết như vậy; nếu ghi nhầm thì sửa lại mức hoặc phạm
    vi.
    """
