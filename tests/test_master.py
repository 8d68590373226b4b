"""A template says whose it is, opens only its inputs, and calculates what we calculate."""

import subprocess
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from aggregator import layout
from aggregator.figures import figures
from aggregator.model import CARRIED, Key, Method
from aggregator.workbook import meta
from aggregator.workbook.template import master
from aggregator.workbook.template.cells import content
from aggregator.workbook.template.content import Filling
from tests.fillings import FORM, Held, blank, dump, made, properties, typed, without_results
from tests.system import soffice

GOOD = typed(blank(), {"B1.A": 30, "B1.B1": 0, "B2.I": 0})
LARGEST = 28 * 1024


def unlocked(filling: Filling) -> set[str]:
    return {
        f"{title}!{address}"
        for title, cells in dump(master.build(FORM, filling)).items()
        for address, held in cells.items()
        if not held.locked
    }


def inputs(filling: Filling, carried: bool) -> set[str]:
    """The cells an officer types into, by what the form declares."""
    open_cells = {
        f"{s.sheet}!{s.cell}" for k, s in layout.cover_slots().items() if k in layout.COVER_INPUTS
    }
    for key, slot in layout.slots(FORM).items():
        indicator = FORM.indicators[key.indicator]
        columns = {"ky", "cung_ky"} | ({CARRIED} if carried else set())
        if indicator.method is Method.UNIT_COUNT:
            columns = {"ky", "luy_ke", "cung_ky"} if filling.typed_counts else set()
        if not indicator.expression and key.column in columns and key not in filling.known:
            open_cells.add(f"{slot.sheet}!{slot.cell}")
        if key.column == "ky":
            open_cells.add(f"{slot.sheet}!{slot._replace(column=layout.NOTE_COLUMN).cell}")
    return open_cells


@pytest.mark.parametrize(
    ("filling", "carried"),
    [(blank(), False), (blank("2024-Q2"), True), (made(1), True), (made(2, "2024-01"), False)],
    ids=["first quarter", "second quarter", "known numbers", "january"],
)
def test_only_inputs_are_unlocked(filling: Filling, carried: bool) -> None:
    assert unlocked(filling) == inputs(filling, carried)


def test_a_summary_is_locked() -> None:
    assert unlocked(made(3, kind="summary")) == set()


def test_three_carriers_say_the_same() -> None:
    filling = blank("2024-Q2")
    data = master.build(FORM, filling)
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = {row[0].value: row[1].value or "" for row in book[layout.META_SHEET].iter_rows()}
    assert sheet == dict(filling.meta)
    assert properties(data) == {key: filling.meta[key] for key in meta.REQUIRED}
    names = {n: book.defined_names[n].value for n in layout.ANCHOR_NAMES}
    assert names == {f"ketnap.{k}": f'"{filling.meta[k]}"' for k in ("unit", "period", "plan")}


def test_order_and_visibility_of_sheets() -> None:
    book = openpyxl.load_workbook(BytesIO(master.build(FORM, blank())))
    titles = [sheet.title for sheet in FORM.sheets]
    assert book.sheetnames == [
        layout.COVER_SHEET,
        *titles,
        layout.GUIDE_SHEET,
        layout.LISTS_SHEET,
        layout.META_SHEET,
    ]
    hidden = [s.title for s in book if s.sheet_state == "veryHidden"]
    assert hidden == [layout.LISTS_SHEET, layout.META_SHEET]
    assert book.active is book[layout.COVER_SHEET]


def test_protection_has_no_password_and_lets_sort_and_filter() -> None:
    book = openpyxl.load_workbook(BytesIO(master.build(FORM, blank())))
    for sheet in book:
        guard = sheet.protection
        assert guard.sheet
        assert guard.password is None
        assert guard.hashValue is None
        refused = [guard.sort, guard.autoFilter, guard.formatColumns, guard.formatRows]
        assert not any(refused)


def test_text_from_outside_stays_text() -> None:
    filling = blank()
    danger = Filling({**filling.meta, "name": "=1+1", "plan": 'a"b'}, {}, filling.submission)
    cells = dump(master.build(FORM, danger))
    name = cells[layout.COVER_SHEET][layout.cover_slots()["name"].cell]
    assert (name.value, name.formula) == ("=1+1", "")
    book = openpyxl.load_workbook(BytesIO(master.build(FORM, danger)))
    assert book.defined_names["ketnap.plan"].value == '"a""b"'


