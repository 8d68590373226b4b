"""`ket-qua.json` has the shape of the contract, is exact, and is the same every time."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from aggregator.figures import figures
from aggregator.model import Key, Number, Result, Submission, UnitResult, UnitStatus
from aggregator.report import unit_entry
from aggregator.report.digest import Digest
from aggregator.report.outcome import pieces
from tests.made_result import FORM, made_result


def printed(result: Result, version: str) -> str:
    return b"".join(pieces(Digest(result), version)).decode()


RESULT = made_result(absent=("UB.01.02",))
DATA = json.loads(printed(RESULT, "1.2.3"), parse_float=Decimal)


def test_shape() -> None:
    assert list(DATA) == [
        "plan", "unit", "period", "form", "generated_by", "files", "units", "quotas",
        "findings", "repairs", "counts",
    ]  # fmt: skip
    assert DATA["generated_by"] == "ketnap 1.2.3"
    shapes = {
        "files": ["path", "sha256", "status", "unit", "period", "reason"],
        "units": ["unit", "name", "parent", "level", "status", "values", "blanks",
                  "missing_below"],
        "quotas": ["quota", "unit", "kind", "strength", "required", "actual",
                   "percent_of_required", "verdict", "detail"],
        "findings": ["code", "severity", "unit", "file", "sheet", "cell", "message", "hint"],
        "repairs": ["code", "file", "sheet", "cell", "before", "after"],
    }  # fmt: skip
    for name, keys in shapes.items():
        assert all(list(entry) == keys for entry in DATA[name]), name
    assert DATA["counts"] == {
        "files": 21, "counted": 19, "rejected": 1, "missing": 1, "errors": 1, "warnings": 1,
    }  # fmt: skip


def test_values_are_the_figures_exactly() -> None:
    for unit, result in zip(DATA["units"], RESULT.units, strict=True):
        if result.submission is None:
            assert unit["values"] == {}
            continue
        for key, value in figures(FORM, result.submission).items():
            shown = unit["values"][str(key)]
            if key.indicator == FORM.exhausted:
                assert shown == (None if value is None else ("không", "có")[int(value)])
            else:
                assert shown == value


def test_files_without_a_reason_have_null() -> None:
    reasons = {entry["status"]: entry["reason"] for entry in DATA["files"]}
    assert reasons == {"counted": None, "rejected": "R102", "ignored": "R101"}


def test_percent_of_required_is_vietnamese_with_two_decimals() -> None:
    by_unit = {(q["quota"], q["unit"]): q for q in DATA["quotas"]}
    total = by_unit["Q0", "UB"]
    assert total["required"] == 30
    whole, _, decimals = total["percent_of_required"].partition(",")
    assert Decimal(f"{whole}.{decimals}") == round(Decimal(total["actual"]) * 100 / 30, 2)
    assert len(decimals) == 2


def test_blanks_of_what_was_carried_stand_under_luy_ke() -> None:
    empty = Submission("UB", "2024-Q2", (None,) * len(FORM.facts), (1,) * len(FORM.facts))
    total = RESULT.units[0]._replace(submission=empty)
    data = json.loads(printed(replace(RESULT, units=(total,)), "1"))
    blanks = data["units"][0]["blanks"]
    assert blanks["B2.I/ky"] == blanks["B2.I/luy_ke"] == blanks["B2.I/cung_ky"] == 1
    assert blanks["B2.2.tb/ky"] == 1
    assert not [key for key in blanks if "_truoc" in key]
    assert set(data["units"][0]["values"].values()) == {None}


def test_a_unit_known_through_a_summary_shows_what_is_known() -> None:
    known = UnitResult(RESULT.units[2].unit, UnitStatus.COUNTED, None, 0, {"B2.I": 3, "B1.A": None})
    data = json.loads(printed(replace(RESULT, units=(RESULT.units[0], known)), "1"))
    assert data["units"][1]["values"] == {"B2.I/luy_ke": 3, "B1.A/luy_ke": None}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("12.50"), "12.5"),
        (Decimal("12.00"), "12"),
        (Decimal("1E+2"), "100"),
        (Decimal("0.00"), "0"),
        (Decimal("99999999999999999.99"), "99999999999999999.99"),
        (10, "10"),
        (None, "null"),
    ],
)
def test_numbers_are_printed_without_loss(value: Number | None, text: str) -> None:
    assert unit_entry.printed(value) == text


def test_an_entry_is_a_line() -> None:
    text = printed(RESULT, "1")
    lines = [line.rstrip(",") for line in text.splitlines() if line.startswith("  ")]
    entries = [json.loads(line, parse_float=Decimal) for line in lines]
    names = ("files", "units", "quotas", "findings", "repairs")
    assert entries == [entry for name in names for entry in DATA[name]]
    assert text.endswith("\n}\n")


def test_text_is_not_escaped_more_than_json_asks() -> None:
    unit = RESULT.total.unit._replace(name='Đảng "ủy" 100%\n')
    total = RESULT.total._replace(unit=unit)
    text = printed(replace(RESULT, units=(total, *RESULT.units[1:])), "1")
    assert '"name":"Đảng \\"ủy\\" 100%\\n"' in text


def test_nothing_at_all_is_still_json() -> None:
    empty = replace(RESULT, files=(), findings=(), repairs=(), judgements=())
    data = json.loads(printed(empty, "1"))
    assert [data[name] for name in ("files", "quotas", "findings", "repairs")] == [[], [], [], []]


def test_same_result_same_text() -> None:
    assert printed(made_result(seed=3), "1") == printed(made_result(seed=3), "1")


def test_values_name_every_number_of_the_form() -> None:
    names = {Key.parse(name) for name in DATA["units"][0]["values"]}
    assert RESULT.total.submission is not None
    assert names == set(figures(FORM, RESULT.total.submission))
