"""What can be wrong with allocations and exemptions in a plan."""

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


@declared("P764", Severity.ERROR)
def shares_do_not_add_up() -> None:
    """Phân bổ cộng lại không bằng chỉ tiêu giao.

    Vì sao: Tổng phân bổ cho các đơn vị phải đúng bằng số được giao, ở từng cấp.

    Cách sửa: Sửa số giao của các đơn vị hoặc tổng của chỉ tiêu cho khớp.
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
    """Phân bổ cho đơn vị không hoạt động trong thời gian của chỉ tiêu.

    Vì sao: Phần này không đơn vị nào thực hiện, nên tổng được giao khó đạt.

    Cách sửa: Phân bổ lại cho đơn vị hiện nay, hoặc sửa ngày của đơn vị.
    """


@declared("P770", Severity.ERROR)
def exemption_of_unknown_quota() -> None:
    """Miễn một chỉ tiêu không có.

    Vì sao: Không biết miễn chỉ tiêu nào.

    Cách sửa: Sửa mã chỉ tiêu; để trống nếu miễn mọi chỉ tiêu.
    """


@declared("P771", Severity.ERROR)
def exemption_of_unknown_unit() -> None:
    """Miễn cho đơn vị không có.

    Vì sao: Không biết miễn cho đơn vị nào.

    Cách sửa: Sửa mã đơn vị.
    """


@declared("P772", Severity.WARNING)
def exemption_without_document() -> None:
    """Miễn chỉ tiêu chưa ghi văn bản.

    Vì sao: Việc miễn do cấp ủy cấp trên quyết định bằng văn bản, không tự nhận.

    Cách sửa: Ghi số, ký hiệu và ngày của văn bản cho miễn.
    """


@declared("P773", Severity.WARNING)
def exemption_twice() -> None:
    """Miễn bị ghi hai lần.

    Vì sao: Hai dòng cùng chỉ tiêu và đơn vị.

    Cách sửa: Xóa dòng thừa.
    """


@declared("P774", Severity.WARNING)
def exemption_contradicted() -> None:
    """Miễn vì 100% cán bộ là đảng viên, nhưng số cán bộ nhiều hơn số đảng viên.

    Vì sao: Số cán bộ, công chức, viên chức nhiều hơn số đảng viên thì còn người chưa là đảng viên.

    Cách sửa: Kiểm tra lại số cán bộ và số đảng viên ở sheet Đơn vị, hoặc bỏ dòng miễn.
    """
