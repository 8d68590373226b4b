"""A small made-up tree with random returns, consolidated and judged as a run does."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random

from aggregator import forms, quota
from aggregator.consolidate import Returns, consolidate, missing_in
from aggregator.figures import figures
from aggregator.model import (
    CARRIED,
    Allocation,
    Deadline,
    Exemption,
    FileRecord,
    FileStatus,
    Finding,
    Form,
    Method,
    Number,
    Part,
    Plan,
    Quota,
    Ref,
    Repair,
    Result,
    Severity,
    Source,
    Submission,
    Unit,
)
from aggregator.period import opens_year

FORM = forms.load()
KINDS = ("thon", "khu_pho", "truong_hoc", "kttn")


def made_plan(committees: int = 5, cells: int = 4) -> Plan:
    """A city, its party committees, their cells; one cell of the last committee is exempt."""
    units = [Unit("TINH", "Tỉnh ủy Quảng Ninh", level="tinh", email="tinhuy@vi-du.vn")]
    units.append(Unit("UB", "Thành ủy Uông Bí", "TINH", "cap_tren_truc_tiep"))
    for c in range(1, committees + 1):
        code = f"UB.{c:02}"
        units.append(Unit(code, f"Đảng bộ phường Số {c}", "UB", "co_so", "phuong"))
        for n in range(1, cells + 1):
            name, kind = f"Chi bộ khu phố {n}", KINDS[n % len(KINDS)]
            units.append(
                Unit(f"{code}.{n:02}", name, code, "chi_bo", kind, members_start=20 + c + n)
            )
    last = units[-1].code
    return Plan(
        code="UB-2024",
        title="Kế hoạch phát triển đảng viên năm 2024",
        issuer="Thành ủy Uông Bí",
        year_from=2024,
        year_to=2024,
        form=FORM.code,
        units={unit.code: unit for unit in units},
        quotas=(
            Quota(
                "Q1",
                "K2",
                "giao",
                "B2.I",
                "UB",
                rate_min=Decimal("0.035"),
                base="members_start",
                basis="Kế hoạch số 12-KH/TU",
                evaluate_at="co_so",
            ),
            Quota("Q0", "K1", "giao", "B2.I", "UB", minimum=Decimal(committees * 6)),
            Quota(
                "Q2", "K4", "phan_dau", "B2.I", "UB", scope="kind=thon,khu_pho", minimum=Decimal(1)
            ),
            Quota("Q3", "K3", "phan_dau", "N.boiduong", "UB", minimum=Decimal(2000)),
            Quota("Q4", "K6", "giao", "B2.I", "UB", scope="kind=kttn", rate_min=Decimal("0.5")),
        ),
        allocations=tuple(Allocation("Q0", f"UB.{c:02}", 6) for c in range(1, committees + 1)),
        exemptions=(Exemption("", last, "HET_NGUON", "12-QĐ/TU"),),
        deadlines=(Deadline("D1", "Báo cáo quý", "2024-Q2", date(2024, 6, 10), "chi_bo", "UB"),),
    )


def made_submission(form: Form, unit: str, period: str, random: Random) -> Submission:
    """Random numbers, blanks among them; means with their weights."""
    values: list[Number | None] = []
    for fact in form.facts:
        carried_at_new_year = fact.key.column == CARRIED and opens_year(period)
        if carried_at_new_year or random.random() < 0.1:
            values.append(None)
        elif fact.method is Method.FLAG:
            values.append(random.randint(0, 1))
        elif fact.part == "sum":
            values.append(Decimal(random.randint(180, 400)) / 10)
        elif fact.part == "weight":
            values.append(1 if values[-1] is not None else None)
        else:
            values.append(random.choice((0, 1, 1, 2, 3, 12)))
    for at, fact in enumerate(form.facts):
        if fact.part == "weight":
            values[at] = 1 if values[at - 1] is not None else None
    blanks = tuple(int(value is None) for value in values)
    return Submission(unit, period, tuple(values), blanks)


def made_result(
    period: str = "2024-Q2", seed: int = 1, absent: tuple[str, ...] = (), plan: Plan | None = None
) -> Result:
    """The result of returns from every leaf but those absent."""
    random, plan = Random(seed), plan or made_plan()
    leaves = [code for code in plan.leaves("UB") if code not in absent]
    parts = tuple(
        Part(
            Source(code, f"nhan-ve/{code} (1).xlsx", f"{n:064x}"),
            made_submission(FORM, code, period, random),
        )
        for n, code in enumerate(leaves)
    )
    returns = Returns({part.source.unit: part.submission for part in parts})
    tree = consolidate(FORM, plan, "UB", period, returns)
    standing = quota.Standing(
        plan,
        period,
        "UB",
        {u.unit.code: _cumulative(u.submission) if u.submission else {} for u in tree.units},
        {u.unit.code: missing_in(u) for u in tree.units},
        {code: indicator.label for code, indicator in FORM.indicators.items()},
    )
    return Result(
        plan=plan,
        plan_known=True,
        form=FORM,
        unit="UB",
        period=period,
        files=_files(parts, period),
        units=tree.units,
        parts=parts,
        judgements=quota.judge(standing),
        findings=_findings(),
        repairs=(Repair("T101", Ref("nhan-ve/a.xlsx", "Biểu 2", "C9"), "-", "0"),),
    )


def _cumulative(submission: Submission) -> dict[str, Number | None]:
    shown = figures(FORM, submission)
    return {key.indicator: value for key, value in shown.items() if key.column == "luy_ke"}


def _files(parts: tuple[Part, ...], period: str) -> tuple[FileRecord, ...]:
    day = datetime(2024, 6, 12, 8, 30)
    counted = tuple(
        FileRecord(
            p.source.file, p.source.sha256, FileStatus.COUNTED, p.source.unit, period, received=day
        )
        for p in parts
    )
    return (
        *counted,
        FileRecord(
            "nhan-ve/hộp #1 50%.zip/=HYPERLINK(1).xlsx",
            "0" * 64,
            FileStatus.REJECTED,
            "UB.01.02",
            period,
            "R102",
            day,
        ),
        FileRecord("nhan-ve/ghi chú.txt", "1" * 64, FileStatus.IGNORED, reason="R101"),
    )


def _findings() -> tuple[Finding, ...]:
    return (
        Finding(
            "C602",
            Severity.WARNING,
            "gửi ngày 12/06/2024, hạn 10/06/2024, muộn 2 ngày",
            "Nhắc đơn vị.",
            "UB.01.01",
        ),
        Finding(
            "V301",
            Severity.ERROR,
            "=1+1 là số âm",
            "Sửa lại.",
            "UB.01.02",
            Ref("nhan-ve/quý 2 [sửa].xlsx", "Biểu 2", "C9"),
        ),
    )
