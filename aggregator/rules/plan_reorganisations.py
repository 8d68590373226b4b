"""What can be wrong with units that a plan says replace others."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("P734", Severity.WARNING)
def former_unit_unknown() -> None:
    """Không có đơn vị cũ này.

    Vì sao: Số kỳ trước và cùng kỳ năm trước của đơn vị mới được cộng từ các đơn vị cũ; không
    có đơn vị cũ trong kế hoạch thì không điền sẵn và không đối chiếu được.

    Cách sửa: Sửa mã ở cột Thay cho đơn vị, hoặc thêm lại dòng của đơn vị cũ với ngày kết thúc.
    """


@declared("P735", Severity.ERROR)
def former_unit_exists() -> None:
    """Đơn vị được thay vẫn đang hoạt động.

    Vì sao: Đơn vị cũ còn hoạt động thì vẫn phải báo cáo, không thể cộng số của nó vào đơn vị mới.

    Cách sửa: Ghi ngày kết thúc cho đơn vị cũ; đơn vị chỉ đổi tên hoặc chuyển cấp trên thì giữ
    nguyên mã và để trống cột Thay cho đơn vị.
    """


@declared("P736", Severity.WARNING)
def dates_overlap() -> None:
    """Đơn vị mới và đơn vị cũ hoạt động cùng lúc.

    Vì sao: Vào ngày cuối kỳ cả hai đều phải báo cáo thì một đảng viên được tính hai lần.

    Cách sửa: Cho đơn vị mới bắt đầu sau ngày kết thúc của đơn vị cũ, hoặc để trống từ ngày nếu đơn
    vị đã có từ trước và nhận thêm đơn vị cũ.
    """


@declared("P737", Severity.WARNING)
def no_successor() -> None:
    """Đơn vị thôi hoạt động giữa năm mà không có đơn vị thay.

    Vì sao: Số của đơn vị từ đầu năm không được mang sang đơn vị nào; chỉ báo cáo 6 tháng, 9 tháng,
    năm cộng từ các kỳ mới có.

    Cách sửa: Ghi mã đơn vị này vào cột Thay cho đơn vị của đơn vị tiếp nhận; giải thể hẳn thì giữ
    nguyên.
    """


@declared("P739", Severity.WARNING)
def dates_apart() -> None:
    """Có khoảng trống giữa đơn vị cũ và đơn vị thay.

    Vì sao: Kỳ báo cáo kết thúc trong khoảng đó không có đơn vị nào báo cáo số của đơn vị cũ.

    Cách sửa: Cho đơn vị thay bắt đầu từ ngày sau ngày kết thúc của đơn vị cũ; nếu văn bản ghi hai
    ngày như vậy thì giữ nguyên.
    """
