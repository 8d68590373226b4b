"""The TCCSĐ and chi bộ of `ninh-thuan-2023`, all invented but for the kinds the plan names."""

from __future__ import annotations

from aggregator.samples.organisations import Base, Cell, locality, named, numbered, whole

_WARDS = {
    "Hải Bình": 7,
    "Tân Hòa": 6,
    "Phú Lộc": 5,
    "Minh Châu": 6,
    "An Thịnh": 7,
    "Thuận Đức": 5,
    "Long Khánh": 4,
    "Vĩnh Sơn": 6,
    "Hòa Phú": 5,
}
"""Invented wards and how many khu phố each has."""

_COOPERATIVE = Cell(
    "Đảng bộ bộ phận Hợp tác xã Nông nghiệp Phước Lâm",
    "htx",
    named("Đội Trồng nho; Đội Chăn nuôi; Tổ Dịch vụ", "htx"),
)
_COMMUNE = locality("xã Phước Lâm", "xa", numbered("Thôn", 5, "thon"))

_CITY = (
    whole(
        "Cơ quan Đảng, đoàn thể thành phố",
        "co_quan_dang",
        "Văn phòng Thành ủy; Ban Tổ chức Thành ủy; Ban Tuyên giáo Thành ủy; Thành đoàn; "
        "Liên đoàn Lao động thành phố",
    ),
    whole(
        "Cơ quan Chính quyền thành phố",
        "co_quan_nha_nuoc",
        "Văn phòng HĐND và UBND; Phòng Nội vụ; Phòng Tài chính - Kế hoạch; Phòng Kinh tế; "
        "Phòng Quản lý đô thị; Phòng Giáo dục và Đào tạo; Thanh tra thành phố",
    ),
    Base("Đảng bộ Công an thành phố", "cong_an", numbered("Đội Nghiệp vụ", 6, "cong_an")),
    whole("Quân sự thành phố", "quan_doi", "Ban Tham mưu; Ban Chính trị; Ban Hậu cần - Kỹ thuật"),
    whole(
        "Trung tâm Y tế thành phố",
        "y_te",
        "Tổ chức - Hành chính; Kiểm soát bệnh tật; Khám bệnh; Dân số; Dược - Vật tư",
    ),
    whole(
        "các Trường THPT",
        "truong_hoc",
        "Trường THPT Hải Bình; Trường THPT Minh Châu; Trường THPT An Thịnh; Trường THPT Long Khánh",
    ),
    whole(
        "các doanh nghiệp ngoài Nhà nước",
        "kttn",
        "TNHH Muối Tân Hòa; CP Du lịch Hải Bình; TNHH May An Thịnh; CP Nông sản Phước Lâm",
        "Công ty ",
    ),
    whole(
        "Công ty CP Cấp nước thành phố",
        "dn_nha_nuoc",
        "Văn phòng; Nhà máy nước; Quản lý mạng lưới",
    ),
)

_CELLS_OF_THE_CITY = (
    *named(
        "Tòa án nhân dân thành phố; Viện Kiểm sát nhân dân thành phố; Chi cục Thuế; "
        "Bảo hiểm xã hội thành phố",
        "co_quan_nha_nuoc",
    ),
    *named("Trường Trung cấp Việt Hải", "truong_hoc"),
    *named("Hợp tác xã Thủy sản Vĩnh Sơn", "htx"),
)

BASES: tuple[Base, ...] = (
    *(
        locality(f"phường {name}", "phuong", numbered("Khu phố", count, "khu_pho"))
        for name, count in _WARDS.items()
    ),
    _COMMUNE._replace(cells=(*_COMMUNE.cells, _COOPERATIVE)),
    *_CITY,
    *(Base(cell.name, cell.kind) for cell in _CELLS_OF_THE_CITY),
)
"""18 đảng bộ cơ sở, one of them with a đảng bộ bộ phận, then 6 chi bộ cơ sở."""
