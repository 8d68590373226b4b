"""The file of one unit sent under the code of another is noticed, by its numbers."""

from __future__ import annotations

from tests.offices import admitted, aggregate, fill, office, small_plan, templates

MANY = {
    **admitted(3, 24),
    **dict.fromkeys(("B2.I.nu", "B2.I.doanvien", "B2.4.dh", "N.gcn", "N.le", "N.camtinh"), 2),
}


def said(folder) -> list[tuple[str, str, str]]:
    found = aggregate(folder)["findings"]
    return [(f["unit"], f["file"], f["message"]) for f in found if f["code"] == "C606"]


def sent(tmp_path, numbers, nothing=()) -> list[tuple[str, str, str]]:
    blank = templates(small_plan(), tmp_path)
    returns = {f"{code}.xlsx": fill(blank[code], own) for code, own in numbers.items()}
    return said(office(tmp_path, {**returns, **dict(nothing)}))


def test_two_units_with_the_same_numbers_are_named(tmp_path) -> None:
    others = {"A.1": MANY, "B.2": {**MANY, "B1.A": 25}}
    ((unit, file, message),) = sent(tmp_path, {**others, "A.2": MANY})
    assert (unit, file) == ("A.2", "A.2.xlsx")
    assert message == "cả 14 số khác 0 trong kỳ giống hệt tệp “A.1.xlsx” của “Chi bộ khu phố 1”"


def test_one_number_less_is_another_report(tmp_path) -> None:
    assert sent(tmp_path, {"A.1": MANY, "A.2": {**MANY, "N.camtinh": 1}}) == []


def test_few_numbers_may_well_be_the_same(tmp_path) -> None:
    assert sent(tmp_path, {"A.1": admitted(1), "A.2": admitted(1)}) == []


def test_every_copy_names_the_first(tmp_path) -> None:
    found = sent(tmp_path, dict.fromkeys(("A.1", "A.2", "B.2"), MANY))
    assert [unit for unit, _, _ in found] == ["A.2", "B.2"]
    assert all("“A.1.xlsx”" in message for _, _, message in found)


def test_a_unit_s_own_earlier_sending_is_no_copy_of_another(tmp_path) -> None:
    blank = templates(small_plan(), tmp_path)["A.1"]
    again = {"A.1-lan-2.xlsx": fill(blank, MANY, {"revision": 2})}
    assert sent(tmp_path, {"A.1": MANY}, again.items()) == []
