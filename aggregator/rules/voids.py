"""Files that were declared void, and the list of them (`ketnap void`)."""

from aggregator.model import Severity
from aggregator.rules import declared


@declared("S221", Severity.INFO)
def void() -> None:
    """Tệp đã bị hủy.

    Vì sao: Tệp này đã được ghi là không còn giá trị bằng lệnh ketnap void, kèm lý do; tệp vẫn còn
    nguyên và lần gửi trước đó của đơn vị, nếu có, lại được tính.

    Cách sửa: Không cần làm gì; nếu hủy nhầm thì chạy ketnap void TỆP --undo.
    """


@declared("S222", Severity.WARNING)
def voids_unreadable() -> None:
    """Không đọc được sổ các tệp đã hủy.

    Vì sao: Sổ .ketnap/vo-hieu.sqlite đang bị khóa hoặc đã hỏng, nên tệp đã hủy có thể đang được
    tính vào tổng.

    Cách sửa: Chờ chương trình khác chạy xong rồi tổng hợp lại; nếu sổ hỏng thì khôi phục từ bản
    lưu, hoặc xóa sổ rồi hủy lại từng tệp bằng ketnap void.
    """
