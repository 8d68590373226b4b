"""A summary that was typed over says other numbers than its own tables, and goes back."""

from __future__ import annotations

import pytest

from aggregator.gallery import broken, packages
from aggregator.gallery.office import FORM, Bench
from aggregator.layout import Slot, slots
from aggregator.model import FileStatus, Key
from aggregator.samples import faults
from tests.offices import PERIOD, admitted, aggregate, fates, fill, office, small_plan, templates

BENCH = Bench(broken.plan(), "S220")


def typed_over(key: str, number: int) -> broken.Outcome:
    slot = slots(FORM)[Key.parse(key)]
    return broken.outcome("S220", "S220.xlsx", over(BENCH.summary(), slot, number))


def over(data: bytes, slot: Slot, number: int) -> bytes:
    return faults.type_value(data, slot, "n", f"<v>{number}</v>")


def test_a_summary_as_it_was_written_agrees_with_itself() -> None:
    seen = broken.outcome("S220", "S220.xlsx", BENCH.summary())
    assert (seen.status, seen.findings) == (FileStatus.COUNTED, ())


@pytest.mark.parametrize(
    ("key", "number", "other"), [("N.camtinh", 6, 5), ("B1.C1", 1, 0), ("B1.A", 50, 42)]
)
def test_a_number_typed_over_is_named_with_both_sides(key: str, number: int, other: int) -> None:
    seen = typed_over(key, number)
    (finding,) = (f for f in seen.findings if f.code == "S220")
    assert seen.status is FileStatus.REJECTED
    assert f"là {number}, cộng các tệp" in finding.message
    assert finding.message.endswith(f"là {other}")
    assert finding.ref.cell == slots(FORM)[Key(key, "ky")].cell


def test_what_was_carried_into_the_period_must_be_the_unit_s_own_row() -> None:
    seen = typed_over("B2.I/_truoc", 9)
    (finding,) = (f for f in seen.findings if f.code == "S220")
    assert "ở biểu là 11, dòng của đơn vị ở sheet “Đơn vị” là 4" in finding.message


def test_a_summary_without_its_tables_still_counts() -> None:
    data = BENCH.summary()
    for sheet in ("Nguồn số liệu", "Đơn vị"):
        data = packages.without_sheet(data, sheet)
    slot = slots(FORM)[Key("N.camtinh", "ky")]
    seen = broken.outcome("S220", "S220.xlsx", over(data, slot, 8))
    assert seen.status is FileStatus.COUNTED


def test_the_level_above_sends_it_back(tmp_path) -> None:
    blank = templates(small_plan(), tmp_path)
    returns = {f"{code}.xlsx": fill(blank[code], admitted(2)) for code in ("A.1", "A.2")}
    below = office(tmp_path, returns)
    aggregate(below, "--unit", "A", "--out", tmp_path / "A")
    summary = (tmp_path / "A" / f"tong-hop_A_{PERIOD}.xlsx").read_bytes()
    above = tmp_path / "tren"
    above.mkdir()
    slot = slots(FORM)[Key("B2.I.nu", "ky")]
    folder = office(above, {"A.xlsx": over(summary, slot, 1)})
    outcome = aggregate(folder)
    assert fates(outcome)["A.xlsx"] == ("rejected", "S220")
    assert [f["cell"] for f in outcome["findings"] if f["code"] == "S220"] == [slot.cell]