def test_same_filling_same_bytes_and_small() -> None:
    for filling in (blank(), blank("2024-Q2"), GOOD):
        data = master.build(FORM, filling)
        assert data == master.build(FORM, filling)
        assert len(data) <= LARGEST


def test_nobody_is_named_in_the_properties() -> None:
    book = openpyxl.load_workbook(BytesIO(master.build(FORM, blank())))
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy


# --- numbers ---


FILLINGS = {
    "blank": blank(),
    "blank later": blank("2024-Q2"),
    "good": GOOD,
    "nothing ticked": Filling(
        blank().meta, {"nothing": "có"}, typed(blank(), {"B1.A": 30}).submission
    ),
    "negative": typed(GOOD, {"B1.C1": 31, "B1.A/cung_ky": 1, "B1.C1/cung_ky": 2}),
    **{f"made {seed}": made(seed) for seed in range(3)},
    "first quarter": made(8, "2024-Q1"),
    **{f"summary {seed}": made(seed, "2024-Q3", "summary") for seed in (10, 11)},
}


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_our_values(tmp_path: Path) -> None:
    """Every formula, from nothing but the inputs."""
    built = {name: master.build(FORM, filling) for name, filling in FILLINGS.items()}
    for name, data in built.items():
        (tmp_path / f"{name}.xlsx").write_bytes(without_results(data))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [soffice() or "", profile, "--headless", "--convert-to", "xlsx", "--outdir", "out"]
    files = [f"{name}.xlsx" for name in built]
    subprocess.run([*convert, *files], cwd=tmp_path, check=True, capture_output=True)
    for name, data in built.items():
        book = openpyxl.load_workbook(tmp_path / "out" / f"{name}.xlsx", data_only=True)
        for title, cells in dump(data).items():
            ours = {at: held.value for at, held in cells.items() if held.formula}
            theirs = {at: book[title][at].value or None for at in ours}
            zeros = {at: 0.0 for at in ours if book[title][at].value == 0}
            assert theirs | zeros == ours, f"{name}, {title}"


def test_every_formula_carries_the_figure() -> None:
    for filling in FILLINGS.values():
        what = content(FORM, filling)
        for key, number in figures(FORM, filling.submission).items():
            cell = what.cells[layout.slots(FORM)[key]]
            if FORM.indicators[key.indicator].method is not Method.FLAG:
                assert cell.value == number


def test_a_good_filling_passes() -> None:
    assert content(FORM, GOOD).cells[layout.cover_slots()["status"]].value == "ĐẠT"


def test_who_types_the_counts_is_told_that_nobody_admitted() -> None:
    counts = {"B2.III.1": 2, "B2.III.1a": 0, "B2.III.2": 1, "B2.III.2a": 0}
    parts = dict.fromkeys(("B1.B1", "B2.I", "B2.1.khac", "B2.2.18_30", "B2.3.thpt"), 1)
    filling = typed(GOOD, {**parts, **counts})
    row = layout.slots(FORM)[Key("B2.III.1a", "ky")]._replace(column=layout.MARK_COLUMN)
    status = layout.cover_slots()["status"]
    for above, verdict in ((True, "CÒN 1 LỖI"), (False, "ĐẠT")):
        cells = content(FORM, filling._replace(typed_counts=above)).cells
        assert str(cells[row].value).startswith("Lỗi I10.tccsd") == above
        assert cells[status].value == verdict


def test_the_blank_template_is_nobodys() -> None:
    data = master.blank_template(FORM)
    assert len(data) <= LARGEST
    cells = dump(data)
    carried = {row[0]: row[1] for row in zip(*_columns(cells[layout.META_SHEET]), strict=True)}
    assert carried["kind"] == "template"
    assert carried["fingerprint"] == layout.fingerprint(FORM)
    assert not carried["unit"]
    assert not carried["period"]


def _columns(cells: dict[str, Held]) -> tuple[list[object], list[object]]:
    rows = range(1, 1 + sum(1 for at in cells if at.startswith("A")))
    values = {at: held.value for at, held in cells.items()}
    return [values.get(f"A{row}") for row in rows], [values.get(f"B{row}") for row in rows]
