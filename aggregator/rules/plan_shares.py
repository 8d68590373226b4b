"""What can be wrong with allocations in a plan."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("P760", Severity.ERROR)
def share_of_unknown_quota() -> None:
    """Phân bổ một chỉ tiêu không có.

    Vì sao: Không biết số này thuộc chỉ tiêu nào.

    Cách sửa: Sửa mã chỉ tiêu, hoặc thêm chỉ tiêu vào sheet Chỉ tiêu.
    """


@declared("P761", Severity.ERROR)
def share_of_unknown_unit() -> None:
    """Phân bổ cho đơn vị không có.

    Vì sao: Số giao này không thuộc đơn vị nào của kế hoạch.

    Cách sửa: Sửa mã đơn vị, hoặc thêm đơn vị vào sheet Đơn vị.
    """


@declared("P762", Severity.ERROR)
def share_twice() -> None:
    """Phân bổ bị trùng.

    Vì sao: Hai dòng cùng chỉ tiêu, đơn vị và phiên bản thì không biết dòng nào đúng; phần
    mềm lấy dòng dưới.

    Cách sửa: Xóa dòng thừa, hoặc ghi phiên bản nếu là lần điều chỉnh.
    """


@declared("P763", Severity.INFO)
def shares_exceed_for_reserve() -> None:
    """Giao dư để dự phòng.

    Vì sao: Các phần cộng lại nhiều hơn tổng số giao nhưng không quá mức trên đã ghi; số phải đạt
    của đơn vị nhận chỉ tiêu vẫn là tổng số giao.

    Cách sửa: Không phải sửa nếu cố ý giao dư; nếu không thì sửa số giao của các đơn vị.
    """


@declared("P764", Severity.ERROR)
def shares_do_not_add_up() -> None:
    """Phân bổ cộng lại không bằng chỉ tiêu giao.

    Vì sao: Tổng phân bổ cho các đơn vị, cộng cả số giữ lại dự phòng, phải đúng bằng số được giao, ở
    từng cấp.

    Cách sửa: Sửa số giao của các đơn vị hoặc tổng của chỉ tiêu cho khớp. Giữ lại dự phòng thì ghi
    thêm một dòng của chính đơn vị nhận chỉ tiêu với số giữ lại; giao dư thì ghi mức trên ở cột Tối
    đa của chỉ tiêu.
    """


@declared("P765", Severity.WARNING)
def share_of_other_kind() -> None:
    """Phân bổ một chỉ tiêu không thuộc loại giao cụ thể.

    Vì sao: Chỉ loại K1 mới xét theo phân bổ; các số này không có tác dụng.

    Cách sửa: Chọn loại K1 cho chỉ tiêu, hoặc xóa các dòng phân bổ.
    """


@declared("P766", Severity.ERROR)
def share_outside_node() -> None:
    """Phân bổ cho đơn vị không thuộc nơi nhận chỉ tiêu.

    Vì sao: Đơn vị không ở dưới đơn vị được giao nên kết quả không cộng vào chỉ tiêu này.

    Cách sửa: Sửa mã đơn vị, hoặc đơn vị nhận chỉ tiêu.
    """


@declared("P767", Severity.WARNING)
def no_shares() -> None:
    """Chỉ tiêu giao cụ thể chưa được phân bổ.

    Vì sao: Chưa có số giao cho từng đơn vị nên chỉ xét được tổng.

    Cách sửa: Ghi số giao của từng đơn vị vào sheet Phân bổ.
    """


@declared("P768", Severity.WARNING)
def share_of_unit_out_of_dates() -> None:
    """Phân bổ cho đơn vị không hoạt động suốt thời gian của chỉ tiêu.

    Vì sao: Từ ngày đơn vị thôi hoạt động, phần này do đơn vị thay thực hiện; không có đúng một đơn
    vị thay thì không xét được ở đâu, nên tổng được giao khó đạt.

    Cách sửa: Phân bổ lại cho đơn vị tiếp nhận, ghi phiên bản điều chỉnh nếu đã giao, hoặc sửa ngày
    của đơn vị.
    """


@declared("P769", Severity.WARNING)
def share_of_unknown_version() -> None:
    """Phân bổ theo một phiên bản mà chỉ tiêu không có.

    Vì sao: Phiên bản mới nhất được tính; phiên bản gõ nhầm có thể thay số đúng của đơn vị.

    Cách sửa: Ghi phiên bản như ở sheet Chỉ tiêu; nếu tổng số giao cũng được điều chỉnh thì thêm
    dòng của phiên bản đó vào sheet Chỉ tiêu. Chỉ điều chỉnh giữa các đơn vị thì mọi dòng điều chỉnh
    ghi cùng một phiên bản.
    """
