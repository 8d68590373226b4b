"""Drafts to those whose returns are missing: who is named, with which deadline, to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aggregator.mail.reminder import MOST_NAMED
from aggregator.model import Deadline, Unit
from tests.offices import PERIOD, admitted, aggregate, fates, fill, ketnap, office, templates
from tests.test_letters import WRONG, body, opened, with_mail

DUE = Deadline("D", "Báo cáo quý I", PERIOD, date(2024, 4, 5), "chi_bo")
PLAN = with_mail(deadlines=(DUE,))


def reminders(folder: Path) -> dict[str, str]:
    """The text of each draft by its name."""
    out = folder / "tong-hop" / "nhac-nop"
    return {path.name: body(opened(path)) for path in sorted(out.glob("*"))}


def owed(text: str) -> list[str]:
    return [line for line in text.splitlines() if line[:1].isdigit() or line.startswith("…")]


def test_each_direct_subordinate_is_told_what_is_missing_below_it(tmp_path) -> None:
    blank = templates(PLAN, tmp_path)
    returns = {"A.1": admitted(1), "A.2": WRONG}
    folder = office(tmp_path, {f"{c}.xlsx": fill(blank[c], n) for c, n in returns.items()}, PLAN)
    result = ketnap("remind", folder)
    assert result.return_value == 0
    assert "3 thư nháp" in result.output
    written = reminders(folder)
    assert {name: owed(text) for name, text in written.items()} == {
        f"nhac_A_{PERIOD}.eml": [
            "1. Chi bộ khu phố 2: đã gửi nhưng còn lỗi, chưa gửi lại; hạn gửi ngày 05/04/2024."
        ],
        f"nhac_B_{PERIOD}.eml": [
            "1. Chi bộ thôn 1: chưa gửi; hạn gửi ngày 05/04/2024.",
            "2. Chi bộ thôn 2: chưa gửi; hạn gửi ngày 05/04/2024.",
        ],
        f"nhac_C_{PERIOD}.eml": ["1. Chi bộ cơ sở C: chưa gửi."],
    }
    letter = opened(folder / "tong-hop" / "nhac-nop" / f"nhac_B_{PERIOD}.eml")
    assert (letter["To"], letter["X-Unsent"]) == ("b@example.vn", "1")
    assert letter["Subject"] == "[KH-THU] Nhắc gửi báo cáo quý I năm 2024 – Đảng bộ xã B"
    text = written[f"nhac_B_{PERIOD}.eml"]
    assert "Đề nghị Đảng bộ xã B đôn đốc các đơn vị nêu trên" in text
    assert "Gửi báo cáo về: tp@example.vn." in text
    assert "Đề nghị Chi bộ cơ sở C gửi báo cáo." in written[f"nhac_C_{PERIOD}.eml"]


def test_nothing_but_the_drafts_is_written(tmp_path) -> None:
    folder = office(tmp_path, {}, PLAN)
    ketnap("remind", folder, "--period", PERIOD)
    assert [path.name for path in folder.iterdir()] == ["tong-hop"]
    assert [path.name for path in (folder / "tong-hop").iterdir()] == ["nhac-nop"]
    first = reminders(folder)
    ketnap("remind", folder, "--period", PERIOD)
    assert reminders(folder) == first


def test_who_has_sent_since_is_no_longer_reminded(tmp_path) -> None:
    blank = templates(PLAN, tmp_path)
    folder = office(tmp_path, {"C.xlsx": fill(blank["C"], WRONG)}, PLAN)
    ketnap("remind", folder)
    other = folder / "tong-hop" / "nhac-nop" / "nhac_C_2023-Q4.eml"
    other.write_bytes(b"")
    office(tmp_path, {"C.xlsx": fill(blank["C"], admitted(1))}, PLAN)
    ketnap("remind", folder)
    assert set(reminders(folder)) == {
        other.name, f"nhac_A_{PERIOD}.eml", f"nhac_B_{PERIOD}.eml"
    }  # fmt: skip


def test_all_in_is_said_and_nothing_is_written(tmp_path) -> None:
    blank = templates(PLAN, tmp_path)
    leaves = ("A.1", "A.2", "B.1.1", "B.2", "C")
    folder = office(tmp_path, {f"{c}.xlsx": fill(blank[c], admitted(1)) for c in leaves}, PLAN)
    assert "Đã đủ báo cáo" in ketnap("remind", folder).output
    assert reminders(folder) == {}


def test_a_branch_that_answers_as_one_is_named_by_its_head(tmp_path) -> None:
    blank = templates(PLAN, tmp_path)
    folder = office(tmp_path, {"A.xlsx": fill(blank["A"], admitted(1))}, PLAN)
    ketnap("remind", folder)
    assert owed(reminders(folder)[f"nhac_B_{PERIOD}.eml"]) == [
        "1. Đảng bộ xã B: chưa gửi báo cáo chung của cả nhánh."
    ]


def test_what_a_summary_lacks_is_asked_for(tmp_path) -> None:
    blank = templates(PLAN, tmp_path)
    below = tmp_path / "a"
    below.mkdir()
    aggregate(
        office(below, {"A.1.xlsx": fill(blank["A.1"], admitted(1))}, replace(PLAN, slice_of="A"))
    )
    (summary,) = below.rglob(f"tong-hop_A_{PERIOD}.xlsx")
    folder = office(tmp_path, {"A.xlsx": summary.read_bytes()}, PLAN)
    ketnap("remind", folder)
    assert owed(reminders(folder)[f"nhac_A_{PERIOD}.eml"]) == [
        "1. Chi bộ khu phố 2: chưa gửi; hạn gửi ngày 05/04/2024."
    ]


def test_a_long_list_ends_with_how_many_more(tmp_path) -> None:
    more = [Unit(f"B.{at}", f"Chi bộ {at}", "B", "chi_bo", "thon") for at in range(10, 80)]
    plan = replace(PLAN, units={**PLAN.units, **{unit.code: unit for unit in more}})
    folder = office(tmp_path, {}, plan)
    ketnap("remind", folder, "--period", PERIOD)
    lines = owed(reminders(folder)[f"nhac_B_{PERIOD}.eml"])
    assert len(lines) == MOST_NAMED + 1
    assert lines[-1] == "… và 12 đơn vị khác."


def test_a_subordinate_without_address_is_named(tmp_path) -> None:
    plan = replace(PLAN, units={**PLAN.units, "B": PLAN.units["B"]._replace(email="")})
    folder = office(tmp_path, {}, plan)
    result = ketnap("remind", folder, "--period", PERIOD)
    assert "tự ghi nơi nhận: B\n" in result.output
    assert opened(folder / "tong-hop" / "nhac-nop" / f"nhac_B_{PERIOD}.eml")["To"] is None


@pytest.mark.parametrize("why", ["classified", "no plan", "no period"])
def test_where_nobody_can_be_reminded_it_is_2(tmp_path, why) -> None:
    plan = replace(PLAN, classification="Mật" if why == "classified" else "")
    returns = {} if why == "no period" else {"C.xlsx": templates(plan, tmp_path)["C"]}
    folder = office(tmp_path, returns, plan)
    if why == "no plan":
        (tmp_path / "ke-hoach.xlsx").unlink()
    result = ketnap("remind", folder)
    assert result.return_value == 2
    said = {"classified": "Mật", "no plan": "--plan", "no period": "--period"}
    assert said[why] in result.output
    assert not list(tmp_path.rglob("*.eml"))


def test_a_reminder_that_lies_among_the_returns_is_an_output_of_ours(tmp_path) -> None:
    ketnap("remind", office(tmp_path, {}, PLAN), "--period", PERIOD)
    (letter, *_) = tmp_path.rglob("nhac_*.eml")
    folder = office(tmp_path, {letter.name: letter.read_bytes()}, PLAN)
    assert fates(aggregate(folder))[letter.name] == ("own_output", "R112")
