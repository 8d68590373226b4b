"""The account of a run in a few lines of Vietnamese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from aggregator import period as periods
from aggregator import wording
from aggregator.figures import figures
from aggregator.model import FileStatus, Key, Result, Severity, UnitStatus
from aggregator.pipeline.outputs import Written
from aggregator.places import gathered
from aggregator.report import targets
from aggregator.report.words import VERDICT

_MOST_QUOTAS = 12


def lines(result: Result, written: Written) -> Iterator[str]:
    """What came back, what was admitted, how it stands against each quota, where the files are."""
    name = result.total.unit.name
    when = periods.label(result.period) if result.period else "không rõ kỳ"
    yield f"{name} — {when}"
    yield from _files(result)
    yield from _numbers(result)
    yield from _quotas(result)
    yield from _faults(result)
    yield ""
    for path in (written.summary, written.control, written.outcome):
        if path is not None:
            yield f"  {path}"
    yield from _returned(result, written)


def _returned(result: Result, written: Written) -> Iterator[str]:
    """What goes back to its senders, and the letters that carry it."""
    returned = written.returned
    if returned.workbooks:
        back = len(returned.workbooks)
        yield f"  {written.folder / 'tra-lai'}: {back} tệp trả lại, đã đánh dấu lỗi"
    if returned.letters:
        missing = (
            f", trong đó {returned.unaddressed} thư chưa có địa chỉ" if returned.unaddressed else ""
        )
        yield f"  Đã soạn {len(returned.letters)} thư nháp (.eml) trả lại nơi gửi{missing}"
    elif returned.workbooks and result.plan.classification:
        yield f"  Không soạn thư trả lại: kế hoạch ghi “{result.plan.classification}”"


def _files(result: Result) -> Iterator[str]:
    status = Counter(record.status for record in result.files)
    leaves = [u for u in result.units if not result.plan.children.get(u.unit.code)]
    missing = sum(u.status is UnitStatus.MISSING for u in leaves)
    partial = sum(u.status is UnitStatus.PARTIAL for u in leaves)
    yield (
        f"  Đã đọc {len(result.files)} tệp: {status[FileStatus.COUNTED]} được tính, "
        f"{status[FileStatus.REJECTED]} bị trả lại, {status[FileStatus.SUPERSEDED]} đã thay thế, "
        f"{status[FileStatus.IGNORED] + status[FileStatus.OWN_OUTPUT]} bỏ qua"
    )
    if result.plan_known:
        absent = result.total.missing_below
        yield (
            f"  {len(leaves)} đơn vị phải nộp: {len(leaves) - absent} có trong tổng, "
            f"{missing} chưa nộp, {absent - missing - partial} bị trả lại"
            + (f", {partial} chưa đủ kỳ" if partial else "")
        )
    else:
        yield "  Không có kế hoạch nên không biết đơn vị nào còn thiếu"


def _numbers(result: Result) -> Iterator[str]:
    submission = result.total.submission
    if submission is None:
        yield "  Không có báo cáo hợp lệ nào nên không có tổng"
        return
    shown = figures(result.form, submission)
    admitted, so_far = (
        wording.number(shown[Key(result.form.admissions, column)]) or "chưa có số liệu"
        for column in ("ky", "luy_ke")
    )
    members = wording.number(shown[Key(result.form.members, "ky")]) or "chưa có số liệu"
    yield f"  Kết nạp trong kỳ {admitted}, từ đầu năm {so_far}; đảng viên cuối kỳ {members}"


def _quotas(result: Result) -> Iterator[str]:
    plan = result.plan
    titles = {q.code: targets.title(q, result.form, plan) for q in plan.quotas}
    own = [j for j in result.judgements if j.unit == result.unit]
    for judgement in own[:_MOST_QUOTAS]:
        actual = wording.number(judgement.actual) or "chưa có số liệu"
        required = wording.number(judgement.required) or "—"
        percent = wording.percent(judgement.percent)
        share = f" ({percent}%)" if percent else ""
        title = titles.get(judgement.quota, "")
        yield (
            f"  {judgement.quota} {title}: {actual}/{required}{share} — "
            f"{VERDICT[judgement.verdict]}"
        )


def _faults(result: Result) -> Iterator[str]:
    weight = Counter(finding.severity for finding in gathered(result.findings))
    yield (
        f"  {weight[Severity.ERROR]} lỗi, {weight[Severity.WARNING]} cảnh báo, "
        f"{len(result.repairs)} chỗ tự hiểu được và đã ghi lại"
    )
