"""The tables of a summary: are they there; is every unit listed, in its row, with its return?"""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("S225", Severity.WARNING)
def units_not_listed() -> None:
    """Sổ tổng hợp không có dòng của đơn vị bên dưới.

    Vì sao: Theo kế hoạch, đơn vị thuộc nhánh của nơi gửi, nhưng sheet Đơn vị của sổ không có dòng
    của đơn vị: dòng bị xóa, hoặc sổ được tổng hợp khi không có tệp kế hoạch. Không biết đơn vị đã
    nộp hay còn thiếu.

    Cách sửa: Đề nghị nơi gửi tổng hợp lại với tệp kế hoạch, gửi sổ mới và không xóa dòng.
    """


@declared("S226", Severity.ERROR)
def rows_displaced() -> None:
    """Sheet Đơn vị của sổ tổng hợp bị xáo dòng.

    Vì sao: Tên ghi ở dòng là của đơn vị khác với mã ẩn của dòng, thường do bỏ khóa sheet rồi sắp
    xếp một phần các cột. Không biết số ở dòng là của đơn vị nào.

    Cách sửa: Đề nghị nơi gửi tổng hợp lại và gửi sổ mới. Muốn sắp xếp thì làm trên một bản chép
    riêng.
    """


@declared("S227", Severity.WARNING)
def units_of_elsewhere() -> None:
    """Sổ tổng hợp có dòng của đơn vị ngoài nhánh.

    Vì sao: Theo kế hoạch ở đây, đơn vị không có hoặc thuộc nơi khác, nhưng sổ có dòng của đơn vị
    nên có thể đã cộng số của đơn vị. Nơi khác cũng cộng thì số bị tính hai lần.

    Cách sửa: Đối khớp kế hoạch với nơi gửi: bổ sung đơn vị vào kế hoạch, hoặc đề nghị nơi gửi tổng
    hợp lại theo kế hoạch mới.
    """


@declared("S228", Severity.WARNING)
def table_lost() -> None:
    """Sổ tổng hợp bị mất sheet.

    Vì sao: Các sheet Đơn vị và Nguồn số liệu cho biết số ở biểu từ đâu ra; mất một sheet thì không
    đối chiếu được và không truy được nguồn.

    Cách sửa: Đề nghị nơi gửi gửi nguyên sổ đã tổng hợp, không xóa sheet.
    """


@declared("S229", Severity.WARNING)
def left_out_by_superior() -> None:
    """Báo cáo của cấp trên chưa có số của tệp này.

    Vì sao: Đơn vị cấp trên đã gửi báo cáo chung cho cả nhánh, nhưng theo chính báo cáo đó thì nó
    được lập khi chưa có đủ số mà tệp này có. Tệp không được cộng thêm, nên số của nó không nằm
    trong tổng.

    Cách sửa: Chuyển tệp cho đơn vị cấp trên, đề nghị tổng hợp lại và gửi báo cáo chung mới, ghi lần
    gửi kế tiếp.
    """
