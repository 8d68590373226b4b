"""What can be wrong with exemptions in a plan."""

from aggregator.model import Severity
from aggregator.rules import declared


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


@declared("P775", Severity.WARNING)
def exemption_without_effect() -> None:
    """Miễn một chỉ tiêu không áp dụng cho đơn vị.

    Vì sao: Đơn vị không thuộc nơi nhận hoặc phạm vi của chỉ tiêu, hoặc chỉ tiêu chỉ xét tổng của
    cấp trên, nên dòng miễn này không làm thay đổi kết quả nào.

    Cách sửa: Kiểm tra lại mã đơn vị, mã chỉ tiêu và phạm vi của chỉ tiêu, hoặc xóa dòng miễn.
    """


@declared("P776", Severity.WARNING)
def exemption_after_plan() -> None:
    """Văn bản cho miễn có ngày sau thời gian của kế hoạch.

    Vì sao: Văn bản ban hành sau khi kế hoạch kết thúc thì chưa thể cho miễn chỉ tiêu của kế hoạch;
    thường là gõ nhầm năm.

    Cách sửa: Kiểm tra lại ngày của văn bản.
    """


@declared("P777", Severity.WARNING)
def exemption_of_ended_unit() -> None:
    """Miễn cho đơn vị không còn hoạt động.

    Vì sao: Đơn vị không còn phải thực hiện chỉ tiêu, nên không có gì để miễn; đơn vị thay không
    được miễn theo.

    Cách sửa: Ghi mã đơn vị hiện nay, hoặc xóa dòng miễn.
    """


@declared("P778", Severity.INFO)
def exemption_of_superior() -> None:
    """Miễn ghi ở đơn vị cấp trên của các đơn vị được xét.

    Vì sao: Chỉ tiêu xét từng đơn vị bên dưới; đơn vị cấp trên được miễn thì các đơn vị đó được miễn
    theo.

    Cách sửa: Không phải sửa nếu văn bản miễn cho cả đảng bộ; nếu không thì ghi từng đơn vị được
    miễn.
    """
