"""What officers read for each coded value of a result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from aggregator.model import FileStatus, Form, Severity, UnitResult, UnitStatus, Verdict

UNIT_STATUS: Mapping[UnitStatus, str] = {
    UnitStatus.COUNTED: "Đã tính",
    UnitStatus.PARTIAL: "Chưa đủ kỳ",
    UnitStatus.MISSING: "Chưa nộp",
    UnitStatus.REJECTED: "Bị trả lại",
    UnitStatus.EXEMPT: "Không phải nộp",
    UnitStatus.ROLLED_UP: "Cộng từ cấp dưới",
}

COVERED = "Gộp ở cấp trên"
"""Of a unit whose numbers are in its superior's own return and are not known apart from it."""

FILE_STATUS: Mapping[FileStatus, str] = {
    FileStatus.COUNTED: "Đã tính",
    FileStatus.SUPERSEDED: "Đã có tệp khác thay",
    FileStatus.REJECTED: "Bị trả lại",
    FileStatus.IGNORED: "Bỏ qua",
    FileStatus.OWN_OUTPUT: "Tệp kết quả của phần mềm",
}

VERDICT: Mapping[Verdict, str] = {
    Verdict.MET: "ĐẠT",
    Verdict.NOT_MET: "CHƯA ĐẠT",
    Verdict.IN_PROGRESS: "ĐANG THỰC HIỆN",
    Verdict.EXEMPT: "KHÔNG ÁP DỤNG (miễn)",
    Verdict.NO_DATA: "THIẾU SỐ LIỆU",
}

SEVERITY: Mapping[Severity, str] = {
    Severity.ERROR: "Lỗi",
    Severity.WARNING: "Cảnh báo",
    Severity.INFO: "Thông tin",
}

_NUMBERING = re.compile(r"(?:[IVX]+|\d+|[a-z])\. |[A-Z] - ")


def unit_status(status: UnitStatus, known: bool) -> str:
    """What became of a unit; `known` says that numbers of its own are, be it from above."""
    return COVERED if status is UnitStatus.ROLLED_UP and not known else UNIT_STATUS[status]


def of_unit(unit: UnitResult) -> str:
    """What became of a unit of a result."""
    return unit_status(unit.status, unit.submission is not None or bool(unit.known))


@lru_cache(maxsize=1024)
def subject(form: Form, code: str) -> str:
    """What an indicator counts, without the numbering of the form's row."""
    indicator = form.indicators.get(code)
    return code if indicator is None else _NUMBERING.sub("", indicator.label, count=1)
