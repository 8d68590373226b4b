"""Invented accounts for the tests of the Word report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aggregator import forms
from aggregator.arithmetic import percent
from aggregator.figures import Figures
from aggregator.model import Finding, Judgement, Key, Number, Severity, UnitStatus, Verdict
from aggregator.report.word.account import Account, Asked
from aggregator.workbook.returned.tables import UnitRow

FORM = forms.load()
META = {
    "kind": "summary",
    "unit": "TP",
    "name": "Đảng bộ thành phố",
    "parent": "",
    "parent_name": "",
    "level": "cap_tren_truc_tiep",
    "issuer": "Ban Thường vụ Thành ủy",
    "document": "25-KH/TU",
    "plan_title": "Phát triển đảng viên mới năm 2023",
    "document_profile": "hd36-2018",
    "classification": "",
    "period": "2023-Q1",
    "missing": "0",
}
ADMITTED = {
    "B1.A": 7894,
    "B1.B": 60,
    "B1.B1": 47,
    "B1.B2": 12,
    "B1.B3": 1,
    "B1.C": 31,
    "B1.C1": 9,
    "B1.C2": 0,
    "B1.C3": 4,
    "B1.C4": 1,
    "B1.C5": 17,
    "B1.D": 7923,
    "B2.I": 47,
    "B2.I.nu": 25,
    "B2.I.dtts": 2,
    "B2.I.tongiao": 0,
    "B2.I.doanvien": 40,
    "B2.2.18_30": 33,
    "B2.III.1": 24,
    "B2.III.1a": 15,
    "B2.III.1b": 0,
    "B2.III.2": 17,
    "B2.III.2a": 4,
    "B2.III.2b": 2,
    "N.gioithieu": 120,
    "N.boiduong": 88,
    "N.gcn": 80,
    "N.camtinh": 210,
    "N.hoso_tham_tra": 31,
    "DB.chinhthuc": 39,
    "DB.xoaten": 1,
    "DB.cuoi": 205,
}
COLUMNS = ("ky", "luy_ke", "cung_ky")


def figures(
    now: Mapping[str, Number | None],
    before: Mapping[str, Number | None] | None = None,
    ky: Mapping[str, Number | None] | None = None,
) -> Figures:
    """Every number of the form from the cumulative ones; `ky` is the same unless given."""
    shown: dict[Key, Number | None] = {}
    for code in FORM.indicators:
        columns = (now if ky is None else ky, now, before or {})
        shown |= {
            Key(code, c): values.get(code) for c, values in zip(COLUMNS, columns, strict=True)
        }
        shown[Key(code, "ty_le")] = percent(now.get(code), (before or {}).get(code))
    return shown


def unit(
    code: str,
    parent: str,
    level: str,
    admitted: Number | None,
    status: UnitStatus = UnitStatus.COUNTED,
    name: str = "",
) -> UnitRow:
    """A unit of which only its admissions and members are known."""
    members = None if admitted is None else 25
    end = None if members is None or admitted is None else members + admitted
    values = {"B1.A": members, "B1.D": end, "B2.I": admitted}
    return UnitRow(code, name or f"Đơn vị {code}", parent, level, "", status, 0, 0, values)


def judgement(
    unit_code: str,
    required: int | None,
    actual: int | None,
    verdict: Verdict = Verdict.IN_PROGRESS,
    quota: str = "Q1",
    kind: str = "K2",
    strength: str = "giao",
    detail: str = "",
) -> Judgement:
    """One judgement, by default of the quota that every account here has."""
    return Judgement(quota, unit_code, kind, strength, required, actual, verdict, detail)


def account(
    now: Mapping[str, Number | None],
    units: Sequence[UnitRow] = (),
    judgements: Sequence[Judgement] = (),
    before: Mapping[str, Number | None] | None = None,
    findings: Sequence[Finding] | None = None,
    **meta: str,
) -> Account:
    """An account of the city committee, whose plan has one quota Q1 on admissions."""
    return Account(
        meta=META | meta,
        form=FORM,
        figures=figures(now, before),
        judgements=tuple(judgements),
        units=tuple(units),
        quotas={"Q1": Asked("B2.I", "Nghị quyết năm 2023"), "Q2": Asked("B2.I")},
        findings=None if findings is None else tuple(findings),
    )


def city(committees: int = 3, cells: int = 4, **meta: str) -> Account:
    """A city with a few committees; one cell has not reported, one unit is exempt."""
    units = [
        UnitRow("TP", "Đảng bộ thành phố", "", "cap_tren_truc_tiep", "", UnitStatus.ROLLED_UP, 0)
    ]
    for c in range(committees):
        code = f"DB{c}"
        units.append(
            unit(
                code,
                "TP",
                "co_so",
                sum(range(cells)),
                UnitStatus.ROLLED_UP,
                f"Đảng bộ phường {c + 1}",
            )
        )
        units += [
            unit(f"{code}.{n}", code, "chi_bo", n, name=f"Chi bộ khu phố {n + 1}")
            for n in range(cells)
        ]
    units.append(unit("CB0", "TP", "chi_bo_co_so", None, UnitStatus.MISSING, "Chi bộ Thuế"))
    units.append(unit("CB1", "TP", "chi_bo_co_so", 0, name="Chi bộ Kho bạc"))
    judged = [
        judgement("TP", 277, 47, detail="3,5% của 7.894 đảng viên đầu năm, làm tròn lên"),
        judgement("TP", 300, 47, quota="Q2", kind="K3", strength="phan_dau"),
        judgement("TP", 21, 12, quota="Q3", kind="K4"),
        judgement(
            "CB1",
            None,
            0,
            Verdict.EXEMPT,
            "Q3",
            "K4",
            detail="được miễn: không còn nguồn (12-CV/TU)",
        ),
        judgement("DB0", 5, 6, Verdict.MET, kind="K1"),
        judgement("DB1", 40, 6, kind="K1"),
    ]
    found = [
        Finding(
            "X404",
            Severity.WARNING,
            "chuyển đến 3, chuyển đi 5, chênh 2",
            "Đối chiếu giấy giới thiệu.",
            "DB0",
        )
    ]
    return account(ADMITTED, units, judged, {"B2.I": 40}, found, missing="1", **meta)
