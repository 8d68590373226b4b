"""A run over `uong-bi-2024` says of every file what its maker says, and sums what it summed."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest

from aggregator import forms, samples
from aggregator.model import CARRIED, Key, Method, Number, Result, UnitStatus
from aggregator.pipeline.aggregate import Options, aggregate
from aggregator.samples.uong_bi import sample as sample

FORM = forms.load(sample.plan().form)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample")
    samples.write(sample.NAME, made)
    return made


@pytest.fixture(scope="module")
def result(folder: Path) -> Result:
    return aggregate(folder / "nhan-ve" / sample.PERIOD, Options(jobs=1))


def test_the_period_the_unit_and_the_plan_are_found(result: Result) -> None:
    assert (result.unit, result.period, result.plan_known) == ("UB", sample.PERIOD, True)
    assert result.plan == sample.plan()


def test_every_file_has_the_fate_its_maker_gave_it(result: Result) -> None:
    found = {file.path: (file.status, file.reason) for file in result.files}
    assert found == sample.expected()


def test_each_counted_return_is_read_as_it_was_typed(result: Result) -> None:
    read = {part.source.unit: part.submission for part in result.parts}
    assert set(read) == set(sample.counted())
    typed = sample.returns()
    for fact, at in ((fact, n) for n, fact in enumerate(FORM.facts)):
        if fact.method is Method.UNIT_COUNT:
            continue
        for unit, submission in read.items():
            ticked = typed[unit].values[_ADMITTED] is None
            blank = 0 if ticked and submission.values[at] == 0 else None
            was = typed[unit].values[at]
            assert submission.values[at] == (blank if was is None else was), (unit, fact)


_ADMITTED = next(
    n for n, f in enumerate(FORM.facts) if (f.key.indicator, f.key.column) == ("B2.I", "ky")
)


def test_totals_are_the_sum_of_what_was_typed(result: Result) -> None:
    assert result.total.submission is not None
    totals = result.total.submission.values
    for at, fact in enumerate(FORM.facts):
        if fact.method in (Method.UNIT_COUNT, Method.FLAG) or fact.key.column == CARRIED:
            continue
        numbers = [sample.returns()[unit].values[at] for unit in sample.counted()]
        assert totals[at] == sum(number or 0 for number in numbers), fact


def test_units_that_are_silent_or_refused(result: Result) -> None:
    silent = {
        u.unit.code: u.status
        for u in result.units
        if u.status in (UnitStatus.MISSING, UnitStatus.REJECTED)
    }
    assert len(silent) == 14
    assert set(silent) == set(sample.returns()) - set(sample.counted())
    assert result.total.missing_below == 14


def test_only_the_planned_warnings(result: Result) -> None:
    codes = {finding.code for finding in result.findings}
    assert codes - {reason for _, reason in sample.expected().values()} == {"C601", "X403", "P797"}


def test_the_city_is_asked_for_277(result: Result) -> None:
    (judged,) = (j for j in result.judgements if (j.quota, j.unit) == ("Q004-1", "UB"))
    assert judged.required == 277
    assert judged.actual == _total(result)["B2.I"] == 41


def _total(result: Result) -> Mapping[str, Number | None]:
    assert result.total.submission is not None
    return {
        fact.key.indicator: value
        for fact, value in zip(FORM.facts, result.total.submission.values, strict=True)
        if fact.key.column == "ky" and fact.part == "value"
    }


def test_a_second_build_gives_the_same_bytes_and_stays_small(folder: Path, tmp_path: Path) -> None:
    for made in (sample.plan, sample.returns, sample.received):
        made.cache_clear()
    sample.build(tmp_path)
    first, second = _digests(folder), _digests(tmp_path)
    assert first == second
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 10_000_000


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".ketnap" not in path.parts and path.parent.name != "tong-hop"
    }


def test_no_workbook_names_its_author(folder: Path) -> None:
    whole = (path for path in folder.rglob("*.xlsx") if zipfile.is_zipfile(path))
    for path in whole:
        core = ElementTree.fromstring(zipfile.ZipFile(path).read("docProps/core.xml"))
        people = [e.text for e in core if e.tag.endswith(("creator", "lastModifiedBy"))]
        assert not any(people), path


def test_every_rule_of_the_resolution_by_plain_sums(result: Result) -> None:
    """Counted over what was typed: how many reached the floor, how many were asked."""
    plan, exempt = sample.plan(), {e.unit for e in sample.plan().exemptions}
    kinds = {code: plan.units[code].kind for code in sample.counted()}
    asked = {
        "Q004-3": ("N.boiduong", {"thon", "khu_pho"}),
        "Q004-4a": ("B2.I", {"kttn"}),
        "Q004-4b": ("N.boiduong", {"kttn"}),
        "Q004-5": ("B2.I", {"co_quan_dang", "co_quan_nha_nuoc", "su_nghiep", "truong_hoc", "y_te"}),
    }
    found = {j.quota: (j.actual, j.required) for j in result.judgements if j.unit == "UB"}
    for code, (row, meant) in asked.items():
        free = exempt if code == "Q004-5" else set()
        due = [c for c in plan.leaves("UB") if plan.units[c].kind in meant and c not in free]
        reached = sum(_typed(leaf, row) >= 1 for leaf in due if leaf in kinds)
        assert found[code] == (reached, len(due)), code
    admitted = {code: _typed(code, "B2.I") for code in kinds}
    of = {kind: sum(n for c, n in admitted.items() if kinds[c] == kind) for kind in kinds.values()}
    trained = sum(_typed(code, "N.boiduong") for code in kinds)
    assert found["Q004-1.PB"] == found["Q004-1"] == (sum(admitted.values()), 277)
    assert found["Q004-1.BD"] == (trained, 310)
    assert found["Q004-2"] == (of["thon"] + of["khu_pho"], 106)
    assert found["Q004-6"] == (of["quan_doi"] + of["cong_an"], 23)
    assert "Q004-7" not in found


def _typed(unit: str, row: str) -> int:
    at = FORM.position[Key(row, "ky"), "value"]
    return int(sample.returns()[unit].values[at] or 0)
