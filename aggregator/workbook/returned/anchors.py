"""Where the rows and columns of a form really stand in a returned workbook: by their anchors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from aggregator import layout
from aggregator.model import CARRIED, Fault, Form, Key, Method, Ref, Repair, Sheet
from aggregator.workbook.cells.reader import Book, Cell, Grid, State
from aggregator.workbook.typed.quoting import quoted
from aggregator.workbook.typed.text import decode, fold

Places = tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The sheet of a form as it was found: rows by indicator, columns by column code.

    `facts` and `derived` are the places of the numbers it stores and computes, in their order.
    """

    grid: Grid
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    label_column: int
    facts: Places = ()
    derived: Places = ()

    def place(self, key: Key) -> tuple[int, int] | None:
        """Row and column of a number, or None where an anchor is lost."""
        row, column = self.rows.get(key.indicator), self.columns.get(key.column)
        return None if row is None or column is None else (row, column)

    def cell(self, key: Key) -> Cell | None:
        """The cell of a number; None is blank."""
        place = self.place(key)
        return None if place is None else self.grid.cells.get(place)

    def stored(self) -> list[Cell | None]:
        """The cells of the facts of the sheet, in their order."""
        return self._cells(self.facts)

    def computed(self) -> list[Cell | None]:
        """The cells of what the sheet derives, in their order."""
        return self._cells(self.derived)

    def _cells(self, places: Places) -> list[Cell | None]:
        cells = self.grid.cells
        return [None if place is None else cells.get(place) for place in places]


@dataclass(slots=True)
class Anchored:
    """Every form sheet that was found, with what had to be tolerated or is wrong."""

    sheets: dict[str, Found] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    labels: Mapping[str, str] = field(default_factory=dict)

    def ref(self, sheet: Sheet, key: Key) -> Ref:
        """The place of a number in the returned workbook."""
        found = self.sheets.get(sheet.title)
        place = found.place(key) if found else None
        if found is None or place is None:
            return Ref(sheet=found.grid.title if found else sheet.title)
        return Ref(sheet=found.grid.title, cell=address(*place))


def address(row: int, column: int) -> str:
    """(5, 3) -> C5."""
    return f"{layout.column_letter(column)}{row}"


def anchor(book: Book, form: Form) -> Anchored:
    """Find every sheet of the form in the book."""
    texts = _texts(book, form)
    few = sum(len(shown) for _, _, shown in texts) <= _MOST_TEXTS
    printed = _as_printed(form, texts) if few else None
    if printed is None:
        return _search(book, form)
    found = {
        title: replace(located, grid=grid)
        for title, located in printed.items()
        if (grid := book.grid(title)) is not None
    }
    return Anchored(found, labels=_labels(form))


_MOST_TEXTS = 2_000
_Texts = tuple[tuple[str, str, tuple[tuple[tuple[int, int], object], ...]], ...]
"""Of each sheet its title, whether it is hidden, and what texts of the form it shows where."""


def _texts(book: Book, form: Form) -> _Texts:
    known = _printed_texts(form)
    return tuple(
        (
            grid.title,
            grid.hidden,
            tuple(
                [
                    (place, cell.value)
                    for place, cell in grid.cells.items()
                    if cell.value in known and cell.state is State.TEXT
                ]
            ),
        )
        for grid in book.grids
    )


@lru_cache(maxsize=16)
def _printed_texts(form: Form) -> frozenset[str]:
    labels = {indicator.label for indicator in form.indicators.values()}
    return frozenset({*form.indicators, *labels, *layout.COLUMN_OF, *_labels(form).values()})


@lru_cache(maxsize=16)
def _labels(form: Form) -> Mapping[str, str]:
    return {**{column.code: column.label for column in form.columns}, CARRIED: layout.CARRIED_LABEL}


@lru_cache(maxsize=64)
def _as_printed(form: Form, texts: _Texts) -> Mapping[str, Found] | None:
    """Where the sheets are in a book nobody rebuilt; None where there is anything to be said.

    With every code and every label in place, no other text of the book has a say in it.
    """
    grids = (
        Grid(title, hidden, {place: Cell(State.TEXT, str(text)) for place, text in cells})
        for title, hidden, cells in texts
    )
    anchored = _search(Book(tuple(grids)), form)
    if anchored.faults or anchored.repairs:
        return None
    headed = all(_headed(found, anchored.labels) for found in anchored.sheets.values())
    return anchored.sheets if headed else None


def _headed(found: Found, labels: Mapping[str, str]) -> bool:
    """Whether each column shows its own label above its numbers."""
    above = range(1, min(found.rows.values(), default=0))
    cells = found.grid.cells
    return all(
        any((row, at) in cells and cells[row, at].value == labels[code] for row in above)
        for code, at in found.columns.items()
    )


def _search(book: Book, form: Form) -> Anchored:
    anchored = Anchored(labels=_labels(form))
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


@lru_cache(maxsize=16)
def derived_keys(form: Form) -> tuple[Key, ...]:
    """The numbers that a return only shows, in the order of the form."""
    return tuple(
        Key(indicator.code, column)
        for indicator in form.indicators.values()
        if indicator.method not in (Method.FLAG, Method.UNIT_COUNT)
        for column in ("ky", "luy_ke", "cung_ky", "ty_le")
        if indicator.expression or column in ("luy_ke", "ty_le")
    )


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
    return len({cell.value for cell in grid.cells.values() if cell.value in codes})


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
