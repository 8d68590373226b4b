"""What can be wrong with allocations, exemptions, deadlines and history in a plan."""

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


@declared("P780", Severity.ERROR)
def bad_period() -> None:
    """Kỳ báo cáo không đúng dạng.

    Vì sao: Không biết thời hạn này của kỳ nào nên không xét được báo cáo muộn.

    Cách sửa: Viết 2024-Q1 (quý), 2024-03 (tháng), 2024-H1 (6 tháng), 2024-9M (9 tháng) hoặc
    2024 (năm).
    """


@declared("P781", Severity.WARNING)
def deadlines_out_of_order() -> None:
    """Cấp dưới được hẹn gửi sau cấp trên.

    Vì sao: Cấp trên phải tổng hợp số của cấp dưới trước khi gửi tiếp.

    Cách sửa: Kiểm tra lại hai ngày.
    """


@declared("P782", Severity.WARNING)
def due_before_period() -> None:
    """Hạn gửi trước khi kỳ báo cáo bắt đầu.

    Vì sao: Khi đó chưa có số liệu của kỳ.

    Cách sửa: Kiểm tra lại ngày và kỳ báo cáo.
    """


@declared("P783", Severity.WARNING)
def deadline_twice() -> None:
    """Thời hạn bị ghi hai lần.

    Vì sao: Hai dòng cùng mã, kỳ và cấp gửi.

    Cách sửa: Xóa dòng thừa.
    """


@declared("P790", Severity.ERROR)
def history_of_unknown_unit() -> None:
    """Số liệu năm trước của đơn vị không có.

    Vì sao: Không nối được số này với đơn vị nào.

    Cách sửa: Sửa mã đơn vị.
    """


@declared("P791", Severity.ERROR)
def history_of_unknown_measure() -> None:
    """Số liệu năm trước của chỉ số không có.

    Vì sao: Không nối được số này với dòng nào của biểu mẫu.

    Cách sửa: Chọn lại mã dòng, ví dụ B2.I.
    """


@declared("P792", Severity.WARNING)
def printed_percentage_differs() -> None:
    """Tỷ lệ in trong văn bản khác tỷ lệ tính lại.

    Vì sao: Văn bản có thể đã dùng mẫu số khác, cắt bớt hoặc làm tròn; phần mềm luôn tính
    lại từ số đếm.

    Cách sửa: Đối chiếu văn bản gốc; giữ nguyên nếu văn bản in như vậy.
    """


@declared("P793", Severity.WARNING)
def printed_not_percentage() -> None:
    """Không phải tỷ lệ phần trăm.

    Vì sao: Không đọc được thì không đối chiếu được.

    Cách sửa: Chép lại tỷ lệ như văn bản in, ví dụ 77,51.
    """


@declared("P794", Severity.WARNING)
def history_twice() -> None:
    """Số liệu năm trước bị ghi hai lần.

    Vì sao: Hai dòng cùng năm, đơn vị và chỉ số.

    Cách sửa: Xóa dòng thừa.
    """


@declared("P796", Severity.ERROR)
def plan_years_reversed() -> None:
    """Năm đầu của kế hoạch sau năm cuối.

    Vì sao: Kế hoạch không có hiệu lực năm nào.

    Cách sửa: Sửa lại hai năm.
    """
