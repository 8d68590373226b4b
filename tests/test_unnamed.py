"""What was written in place of a title, a code or a number is repeated only if it names nobody."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from aggregator.workbook.typed.quoting import NOT_REPEATED, quoted
from aggregator.workbook.typed.unnamed import unnamed_titles
from tests.offices import (
    admitted,
    aggregate,
    assert_kept_nowhere,
    fates,
    fill,
    ketnap,
    office,
    small_plan,
    templates,
)

NAMES = ("Nguyễn Văn Thử", "lò văn thử", "Y Thử Êban")
Book = openpyxl.Workbook
FORM_SHEET = "Biểu 2"


def _beside(book: Book, sheet: str, key: str, text: str) -> None:
    column = 2 if sheet == "_ketnap" else 3
    row = next(row for row in book[sheet].iter_rows() if row[0].value == key)
    row[column - 1].value = text


def _titled(book: Book, name: str) -> None:
    book[FORM_SHEET].title = name


def _titled_and_faulty(book: Book, name: str) -> None:
    _beside(book, FORM_SHEET, "B2.I", "không rõ")
    book[FORM_SHEET].title = name


def _another_sheet(book: Book, name: str) -> None:
    book.create_sheet(name)["A1"] = name


def _number(book: Book, name: str) -> None:
    _beside(book, FORM_SHEET, "B2.I", name)


def _indicator(book: Book, name: str) -> None:
    row = next(row for row in book[FORM_SHEET].iter_rows() if row[0].value == "B2.I")
    row[0].value = row[1].value = name


def _note(book: Book, name: str) -> None:
    _number(book, "không rõ")
    book[FORM_SHEET]["K9"] = name
    book[FORM_SHEET]["C9"].comment = Comment(name, name)
    book.properties.creator = name


def _carrier(key: str, *carriers: str) -> Callable[[Book, str], None]:
    def written(book: Book, name: str) -> None:
        if "sheet" in carriers:
            _beside(book, "_ketnap", key, name)
        if "names" in carriers:
            named = DefinedName(f"ketnap.{key}", attr_text=f'"{name}"')
            book.defined_names[f"ketnap.{key}"] = named
        for each in book.custom_doc_props.props if "properties" in carriers else ():
            if each.name in (key, f"ketnap.{key}"):
                each.value = name

    return written


def _cover(key: str) -> Callable[[Book, str], None]:
    return lambda book, name: _beside(book, "Bìa", key, name)


ALL = ("sheet", "names", "properties")
PLACES: dict[str, Callable[[Book, str], None]] = {
    "the title of a sheet": _titled,
    "the title of a sheet with a fault": _titled_and_faulty,
    "a sheet more": _another_sheet,
    "a number": _number,
    "an indicator": _indicator,
    "words beside": _note,
    **{f"{key} on the cover": _cover(key) for key in ("unit", "plan", "period", "revision")},
    **{f"{key} in one carrier": _carrier(key, "names") for key in ("unit", "plan", "period")},
    **{f"{key} in two": _carrier(key, "names", "sheet") for key in ("unit", "plan", "period")},
    **{f"{key} in all": _carrier(key, *ALL) for key in ("unit", "plan", "period")},
    **{
        f"{key} in the hidden sheet": _carrier(key, "sheet")
        for key in ("kind", "format", "form", "form_version", "parent", "level", "fingerprint")
    },
}


def with_a_name(home, place: str, name: str) -> bytes:
    blank = templates(small_plan(), home)["C"]
    book = openpyxl.load_workbook(io.BytesIO(fill(blank, admitted(1))))
    PLACES[place](book, name)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_kept_nowhere(tmp_path, place, name) -> None:
    folder = office(tmp_path, {"C.xlsx": with_a_name(tmp_path, place, name)})
    said = ketnap("aggregate", folder)
    assert name not in said.output
    assert_kept_nowhere(tmp_path, folder, name)


@pytest.mark.parametrize("place", [place for place in PLACES if place.endswith("in all")])
def test_a_name_is_kept_nowhere_without_a_plan(tmp_path, place) -> None:
    folder = office(tmp_path, {"C.xlsx": with_a_name(tmp_path, place, NAMES[0])})
    (tmp_path / "ke-hoach.xlsx").unlink()
    said = ketnap("aggregate", folder, "--unit", "TP")
    assert NAMES[0] not in said.output
    assert_kept_nowhere(tmp_path, folder, NAMES[0])


def test_a_fault_on_a_sheet_called_after_somebody_is_marked_in_its_place(tmp_path) -> None:
    name = NAMES[0]
    folder = office(
        tmp_path, {"C.xlsx": with_a_name(tmp_path, "the title of a sheet with a fault", name)}
    )
    outcome = aggregate(folder)
    assert fates(outcome)["C.xlsx"] == ("rejected", "V304")
    [fault] = [each for each in outcome["findings"] if each["code"] == "V304"]
    assert NOT_REPEATED in fault["sheet"]
    [copy] = (folder / "tong-hop" / "tra-lai").rglob("*.xlsx")
    book = openpyxl.load_workbook(copy)
    assert "không rõ" in book[name][fault["cell"]].comment.text
    listed = book["Lỗi cần sửa"]
    leads = [row[3].hyperlink.location for row in listed.iter_rows(min_row=5) if row[3].hyperlink]
    assert f"'{name}'!{fault['cell']}" in leads


@pytest.mark.parametrize(
    "title", ["Danh mục", "Hồ sơ gửi", "Y tế", "Lý do", "Sheet1", "Biểu 2 (2)"]
)
def test_usual_titles_name_nobody(title) -> None:
    assert unnamed_titles([title]) == [title]


@pytest.mark.parametrize(
    "words", ["chưa có", "không có số liệu", "xem ghi chú", "5 người", "#REF", "abc", "nhập sau"]
)
def test_words_that_name_nobody_are_repeated(words) -> None:
    assert quoted(words) == f"“{words}”"
