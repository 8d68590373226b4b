"""The folder of the gallery: the plan, the broken files, and the page that says what each gives."""

from __future__ import annotations

from collections.abc import Iterator

from aggregator import earlier
from aggregator.cli import screen
from aggregator.gallery import broken
from aggregator.gallery.broken import NOT_SHOWN, Outcome
from aggregator.gallery.office import BEFORE, Bench, earlier_return
from aggregator.model import Finding, Repair
from aggregator.report import words
from aggregator.rules import find, registry
from aggregator.samples.filled import Desk
from aggregator.workbook.planbook import write as plan_write

NOTE = "Kế hoạch giả định; mỗi chi bộ là một tệp lỗi của bộ mẫu."

_HEAD = f"""# Bộ tệp lỗi

Mỗi tệp sai đúng một chỗ và cho đúng một kết quả kiểm tra; phần còn lại của tệp là báo cáo đúng. Tên
tệp là mã của phép kiểm tra. Trang này do `python -m aggregator.docs` sinh ra từ kết quả đọc chính
các tệp này.

Xem từng tệp: `ketnap check sample_workbooks/loi/V301.xlsx`. Xem tất cả, cả những điều chỉ thấy khi
tổng hợp (mã S2…, X401, X402): `aggregate sample_workbooks/loi --out lam-viec/loi`. Riêng X401 và
X402 so với kỳ trước, nên tổng hợp kỳ trước đã:
`aggregate sample_workbooks/loi/nhan-ve/{BEFORE}`."""


def files() -> Iterator[tuple[str, bytes]]:
    """Every file of the gallery: its path in the folder, and its content."""
    made = {code: broken.broken(code) for code in broken.samples()}
    yield "ke-hoach.xlsx", plan_write.write(broken.plan(), NOTE)
    for code, sample in broken.samples().items():
        yield sample.name, made[code]
    for code in broken.AGAINST_PREVIOUS:
        bench = Bench(broken.plan(), code)
        data = Desk(bench.plan, BEFORE).workbook(earlier_return(code))
        yield f"{earlier.RECEIVED}/{BEFORE}/{code}.xlsx", data
    outcomes = {
        code: broken.outcome(code, sample.name, made[code])
        for code, sample in broken.samples().items()
    }
    yield "README.md", page(outcomes).encode()


def page(outcomes: dict[str, Outcome]) -> str:
    """The page: every file with what is said of it, then the checks without a file."""
    lines = [
        _HEAD,
        "",
        "| tệp | kết quả | nơi | nội dung báo | cách sửa |",
        "|---|---|---|---|---|",
    ]
    for code, outcome in outcomes.items():
        lines += _rows(broken.samples()[code].name, outcome)
    lines += ["", "## Phép kiểm tra không có tệp mẫu", "", "| mã | nội dung | vì sao |"]
    lines.append("|---|---|---|")
    lines += [f"| {code} | {find(code).title} | {why} |" for code, why in sorted(NOT_SHOWN.items())]
    first, *_, last = (code for code in registry() if code.startswith("P"))
    lines.append(f"| {first} – {last} | Kiểm tra kế hoạch | do `ketnap plan check` nêu |")
    return "\n".join(lines) + "\n"


def _rows(name: str, outcome: Outcome) -> Iterator[str]:
    status = words.FILE_STATUS[outcome.status]
    for finding in outcome.findings:
        said = f"**{finding.code}** ({words.SEVERITY[finding.severity].lower()}) {finding.message}"
        yield _row(f"[{name}]({name})", status, screen.place(finding), said, finding.hint)
    for repair in outcome.repairs:
        fix = find(repair.code)
        said = f"**{repair.code}** (tự hiểu được) {fix.title}: {_change(repair)}"
        yield _row(f"[{name}]({name})", status, _place(repair), said, fix.fix)


def _place(repair: Repair) -> str:
    rule = find(repair.code)
    return screen.place(Finding(repair.code, rule.severity, "", ref=repair.ref))


def _change(repair: Repair) -> str:
    return f"“{repair.before}” → “{repair.after}”"


def _row(*cells: str) -> str:
    shown = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(shown)} |"
