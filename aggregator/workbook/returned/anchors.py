"""Where the rows and columns of a form really stand in a returned workbook: by their anchors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from aggregator import layout
from aggregator.model import CARRIED, Fault, Form, Ref, Repair, Sheet
from aggregator.workbook.cells.book import Book, Grid, State
from aggregator.workbook.returned.found import Anchored, Found, address, derived_keys
from aggregator.workbook.typed.encodings import decode
from aggregator.workbook.typed.quoting import quoted
from aggregator.workbook.typed.text import fold


@lru_cache(maxsize=16)
def labels_of(form: Form) -> Mapping[str, str]:
    """What stands above each column, by its code."""
    return {**{column.code: column.label for column in form.columns}, CARRIED: layout.CARRIED_LABEL}


def search(book: Book, form: Form) -> Anchored:
    """Find every sheet of the form in the book."""
    anchored = Anchored(labels=labels_of(form))
    taken: set[str] = set()
    for sheet in form.sheets:
        codes = {indicator.code for indicator in sheet.indicators}
        grid = _grid_of(book, sheet.title, codes, taken)
        if grid is None:
            anchored.faults.append(
                Fault("S207", f"không thấy sheet “{sheet.title}”", Ref(sheet=sheet.title))
            )
            continue
        taken.add(grid.title)
        if grid.title != sheet.title:
            ref = Ref(sheet=grid.title)
            anchored.repairs.append(Repair("T106", ref, grid.title, sheet.title))
        found = _locate(anchored, grid, sheet, codes)
        anchored.sheets[sheet.title] = replace(
            found,
            facts=tuple(
                found.place(fact.key) for fact in form.facts if fact.key.indicator in codes
            ),
            derived=tuple(found.place(key) for key in derived_keys(form) if key.indicator in codes),
        )
        _compare_copies(anchored, book, grid, codes)
        _compare_labels(anchored, form, sheet, found)
    return anchored


def _grid_of(book: Book, title: str, codes: set[str], taken: set[str]) -> Grid | None:
    named = book.grid(title)
    if named is not None and _matches(named, codes):
        return named
    others = (grid for grid in book.grids if grid.title not in taken)
    scored = [(_matches(grid, codes), grid) for grid in others if grid.hidden != "veryHidden"]
    score, best = max(scored, key=lambda pair: pair[0], default=(0, None))
    return best if score * 2 > len(codes) else None


def _compare_copies(anchored: Anchored, book: Book, grid: Grid, codes: set[str]) -> None:
    """A copy of the sheet with other numbers makes it unknown which one was filled in."""
    for other in book.grids:
        if other is grid or _matches(other, codes) * 2 <= len(codes):
            continue
        ref = Ref(sheet=other.title)
        if _numbers(other) == _numbers(grid):
            anchored.repairs.append(Repair("T113", ref, other.title, grid.title))
        else:
            message = f"“{other.title}” và “{grid.title}” cùng mã dòng mà khác số liệu"
            anchored.faults.append(Fault("S218", message, ref))


def _numbers(grid: Grid) -> list[tuple[tuple[int, int], object]]:
    return sorted((place, cell.value) for place, cell in grid.cells.items() if not cell.formula)


def _matches(grid: Grid, codes: set[str]) -> int:
    return len(codes & grid.contents)


def _locate(anchored: Anchored, grid: Grid, sheet: Sheet, codes: set[str]) -> Found:
    places = [
        (row, column, cell.value)
        for (row, column), cell in grid.cells.items()
        if cell.state is State.TEXT and (cell.value in codes or cell.value in layout.COLUMN_OF)
    ]
    code_column = _most_common([column for _, column, value in places if value in codes])
    code_row = _most_common([row for row, _, value in places if value in layout.COLUMN_OF])
    rows = [(str(v), row) for row, column, v in places if column == code_column and v in codes]
    columns = [
        (str(v), column) for row, column, v in places if row == code_row and v in layout.COLUMN_OF
    ]
    _report_moves(anchored, grid, sheet, rows, columns)
    _compare_headers(anchored, grid, columns, min((row for _, row in rows), default=0))
    _report_losses(anchored, grid, rows, codes, "dòng")
    _report_losses(anchored, grid, columns, {"ky", "cung_ky", CARRIED}, "cột")
    return Found(grid, _unique(rows), _unique(columns), code_column + 1)


def _compare_headers(
    anchored: Anchored, grid: Grid, columns: Sequence[tuple[str, int]], first_row: int
) -> None:
    """Above its numbers each column shows its own label, not that of another column."""
    labels = {fold(label): code for code, label in anchored.labels.items()}
    for code, at in columns:
        shown = {
            labels[text]: row
            for row in range(1, first_row)
            if (cell := grid.cells.get((row, at))) is not None
            and cell.state is State.TEXT
            and (text := fold(str(cell.value))) in labels
        }
        if shown and code not in shown:
            other, row = next(iter(shown.items()))
            message = f"mã cột “{code}” nhưng nhãn là của cột “{other}”"
            ref = Ref(sheet=grid.title, cell=address(row, at))
            anchored.faults.append(Fault("S209", message, ref))


def _most_common(numbers: Sequence[int]) -> int:
    return Counter(sorted(numbers)).most_common(1)[0][0] if numbers else 1


def _unique(places: Sequence[tuple[str, int]]) -> dict[str, int]:
    seen = Counter(code for code, _ in places)
    return {code: at for code, at in places if seen[code] == 1}


def _report_moves(
    anchored: Anchored,
    grid: Grid,
    sheet: Sheet,
    rows: Sequence[tuple[str, int]],
    columns: Sequence[tuple[str, int]],
) -> None:
    expected = {row.indicator.code: row.row for row in layout.rows(sheet) if row.indicator}
    moved = [(code, at, expected[code]) for code, at in rows if expected[code] != at]
    if moved:
        code, at, was = moved[0]
        more = f" và {len(moved) - 1} dòng khác" if len(moved) > 1 else ""
        ref = Ref(sheet=grid.title, cell=address(at, 1))
        anchored.repairs.append(Repair("T104", ref, f"{code}: dòng {at}{more}", f"dòng {was}"))
    for code, at in columns:
        if layout.COLUMN_OF[code] != at:
            ref = Ref(sheet=grid.title, cell=address(1, at))
            usual = layout.column_letter(layout.COLUMN_OF[code])
            now = layout.column_letter(at)
            anchored.repairs.append(Repair("T104", ref, f"{code}: cột {now}", f"cột {usual}"))


def _report_losses(
    anchored: Anchored, grid: Grid, places: Sequence[tuple[str, int]], codes: set[str], what: str
) -> None:
    seen = Counter(code for code, _ in places)
    lost = sorted(code for code in codes if not seen[code])
    twice = sorted(code for code, times in seen.items() if times > 1)
    for codes_at_fault, words in ((lost, "mất mã"), (twice, "trùng mã")):
        if codes_at_fault:
            shown = ", ".join(codes_at_fault[:5]) + ("…" if len(codes_at_fault) > 5 else "")
            fault = Fault("S208", f"{words} {what} {shown}", Ref(sheet=grid.title))
            anchored.faults.append(fault)


def _compare_labels(anchored: Anchored, form: Form, sheet: Sheet, found: Found) -> None:
    owners: dict[str, str] | None = None
    for indicator in sheet.indicators:
        row = found.rows.get(indicator.code)
        cell = None if row is None else found.grid.cells.get((row, found.label_column))
        if row is None or (cell is not None and cell.value == indicator.label):
            continue
        ref = Ref(sheet=found.grid.title, cell=address(row, found.label_column))
        if cell is None:
            anchored.repairs.append(Repair("T103", ref, "", indicator.label))
            continue
        readable = decode(str(cell.value), cell.font)
        label = fold(readable)
        if label == fold(indicator.label):
            if readable != cell.value:
                anchored.repairs.append(Repair("T112", ref, str(cell.value), indicator.label))
            continue
        owners = owners or {fold(i.label): i.code for i in form.indicators.values()}
        if label in owners:
            owner = form.indicators[owners[label]]
            message = f"mã {indicator.code} nhưng nhãn là “{owner.label}” của {owner.code}"
            anchored.faults.append(Fault("S209", message, ref))
        else:
            before = quoted(readable).strip("“”")
            anchored.repairs.append(Repair("T103", ref, before, indicator.label))
