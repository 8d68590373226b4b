"""The tolerances of the reader: each leaves a record of what stood there and what it became."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("T101", Severity.INFO)
def dash_is_zero() -> None:
    """Dấu gạch hoặc chữ “không” được hiểu là 0.

    Vì sao: Người nhập ghi rõ là không có; ô trống thì khác.

    Cách sửa: Lần sau gõ số 0.
    """


@declared("T102", Severity.INFO)
def text_number() -> None:
    """Số gõ dạng chữ được đọc là số.

    Vì sao: Chữ số rõ ràng, chỉ một cách hiểu.

    Cách sửa: Lần sau gõ số, không có dấu nháy hoặc khoảng trắng.
    """


@declared("T103", Severity.INFO)
def label_edited() -> None:
    """Nhãn dòng đã bị sửa.

    Vì sao: Mã ẩn của dòng vẫn đúng và nhãn mới không phải của chỉ tiêu khác.

    Cách sửa: Không sửa nhãn trong biểu mẫu.
    """


@declared("T104", Severity.INFO)
def moved() -> None:
    """Dòng hoặc cột đã bị chuyển chỗ.

    Vì sao: Số được tìm theo mã ẩn nên vẫn đúng chỉ tiêu.

    Cách sửa: Không chèn, xóa, sắp xếp lại dòng trong biểu mẫu.
    """


@declared("T105", Severity.INFO)
def carrier_lost() -> None:
    """Mất một dấu nhận dạng của tệp.

    Vì sao: Các dấu còn lại thống nhất với nhau.

    Cách sửa: Không cần làm gì.
    """


@declared("T106", Severity.INFO)
def sheet_renamed() -> None:
    """Sheet đã bị đổi tên.

    Vì sao: Sheet được nhận ra bằng mã ẩn bên trong.

    Cách sửa: Không đổi tên sheet trong biểu mẫu.
    """


@declared("T107", Severity.INFO)
def nothing_ticked() -> None:
    """Đánh dấu không phát sinh: ô trống được tính là 0.

    Vì sao: Đơn vị đã chọn “có” ở dòng Không phát sinh trên sheet Bìa.

    Cách sửa: Không cần làm gì.
    """


@declared("T108", Severity.INFO)
def unit_word() -> None:
    """Bỏ chữ chỉ đơn vị sau số.

    Vì sao: “12 đ/c” chỉ có một cách hiểu là 12.

    Cách sửa: Lần sau chỉ gõ số.
    """


@declared("T109", Severity.INFO)
def full_width() -> None:
    """Chữ số toàn chiều được đọc là số.

    Vì sao: Chữ số kiểu Đông Á có giá trị như chữ số thường.

    Cách sửa: Tắt bộ gõ toàn chiều khi nhập số.
    """


@declared("T110", Severity.INFO)
def typed_formula() -> None:
    """Công thức ở ô nhập: dùng giá trị lưu kèm.

    Vì sao: Excel đã tính sẵn giá trị của công thức.

    Cách sửa: Lần sau gõ số trực tiếp.
    """


@declared("T111", Severity.INFO)
def only_spaces() -> None:
    """Ô chỉ có khoảng trắng được coi là trống.

    Vì sao: Khoảng trắng không phải là số 0.

    Cách sửa: Xóa hẳn nội dung ô.
    """


@declared("T112", Severity.INFO)
def old_encoding() -> None:
    """Chữ ở bảng mã cũ đã được nhận ra.

    Vì sao: Tệp dùng phông TCVN3 hoặc VNI.

    Cách sửa: Dùng phông Unicode.
    """


@declared("T113", Severity.INFO)
def sheet_copied() -> None:
    """Có bản sao của một sheet, số liệu giống hệt.

    Vì sao: Bản sao mang cùng số liệu nên không ảnh hưởng; sheet gốc được đọc.

    Cách sửa: Không nhân bản sheet trong biểu mẫu.
    """


@declared("T114", Severity.INFO)
def cover_lost() -> None:
    """Mất sheet Bìa.

    Vì sao: Đơn vị và kỳ vẫn rõ từ dấu nhận dạng; lần gửi và đánh dấu không phát sinh thì mất.

    Cách sửa: Không xóa sheet Bìa.
    """


@declared("T115", Severity.INFO)
def default_password() -> None:
    """Tệp mã hóa bằng mật khẩu mặc định của Excel.

    Vì sao: Excel tự mã hóa như vậy khi đặt bảo vệ mà không đặt mật khẩu mở, và tự mở mà không hỏi.

    Cách sửa: Không cần làm gì; muốn có bản không mã hóa thì bỏ bảo vệ rồi lưu lại.
    """
