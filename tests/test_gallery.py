"""Each file of the gallery gives the one finding it is named after, and nothing else."""

from __future__ import annotations

from functools import cache

import pytest

from aggregator import docs
from aggregator.catalogue import rules
from aggregator.gallery import broken, page
from aggregator.gallery.broken import Outcome
from aggregator.gallery.office import Bench
from aggregator.model import FileStatus, Severity
from tests import offices

GOES_WITH = {"V313": ["T107"], "R106": ["T105", "T105"]}
"""What a fault can't come without: only the tick `không phát sinh` makes an opening zero, and an
.xls is read without its properties and names."""
WRONG_BY_ITSELF = ("I15.danhsach", "I21", "S217")
"""Samples that lie in what the unit is or was before, so that its plain return shows them too."""


@cache
def files() -> dict[str, bytes]:
    return dict(page.files())


def look(code: str) -> Outcome:
    name = broken.samples()[code].name
    return broken.outcome(code, name, files()[name])


@pytest.mark.parametrize("code", broken.samples())
def test_a_broken_file_gives_its_finding_and_nothing_else(code: str) -> None:
    seen = look(code)
    findings, repairs = [f.code for f in seen.findings], [r.code for r in seen.repairs]
    if code.startswith("T"):
        assert (findings, repairs) == ([], [code])
    else:
        assert (findings, repairs) == ([code], GOES_WITH.get(code, []))


@pytest.mark.parametrize("code", broken.samples())
def test_a_file_counts_unless_its_finding_is_an_error(code: str) -> None:
    seen = look(code)
    is_error = any(finding.severity is Severity.ERROR for finding in seen.findings)
    stays_out = seen.status in (FileStatus.REJECTED, FileStatus.IGNORED, FileStatus.OWN_OUTPUT)
    assert is_error <= (seen.status is FileStatus.REJECTED)
    assert (not is_error and not stays_out) <= (seen.status is FileStatus.COUNTED)


@pytest.mark.parametrize("code", sorted(set(broken.samples()) - set(WRONG_BY_ITSELF)))
def test_the_return_before_it_was_broken_is_clean(code: str) -> None:
    seen = broken.outcome(code, f"{code}.xlsx", Bench(broken.plan(), code).workbook())
    assert (seen.status, seen.findings, seen.repairs) == (FileStatus.COUNTED, (), ())


def test_every_check_has_a_file_or_a_reason_why_not() -> None:
    declared = {rule.code for rule in rules() if not rule.code.startswith("P")}
    assert set(broken.samples()) | set(broken.NOT_SHOWN) == declared
    assert not set(broken.samples()) & set(broken.NOT_SHOWN)


def test_the_folder_stays_small() -> None:
    assert sum(map(len, files().values())) < 3_000_000


def test_the_folder_is_what_the_code_makes() -> None:
    folder = docs.ROOT / "sample_workbooks" / "loi"
    stale = [name for name, data in files().items() if not docs.is_fresh(folder / name, data)]
    assert not stale


def test_aggregate_says_the_same_of_the_whole_folder(tmp_path) -> None:
    for name, data in files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    offices.aggregate(tmp_path / "nhan-ve" / "2024-Q1")
    outcome = offices.aggregate(tmp_path, "--no-cache")
    said: dict[str, list[str]] = {}
    for finding in outcome["findings"]:
        said.setdefault(finding["file"].partition("/")[0], []).append(finding["code"])
    for code, sample in broken.samples().items():
        assert said.get(sample.name, []) == ([] if code.startswith("T") else [code])
