"""Whose return a workbook is, and whether the form in it still stands (reader and intake)."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("S201", Severity.ERROR)
def another_plan() -> None:
    """Tệp thuộc kế hoạch khác.

    Vì sao: Mã kế hoạch trong tệp không phải mã của kế hoạch đang tổng hợp.

    Cách sửa: Gửi đúng biểu mẫu của kế hoạch này, hoặc chuyển tệp về đúng thư mục.
    """


@declared("S202", Severity.ERROR)
def unknown_unit() -> None:
    """Đơn vị không có trong kế hoạch.

    Vì sao: Mã đơn vị trong tệp không có ở sheet Đơn vị của kế hoạch.

    Cách sửa: Kiểm tra mã; nếu đơn vị mới thành lập thì thêm vào kế hoạch rồi chạy lại.
    """


@declared("S203", Severity.ERROR)
def carriers_conflict() -> None:
    """Dấu nhận dạng trong tệp mâu thuẫn.

    Vì sao: Tệp mang nhiều dấu nhận dạng khác nhau và không dấu nào chiếm đa số, có thể do
    ghép sheet từ hai tệp.

    Cách sửa: Nhập lại số liệu vào tệp biểu mẫu đã phát cho đơn vị.
    """


@declared("S204", Severity.ERROR)
def unknown_form() -> None:
    """Không biết biểu mẫu hoặc phiên bản.

    Vì sao: Tệp làm theo biểu mẫu mà bản cài này không có.

    Cách sửa: Cập nhật chương trình, hoặc phát lại biểu mẫu hiện hành cho đơn vị.
    """


@declared("S205", Severity.WARNING)
def older_form() -> None:
    """Biểu mẫu phiên bản cũ.

    Vì sao: Tệp làm theo phiên bản trước của biểu mẫu; số liệu được đọc theo phiên bản đó.

    Cách sửa: Phát biểu mẫu hiện hành cho đơn vị từ kỳ sau.
    """


@declared("S206", Severity.INFO)
def another_period() -> None:
    """Tệp của kỳ khác.

    Vì sao: Kỳ báo cáo trong tệp không phải kỳ đang tổng hợp.

    Cách sửa: Nếu đơn vị gửi nhầm kỳ, đề nghị gửi tệp của kỳ này.
    """


@declared("S207", Severity.ERROR)
def sheet_missing() -> None:
    """Thiếu một sheet của biểu mẫu.

    Vì sao: Không tìm thấy dòng nào của biểu này trong tệp.

    Cách sửa: Lấy lại tệp biểu mẫu đã phát, chép số liệu sang và gửi lại; không xóa sheet.
    """


@declared("S208", Severity.ERROR)
def anchor_missing() -> None:
    """Mất hoặc trùng mã dòng, mã cột.

    Vì sao: Mỗi dòng và cột được nhận ra bằng mã ẩn ở cột A và dòng 1; mất hoặc trùng mã thì
    không biết số nào của chỉ tiêu nào.

    Cách sửa: Lấy lại tệp biểu mẫu đã phát, chép số liệu sang; không xóa, chép đè dòng hoặc
    cột.
    """


@declared("S209", Severity.ERROR)
def label_of_another() -> None:
    """Nhãn dòng là của chỉ tiêu khác.

    Vì sao: Mã ẩn và nhãn nhìn thấy nói hai chỉ tiêu khác nhau; người nhập đã nhìn theo
    nhãn.

    Cách sửa: Lấy lại tệp biểu mẫu đã phát và nhập lại dòng này; không chuyển chỗ các dòng.
    """


@declared("S210", Severity.ERROR)
def outside_the_unit() -> None:
    """Đơn vị không trực thuộc đơn vị đang tổng hợp.

    Vì sao: Tệp của một đơn vị ở nhánh khác của kế hoạch.

    Cách sửa: Chuyển tệp về đúng thư mục, hoặc tổng hợp ở cấp cao hơn với --unit.
    """


@declared("S211", Severity.INFO)
def not_a_return() -> None:
    """Không phải báo cáo gửi về.

    Vì sao: Tệp là kế hoạch hoặc sổ kiểm tra của chương trình, không phải biểu số liệu.

    Cách sửa: Không cần làm gì.
    """


@declared("S217", Severity.ERROR)
def out_of_dates() -> None:
    """Đơn vị không hoạt động trong kỳ.

    Vì sao: Theo kế hoạch, đơn vị chưa thành lập hoặc đã kết thúc trước kỳ này.

    Cách sửa: Kiểm tra ngày hiệu lực của đơn vị trong kế hoạch.
    """


@declared("S218", Severity.ERROR)
def two_of_one_sheet() -> None:
    """Hai sheet của cùng một biểu, số liệu khác nhau.

    Vì sao: Không biết người nhập đã điền vào sheet gốc hay bản sao.

    Cách sửa: Xóa sheet thừa, giữ một sheet với số liệu đúng.
    """


@declared("S219", Severity.ERROR)
def merged_inputs() -> None:
    """Ô nhập bị gộp với ô khác.

    Vì sao: Khi gộp ô, Excel chỉ giữ nội dung ô đầu; số ở các ô còn lại đã mất mà không biết
    là bao nhiêu.

    Cách sửa: Bỏ gộp ô, nhập lại số vào từng ô rồi gửi lại.
    """


@declared("S220", Severity.ERROR)
def summary_contradicts_itself() -> None:
    """Sổ tổng hợp có số bị sửa tay, không khớp các bảng của chính nó.

    Vì sao: Số ở biểu phải đúng bằng số cộng từ các tệp mà sổ đã ghi ở sheet Nguồn số liệu và Đơn
    vị; khác nhau thì không biết số nào đúng và không truy được nguồn.

    Cách sửa: Sửa ở tệp của đơn vị bên dưới, tổng hợp lại rồi gửi sổ mới. Không có tệp bên dưới thì
    nhập vào biểu mẫu được phát và gửi biểu mẫu đó.
    """


@declared("S223", Severity.ERROR)
def cover_retyped() -> None:
    """Bìa ghi đơn vị, kỳ hoặc kế hoạch khác với tệp được phát.

    Vì sao: Có người lấy tệp của đơn vị khác hoặc của kỳ khác rồi sửa chữ trên Bìa. Tệp mang theo
    số kỳ trước và dấu nhận dạng của nơi được phát, nên không thể biết số liệu là của ai, của kỳ
    nào.

    Cách sửa: Nhập số liệu vào tệp được phát cho đúng đơn vị, đúng kỳ. Nếu chỉ sửa nhầm chữ trên
    Bìa thì ghi lại như cũ rồi gửi lại.
    """
