"""The TCCSĐ and chi bộ of `uong-bi-2024`: as many as the resolution states, names invented."""

from __future__ import annotations

from aggregator.samples.organisations import Base, locality, named, numbered, whole

_WARDS = {
    "Tân Sơn": 11,
    "Hồng Thái": 12,
    "Đông Khê": 10,
    "Bình Minh": 11,
    "Yên Lập": 9,
    "Quyết Thắng": 12,
    "Hòa Lạc": 10,
    "Phú Thanh": 11,
    "Đồng Tiến": 12,
}
"""Invented wards and how many khu phố each has."""

_CITY = (
    whole(
        "Khối Đảng, đoàn thể thành phố",
        "co_quan_dang",
        "Văn phòng Thành ủy; Ban Tổ chức Thành ủy; Ban Tuyên giáo Thành ủy; "
        "Ban Dân vận Thành ủy; Cơ quan Ủy ban Kiểm tra Thành ủy; "
        "Cơ quan Mặt trận Tổ quốc thành phố; Thành đoàn; Liên đoàn Lao động thành phố",
    ),
    whole(
        "Khối Chính quyền thành phố",
        "co_quan_nha_nuoc",
        "Văn phòng HĐND và UBND; Phòng Nội vụ; Phòng Tài chính - Kế hoạch; Phòng Kinh tế; "
        "Phòng Quản lý đô thị; Phòng Tài nguyên và Môi trường; "
        "Phòng Lao động - Thương binh và Xã hội; Phòng Văn hóa và Thông tin; "
        "Phòng Giáo dục và Đào tạo; Phòng Y tế; Phòng Tư pháp; Thanh tra thành phố; "
        "Ban Quản lý dự án; Đội Quản lý trật tự đô thị",
    ),
    Base("Đảng bộ Công an thành phố", "cong_an", numbered("Đội Nghiệp vụ", 12, "cong_an")),
    whole(
        "Quân sự thành phố",
        "quan_doi",
        "Ban Tham mưu; Ban Chính trị; Ban Hậu cần - Kỹ thuật; Trung đội Bộ binh; Trạm Quân y",
    ),
    whole(
        "Trung tâm Y tế thành phố",
        "y_te",
        "Tổ chức - Hành chính; Kiểm soát bệnh tật; Y tế công cộng; Dân số; An toàn thực phẩm; "
        "Khám bệnh; Chăm sóc sức khỏe sinh sản; Dược - Vật tư",
    ),
    whole(
        "Bệnh viện Đa khoa khu vực",
        "y_te",
        "Khoa Nội; Khoa Ngoại; Khoa Sản; Khoa Nhi; Khoa Cấp cứu; Khoa Khám bệnh; "
        "Khoa Gây mê hồi sức; Khoa Chẩn đoán hình ảnh; Khoa Xét nghiệm; Khoa Dược; "
        "Phòng Điều dưỡng; Phòng Kế hoạch tổng hợp; Phòng Tổ chức - Hành chính; "
        "Phòng Tài chính - Kế toán",
    ),
    whole(
        "Trường Cao đẳng Công nghiệp",
        "truong_hoc",
        "Khoa Cơ khí; Khoa Điện; Khoa Mỏ; Khoa Xây dựng; Khoa Kinh tế; Khoa Khoa học cơ bản; "
        "Phòng Đào tạo; Phòng Tổ chức - Hành chính; Sinh viên",
    ),
    whole(
        "các Trường THPT",
        "truong_hoc",
        "Trường THPT Tân Sơn; Trường THPT Hồng Thái; Trường THPT Bình Minh; "
        "Trường THPT Đồng Tiến; Trung tâm Giáo dục thường xuyên",
    ),
    whole(
        "Khối đơn vị sự nghiệp thành phố",
        "su_nghiep",
        "Trung tâm Chính trị; Trung tâm Truyền thông và Văn hóa; Trung tâm Phát triển quỹ đất; "
        "Trung tâm Hành chính công; Trung tâm Dịch vụ nông nghiệp; Ban Quản lý rừng; "
        "Ban Quản lý chợ; Thư viện thành phố",
    ),
    Base("Đảng bộ Công ty Than Hồng Sơn", "dn_nha_nuoc", numbered("Khai thác", 12, "dn_nha_nuoc")),
    Base(
        "Đảng bộ Công ty Nhiệt điện Sông Khê",
        "dn_nha_nuoc",
        numbered("Phân xưởng", 10, "dn_nha_nuoc"),
    ),
    Base("Đảng bộ Công ty Môi trường đô thị", "dn_nha_nuoc", numbered("Đội", 6, "dn_nha_nuoc")),
    whole(
        "các đơn vị kinh tế tư nhân",
        "kttn",
        "TNHH Vận tải Đông Khê; TNHH May Yên Lập; CP Xây dựng Tân Sơn; "
        "TNHH Thương mại Bình Minh; CP Gốm Hòa Lạc; TNHH Cơ khí Quyết Thắng; "
        "CP Du lịch Thượng Sơn; TNHH Vật liệu xây dựng Phú Thanh; TNHH Thực phẩm Hồng Thái; "
        "CP Nước sạch Đồng Tiến; CP Bệnh viện An Bình",
        "Công ty ",
    ),
    Base("Đảng bộ Công ty CP Xi măng Sông Khê", "kttn", numbered("Phân xưởng", 6, "kttn")),
)

_CELLS_OF_THE_CITY = (
    *named(
        "Tòa án nhân dân thành phố; Viện Kiểm sát nhân dân thành phố; "
        "Chi cục Thi hành án dân sự; Chi cục Thuế; Kho bạc Nhà nước; Bảo hiểm xã hội thành phố; "
        "Hạt Kiểm lâm; Chi cục Thống kê",
        "co_quan_nha_nuoc",
    ),
    *named("Bưu điện thành phố; Điện lực thành phố; Ngân hàng Chính sách xã hội", "dn_nha_nuoc"),
    *named("Trường Trung cấp nghề tư thục", "truong_hoc"),
    *named("Trung tâm Điều dưỡng người có công", "su_nghiep"),
    *named("TNHH Giày Đông Khê; CP Dược Bình Minh; TNHH Gạch Yên Lập", "kttn", "Công ty "),
    *named("Hợp tác xã Nông nghiệp Hòa Lạc", "htx"),
)

BASES: tuple[Base, ...] = (
    *(
        locality(f"phường {name}", "phuong", numbered("Khu phố", count, "khu_pho"))
        for name, count in _WARDS.items()
    ),
    locality("xã Thượng Sơn", "xa", numbered("Thôn", 8, "thon")),
    *_CITY,
    *(Base(cell.name, cell.kind) for cell in _CELLS_OF_THE_CITY),
)
"""24 đảng bộ cơ sở with 304 chi bộ, then 17 chi bộ cơ sở."""
