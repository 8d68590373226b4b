"""The buttons: one catalogue that the ribbon, the launcher, the menus and the pages follow."""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """One button: its name for programs, what an officer sees, and the command that does the same.

    `name` is what the launcher passes to Python, `macro` the VBA procedure of the ribbon, `image`
    an icon that Office itself carries, `key` the letters that choose the button after Alt. One
    that works `alone` needs no workbook, and not even Excel.
    """

    name: str
    macro: str
    label: str
    tip: str
    key: str
    image: str
    twin: str
    alone: bool = False

    @property
    def module(self) -> str:
        """The module of `xl_addin.buttons` that does the work."""
        return self.name.replace("-", "_")


_CATALOGUE = (
    Action(
        "kiem-tra",
        "KiemTra",
        "Kiểm tra",
        "Kiểm tra biểu đang mở như khi cấp trên nhận. Lỗi được liệt kê ở một sheet riêng, bấm vào "
        "là tới ô; số liệu đã nhập giữ nguyên.",
        "K",
        "ErrorChecking",
        "ketnap check",
    ),
    Action(
        "tong-hop",
        "TongHop",
        "Tổng hợp",
        "Chọn thư mục chứa các biểu gửi về; kiểm tra, cộng dồn theo từng cấp rồi mở tệp tổng hợp.",
        "T",
        "Consolidate",
        "aggregate",
    ),
    Action(
        "doi-khop",
        "DoiKhop",
        "Đối khớp số lượng",
        "So từng con số của tệp tổng hợp đang mở với các tệp đã cộng thành nó, chỉ ra chỗ lệch.",
        "D",
        "CompareAndMergeWorkbooks",
        "ketnap reconcile",
    ),
    Action(
        "nguon",
        "Nguon",
        "Nguồn của ô này",
        "Con số trong ô đang chọn từ đâu ra: tệp, sheet, ô, giá trị, xuống từng cấp.",
        "N",
        "TracePrecedents",
        "ketnap trace",
    ),
    Action(
        "phat-bieu",
        "PhatBieu",
        "Phát biểu mẫu",
        "Từ tệp kế hoạch đang mở, tạo biểu mẫu của kỳ cho mọi đơn vị, mỗi đơn vị trực thuộc một "
        "thư mục.",
        "P",
        "Copy",
        "ketnap distribute",
    ),
    Action(
        "lap-bao-cao",
        "LapBaoCao",
        "Lập báo cáo",
        "Từ tệp tổng hợp đang mở, lập báo cáo Word của kỳ rồi mở ra để xem lại và ký.",
        "L",
        "PivotTableReport",
        "ketnap report",
    ),
    Action(
        "gui-len",
        "GuiLen",
        "Gửi lên cấp trên",
        "Kiểm tra trước, rồi soạn sẵn thư gửi cấp trên có đính kèm tệp tổng hợp. Không tự gửi: "
        "đồng chí xem lại thư rồi bấm gửi.",
        "G",
        "FileSendAsAttachment",
        "ketnap send",
    ),
    Action(
        "tro-giup",
        "TroGiup",
        "Trợ giúp",
        "Mỗi nút làm gì, và làm thế nào khi máy chặn macro.",
        "H",
        "Help",
        "ketnap --help",
        alone=True,
    ),
)
ACTIONS = {action.name: action for action in _CATALOGUE}
TAB_LABEL = "Đảng viên"
TAB_KEY = "KN"
GROUPS = (
    ("Số liệu", ("kiem-tra", "tong-hop", "doi-khop", "nguon")),
    ("Gửi và báo cáo", ("phat-bieu", "lap-bao-cao", "gui-len")),
    ("Trợ giúp", ("tro-giup",)),
)
