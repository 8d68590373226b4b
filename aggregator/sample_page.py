"""`sample_workbooks/README.md`: what each founding document asks, and what its sample answers."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from aggregator import deadlines, earlier, sample_terms, samples, vocabulary, wording
from aggregator import period as periods
from aggregator.model import FileStatus, Finding, Judgement, Plan, Quota, Result
from aggregator.pipeline import planfile
from aggregator.pipeline.aggregate import Options, aggregate
from aggregator.report import targets, words
from aggregator.report.word.sentences import lowered

_HEAD = """# Các kế hoạch mẫu

Năm văn bản thật về phát triển đảng viên, mỗi văn bản một thư mục: kế hoạch và số liệu gửi về. Điều
văn bản nêu được ghi đúng như văn bản; phụ lục phân bổ và số liệu gửi về là giả định. Trang này do
`python -m aggregator.docs` sinh ra từ kết quả chạy `aggregate` trên chính các thư mục này."""


def page() -> str:
    """The page: for each sample the rules of its document, required, actual, verdict."""
    lines = [_HEAD]
    for name in samples.names():
        with tempfile.TemporaryDirectory() as folder:
            samples.write(name, Path(folder))
            lines += _sample(name, Path(folder))
    return "\n".join(lines) + "\n"


def _sample(name: str, home: Path) -> Iterator[str]:
    loaded = planfile.load(home / "ke-hoach.xlsx")
    plan = loaded.plan
    yield f"\n## {name}\n\n{plan.title}. {plan.document}; {plan.issuer}.\n"
    yield from _size(plan)
    if loaded.findings:
        yield "\nKiểm tra kế hoạch nêu:\n"
        yield from _findings(loaded.findings)
    yield from sample_terms.terms(plan)
    for folder in sorted((home / earlier.RECEIVED).iterdir()):
        options = Options(plan=loaded.path, period=folder.name, unit=plan.root, cache=False)
        yield from _period(aggregate(folder, options))


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    """A line for each thing said, with the cells it is said of."""
    said: dict[tuple[str, str, str], list[str]] = {}
    for finding in findings:
        what = finding.code, finding.ref.sheet, finding.message
        said.setdefault(what, []).append(finding.ref.cell)
    for (code, sheet, message), cells in said.items():
        yield f"- {code}, {sheet} {', '.join(cells)}: {message}"


def _size(plan: Plan) -> Iterator[str]:
    leaves = len(plan.leaves(plan.root))
    members = wording.number(plan.units[plan.root].members_start) or "không ghi"
    yield f"{len(plan.units)} tổ chức đảng, {leaves} đơn vị cuối; đảng viên đầu năm: {members}."


def _period(result: Result) -> Iterator[str]:
    status = Counter(record.status for record in result.files)
    yield f"\n### {wording.capitalised(periods.label(result.period))}\n"
    yield (
        f"{len(result.files)} tệp: {status[FileStatus.COUNTED]} được tính, "
        f"{status[FileStatus.REJECTED]} bị trả lại, {status[FileStatus.SUPERSEDED]} có tệp khác "
        f"thay, {status[FileStatus.IGNORED]} bỏ qua; còn thiếu {result.total.missing_below} đơn vị."
        "\n"
    )
    yield from _duties(result)
    yield "| chỉ tiêu | mức | yêu cầu | đã đạt | % | kết luận | đơn vị |"
    yield "|---|---|---:|---:|---:|---|---|"
    for quota in result.plan.quotas:
        yield _row(result, quota, [j for j in result.judgements if j.quota == quota.code])


def _duties(result: Result) -> Iterator[str]:
    """The deadlines of this period, with the units that have not met them."""
    for duty in deadlines.duties(result):
        if duty.owing is not None and duty.deadline.due is not None:
            level = duty.deadline.from_level
            who = f", {lowered(vocabulary.label('level', level))}" if level else ""
            yield (
                f"Hạn {duty.deadline.due:%d/%m/%Y}{who}: {duty.units} đơn vị, "
                f"{duty.owing} chưa nộp hoặc chưa đủ.\n"
            )


def _row(result: Result, quota: Quota, rows: Sequence[Judgement]) -> str:
    """A line of the table; a quota judged only below its node shows the sum of those units."""
    own = next((j for j in rows if j.unit == quota.unit), None)
    others = Counter(j.verdict for j in rows if j.unit != quota.unit)
    cells = (
        f"**{quota.code}** {targets.title(quota, result.form, result.plan)}",
        "giao" if quota.strength == "giao" else "phấn đấu",
        *(_own(own) if own else _summed(quota, rows)),
        "; ".join(f"{words.VERDICT[verdict]} {n}" for verdict, n in sorted(others.items())) or "—",
    )
    return f"| {' | '.join(cells)} |"


def _own(judgement: Judgement) -> tuple[str, str, str, str]:
    return (
        wording.number(judgement.required) or "—",
        wording.number(judgement.actual) or "—",
        wording.percent(judgement.percent) or "—",
        words.VERDICT[judgement.verdict],
    )


def _summed(quota: Quota, rows: Sequence[Judgement]) -> tuple[str, str, str, str]:
    asked = [j for j in rows if j.required]
    if not asked:
        return "—", "—", "—", f"xét trong các năm {quota.year_from}–{quota.year_to}"
    required = wording.number(sum(j.required or 0 for j in asked))
    actual = wording.number(sum(j.actual or 0 for j in asked))
    return f"{required} (cộng {len(asked)} đơn vị)", actual, "—", "xét từng đơn vị"
