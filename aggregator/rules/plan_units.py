"""What can be wrong with the tree of units in a plan."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("P720", Severity.ERROR)
def bad_unit_code() -> None:
    """Mã đơn vị không hợp lệ.

    Vì sao: Mã được dùng làm tên thư mục và để nối số liệu giữa các kỳ nên chỉ gồm chữ không
    dấu, chữ số và . _ -, tối đa 40 ký tự.

    Cách sửa: Đặt lại mã cho đơn vị và sửa ở mọi sheet có mã này.
    """


@declared("P721", Severity.ERROR)
def unit_twice() -> None:
    """Mã đơn vị bị trùng.

    Vì sao: Hai đơn vị cùng mã thì số liệu của đơn vị này lẫn vào đơn vị kia.

    Cách sửa: Đặt mã riêng cho mỗi đơn vị, hoặc xóa dòng thừa.
    """


@declared("P722", Severity.ERROR)
def unknown_parent() -> None:
    """Không có đơn vị cấp trên này.

    Vì sao: Đơn vị không nối được vào cây tổ chức nên số liệu không cộng được vào đâu.

    Cách sửa: Sửa mã đơn vị cấp trên, hoặc thêm đơn vị cấp trên vào sheet Đơn vị.
    """


@declared("P723", Severity.ERROR)
def cycle() -> None:
    """Các đơn vị là cấp trên của nhau thành vòng.

    Vì sao: Cây tổ chức phải đi tới một đơn vị cao nhất; vòng kín thì không cộng được.

    Cách sửa: Sửa mã đơn vị cấp trên của một đơn vị trong vòng.
    """


@declared("P724", Severity.ERROR)
def two_roots() -> None:
    """Có hơn một đơn vị cao nhất.

    Vì sao: Kế hoạch là của một đảng bộ; chỉ đơn vị cao nhất để trống mã đơn vị cấp trên.

    Cách sửa: Ghi mã đơn vị cấp trên cho đơn vị này.
    """


@declared("P725", Severity.ERROR)
def leaf_with_children() -> None:
    """Chi bộ có đơn vị trực thuộc.

    Vì sao: Chi bộ là cấp cuối cùng; đơn vị ghi chi bộ làm cấp trên thì một trong hai chỗ
    sai.

    Cách sửa: Sửa cấp của đơn vị này, hoặc mã đơn vị cấp trên của các đơn vị bên dưới.
    """


@declared("P726", Severity.ERROR)
def unit_dates_reversed() -> None:
    """Từ ngày sau đến ngày.

    Vì sao: Đơn vị không hoạt động ngày nào nên không được tính.

    Cách sửa: Sửa lại hai ngày.
    """


@declared("P727", Severity.WARNING)
def unit_outside_plan() -> None:
    """Đơn vị nằm ngoài thời gian của kế hoạch.

    Vì sao: Đơn vị không hoạt động trong kỳ kế hoạch nên không phải báo cáo.

    Cách sửa: Kiểm tra lại ngày, hoặc xóa đơn vị khỏi kế hoạch.
    """


@declared("P728", Severity.WARNING)
def outlives_superior() -> None:
    """Đơn vị còn hoạt động sau khi đơn vị cấp trên thôi hoạt động.

    Vì sao: Sau ngày đó số liệu của đơn vị vẫn cộng vào đơn vị cấp trên không còn nữa.

    Cách sửa: Ghi đơn vị cấp trên hiện nay, hoặc ngày đơn vị này thôi hoạt động.
    """


@declared("P729", Severity.WARNING)
def codes_alike() -> None:
    """Hai mã chỉ khác chữ hoa, chữ thường.

    Vì sao: Trên Windows hai mã này cho cùng một tên thư mục, tệp của đơn vị này đè lên của
    đơn vị kia.

    Cách sửa: Đổi một trong hai mã.
    """


@declared("P730", Severity.WARNING)
def bad_email() -> None:
    """Địa chỉ thư điện tử không đúng dạng.

    Vì sao: Thư gửi tới địa chỉ này sẽ không đi được.

    Cách sửa: Sửa lại địa chỉ, ví dụ vanphong@example.vn.
    """


@declared("P731", Severity.WARNING)
def level_above_parent() -> None:
    """Cấp của đơn vị cao hơn cấp của đơn vị cấp trên.

    Vì sao: Số tổ chức cơ sở đảng và chuyển sinh hoạt nội bộ được tính theo cấp; ghi sai cấp
    thì tính sai.

    Cách sửa: Sửa cấp của một trong hai đơn vị.
    """


@declared("P732", Severity.WARNING)
def members_do_not_add_up() -> None:
    """Số đảng viên không khớp với các đơn vị trực thuộc cộng lại.

    Vì sao: Chỉ tiêu theo tỷ lệ lấy số ghi ở chính đơn vị được xét; hai cách tính cho hai
    kết quả.

    Cách sửa: Đối khớp số lượng đảng viên với các đơn vị trực thuộc rồi sửa.
    """


@declared("P733", Severity.ERROR)
def too_many_levels() -> None:
    """Cây tổ chức có quá nhiều cấp.

    Vì sao: Không đảng bộ nào có hơn 100 cấp; các đơn vị đã bị nối thành một chuỗi dài do ghi nhầm
    mã cấp trên.

    Cách sửa: Sửa lại mã đơn vị cấp trên; mỗi đơn vị ghi mã của đơn vị cấp trên trực tiếp.
    """


@declared("P738", Severity.WARNING)
def begins_before_superior() -> None:
    """Đơn vị có trước đơn vị cấp trên.

    Vì sao: Trong thời gian đơn vị cấp trên chưa có, số liệu của đơn vị không có nơi để cộng vào.

    Cách sửa: Kiểm tra lại hai ngày; đơn vị cấp trên thay cho đơn vị cũ thì ghi mã cũ vào cột Thay
    cho đơn vị của đơn vị cấp trên.
    """
