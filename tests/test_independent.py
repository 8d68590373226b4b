"""Totals of every unit of the sample, recomputed by other means: python-calamine and plain sums."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import defaultdict
from email import message_from_bytes
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.offices import aggregate

SAMPLE = Path(__file__).parent.parent / "sample_workbooks" / "uong-bi-2024"
FORM_SHEETS = ("Biểu 1", "Biểu 2", "Nguồn")
NOT_SUMMED = ("B2.2.tb", "N.het_nguon")


def typed_numbers(data: bytes) -> dict[str, float]:
    """What stands in column `ky` beside each code, as another library reads it."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = {}
    for title in FORM_SHEETS:
        rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        column = next(r for r in rows if "ky" in r).index("ky")
        found |= {r[0]: as_number(r[column]) for r in rows if r[0] and r[column] != ""}
    return found


def as_number(value: object) -> float:
    """A number, or what the one repaired return of the sample holds instead: `-`, `3 đ/c`."""
    if isinstance(value, float | int):
        return value
    digits = re.match(r"\d+", str(value))
    return int(digits[0]) if digits else 0


def bytes_of(path: str) -> bytes:
    """The bytes of a counted file, or of what a zip or a mail holds."""
    folder = SAMPLE / "nhan-ve" / "2024-Q1"
    for container in (p for p in folder.rglob("*") if p.suffix in (".zip", ".eml")):
        name = container.relative_to(folder).as_posix()
        if path.startswith(f"{name}/"):
            member = path.removeprefix(f"{name}/")
            if container.suffix == ".zip":
                return zipfile.ZipFile(container).read(member)
            parts = message_from_bytes(container.read_bytes()).walk()
            return next(p for p in parts if p.get_filename() == member).get_payload(decode=True)
    return (folder / path).read_bytes()


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> dict:
    return aggregate(SAMPLE / "nhan-ve" / "2024-Q1", "--out", str(tmp_path_factory.mktemp("ra")))


def test_every_total_is_the_plain_sum_of_the_cells(outcome) -> None:
    parents = {u["unit"]: u["parent"] for u in outcome["units"]}
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for file in (f for f in outcome["files"] if f["status"] == "counted"):
        for code, number in typed_numbers(bytes_of(file["path"])).items():
            unit = file["unit"]
            while unit:
                sums[unit][code] += number
                unit = parents[unit]
    compared = 0
    for unit in outcome["units"]:
        for key, value in unit["values"].items():
            code, column = key.split("/")
            if column == "ky" and code not in NOT_SUMMED and not code.startswith("B2.III"):
                assert (value or 0) == sums[unit["unit"]][code], (unit["unit"], key)
                compared += 1
    assert compared > 20_000


def test_the_city_is_the_sum_of_its_own_units(outcome) -> None:
    city, *below = outcome["units"]
    direct = [u for u in below if u["parent"] == city["unit"] and u["values"]]
    for key, value in city["values"].items():
        code, column = key.split("/")
        if column == "ky" and code not in NOT_SUMMED:
            assert value == sum(u["values"][key] or 0 for u in direct) or value is None


def test_the_city_is_asked_for_277(outcome) -> None:
    quota = next(q for q in outcome["quotas"] if q["kind"] == "K2" and q["unit"] == "UB")
    assert quota["required"] == 277
    assert json.dumps(quota["percent_of_required"]) == '"14,80"'
