"""The pictures of the guides: pages of files that the walk wrote, found by what stands on them."""

from __future__ import annotations

from tests.guides.walk import GUIDES
from tests.rendering import Picture

PICTURES = GUIDES / "hinh"

_OUT = "lam-thu/nhan-ve/2023-Q1/tong-hop"
_BLANK = "lam-thu/gui-di/2023-Q1/NT-08/NT-08.09_2023-Q1.xlsx"
_BACK = f"{_OUT}/tra-lai/NT-04/NT-04.xlsx"
_CONTROL = f"{_OUT}/kiem-tra_NT_2023-Q1.xlsx"
_SUMMARY = f"{_OUT}/tong-hop_NT_2023-Q1.xlsx"


WANTED = (
    Picture("ke-hoach", "lam-thu/ke-hoach.xlsx", "KẾ HOẠCH PHÁT TRIỂN ĐẢNG VIÊN", 0.62),
    Picture("bia", _BLANK, "Không phát sinh trong kỳ", 0.45),
    Picture("bieu-2", _BLANK, "THỐNG KÊ ĐẢNG VIÊN MỚI", 0.5),
    Picture("tra-lai", _BACK, "THỐNG KÊ ĐẢNG VIÊN MỚI", 0.4),
    Picture("loi-can-sua", _BACK, "LỖI CẦN SỬA", 0.34),
    Picture("tong-quan", _SUMMARY, "TỔNG QUAN KẾT QUẢ"),
    Picture("tinh-hinh-nop", _CONTROL, "TÌNH HÌNH NỘP BÁO CÁO", 0.92, 100),
    Picture("kiem-tra", _CONTROL, "LỖI CẦN SỬA", 0.3, 130),
    Picture("giai-thich", _CONTROL, "GIẢI THÍCH CÁC MÃ", 0.42, 120),
    Picture("bao-cao", f"{_OUT}/bao-cao_NT_2023-Q1.docx", "BÁO CÁO", 1, 60),
)
