"""What to type, and what for: the examples on the help page of each command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Example(NamedTuple):
    """A line to type, and what an officer wants when typing it."""

    purpose: str
    line: str


_SUMMARY = "nhan-ve/2024-Q1/tong-hop/tong-hop_UB_2024-Q1.xlsx"

EXAMPLES: Mapping[str, Sequence[Example]] = {
    "": (
        Example("Lập kế hoạch:", "ketnap new nam-2024"),
        Example("Kiểm tra kế hoạch đã điền:", "ketnap plan check nam-2024/ke-hoach.xlsx"),
        Example(
            "Phát biểu mẫu quý I:", "ketnap distribute nam-2024/ke-hoach.xlsx --period 2024-Q1"
        ),
        Example("Tổng hợp các tệp gửi về:", "ketnap aggregate nam-2024/nhan-ve/2024-Q1"),
        Example("Lập báo cáo Word:", f"ketnap report nam-2024/{_SUMMARY}"),
    ),
    "new": (
        Example("Kế hoạch trống, có hướng dẫn:", "ketnap new nam-2024"),
        Example("Kế hoạch mẫu đã điền, để xem:", "ketnap new lam-thu --sample ninh-thuan-2023"),
    ),
    "plan": (Example("Kiểm tra kế hoạch:", "ketnap plan check ke-hoach.xlsx"),),
    "plan check": (Example("Kiểm tra kế hoạch:", "ketnap plan check ke-hoach.xlsx"),),
    "distribute": (
        Example("Phát biểu mẫu quý I:", "ketnap distribute ke-hoach.xlsx --period 2024-Q1"),
        Example(
            "Soạn luôn thư cho từng đơn vị trực thuộc:",
            "ketnap distribute ke-hoach.xlsx --period 2024-Q1 --eml",
        ),
        Example(
            "Đảng bộ cấp dưới phát tiếp từ phần kế hoạch của mình:",
            "ketnap distribute ke-hoach_UB-02.xlsx --period 2024-Q1",
        ),
    ),
    "collect": (
        Example(
            "Lấy báo cáo từ hộp thư của cơ quan:",
            "ketnap collect --imap imaps://ten@may-chu/INBOX --into nhan-ve/2024-Q1",
        ),
    ),
    "remind": (Example("Soạn thư nhắc nơi chưa nộp:", "ketnap remind nhan-ve/2024-Q1"),),
    "check": (Example("Kiểm tra hai tệp vừa nhận:", "ketnap check UB-01.xlsx UB-02.xlsx"),),
    "aggregate": (
        Example("Tổng hợp quý I:", "ketnap aggregate nhan-ve/2024-Q1"),
        Example("Sáu tháng, từ các quý đã nhận:", "ketnap aggregate nhan-ve --period 2024-H1"),
        Example(
            "Tổng hợp cho một đảng bộ trực thuộc:",
            "ketnap aggregate nhan-ve/2024-Q1 --unit UB-01 --out tong-hop-UB-01",
        ),
    ),
    "void": (
        Example(
            "Hủy một tệp gửi nhầm:",
            'ketnap void nhan-ve/2024-Q1/UB-01.xlsx --reason "gửi nhầm kỳ"',
        ),
        Example("Thôi hủy:", "ketnap void nhan-ve/2024-Q1/UB-01.xlsx --undo"),
    ),
    "receipts": (Example("Xem tệp nào đến lúc nào:", "ketnap receipts nhan-ve/2024-Q1"),),
    "report": (
        Example("Báo cáo quý I:", f"ketnap report {_SUMMARY}"),
        Example("Bản lưu hành rộng, che số nhỏ:", f"ketnap report {_SUMMARY} --public"),
    ),
    "trace": (Example("Số kết nạp trong kỳ từ đâu ra:", f"ketnap trace {_SUMMARY} B2.I"),),
    "reconcile": (Example("So lại với các tệp nguồn:", f"ketnap reconcile {_SUMMARY}"),),
    "export": (
        Example("Mọi kỳ đã nhận, ra một bảng:", "ketnap export nhan-ve"),
        Example("Một tệp tổng hợp, cho pandas:", f"ketnap export {_SUMMARY} --out quy-1.parquet"),
    ),
    "send": (
        Example("Soạn thư nháp gửi cấp trên:", f"ketnap send {_SUMMARY}"),
        Example(
            "Gửi mọi thư nháp trong một thư mục, mỗi thư một lần:",
            "ketnap send gui-di/2024-Q1 --smtp smtps://ten@may-chu --from tochuc@vi-du.vn",
        ),
    ),
    "form": (Example("Xem mọi dòng của biểu mẫu:", "ketnap form"),),
    "rules": (
        Example("Mọi phép kiểm tra:", "ketnap rules"),
        Example("Một mã gặp trong tệp kiem-tra:", "ketnap rules V304"),
    ),
    "terms": (
        Example("Mọi thuật ngữ:", "ketnap terms"),
        Example("Một từ:", 'ketnap terms "lũy kế"'),
    ),
    "addin": (Example("Cài các nút vào Excel:", "ketnap addin install"),),
    "addin build": (Example("Dựng vào thư mục dist:", "ketnap addin build"),),
    "addin bundle": (
        Example(
            "Bộ cài đầy đủ cho máy không có mạng:",
            "ketnap addin bundle --python python-3.12.9-embed-amd64.zip",
        ),
    ),
    "addin doctor": (Example("Không thấy thẻ “Đảng viên”:", "ketnap addin doctor"),),
    "addin install": (Example("Cài cho người dùng này:", "ketnap addin install"),),
    "addin remove": (Example("Gỡ:", "ketnap addin remove"),),
}
"""By the words of the command after `ketnap`."""
