"""The open workbook in Excel; the only module that knows xlwings, and only its free part.

Whatever Excel refuses becomes an UnreachableError with a sentence for the officer.
"""

from __future__ import annotations

import atexit
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import xlwings as xw
from xlwings import App as App
from xlwings import Book as Book
from xlwings import Sheet as Sheet

from xl_addin.panel import write_panel
from xl_addin.snapshot import PANEL_SHEET, Ask, Panel, Snapshot

_MOST_ATTEMPTS = 300
_BUSY_CODES = {-2147418111, -2146777998, -2147417846}
"""RPC_E_CALL_REJECTED, VBA_E_IGNORE, RPC_E_SERVERCALL_RETRYLATER."""
_FOLDER_PICKER, _CHOSEN, _TEXT = 4, -1, 2

_BUSY = (
    "Excel đang bận: đang sửa dở một ô hoặc đang mở một hộp thoại. Nhấn Enter hoặc Esc, đóng hộp "
    "thoại rồi bấm lại."
)
_REFUSED = (
    "Excel không làm được việc này. Lưu tệp, mở lại Excel và bấm lại; hoặc dùng mục Gửi đến (Send "
    "to) › ketnap trên tệp đã lưu."
)
_NO_EXCEL = (
    "Không thấy cửa sổ Excel nào đang mở một bảng tính sửa được. Mở một tệp (tệp đang ở chế độ xem "
    "an toàn thì bấm “Enable Editing” ở thanh vàng phía trên) rồi bấm lại."
)
_PROTECTED_VIEW = (
    "Tệp đang mở ở chế độ xem an toàn (Protected View). Bấm “Enable Editing” ở thanh vàng phía "
    "trên rồi bấm lại."
)
_LOCKED = (
    "Cấu trúc của tệp đang được bảo vệ nên không thêm được sheet kết quả. Bỏ bảo vệ ở Review › "
    "Protect Workbook rồi bấm lại."
)
_SAME_NAME = "Excel đang mở một tệp khác cùng tên “{}”. Đóng tệp đó rồi mở {}."


class UnreachableError(Exception):
    """Excel can't be worked with now; holds the sentence."""


def apps() -> list[App]:
    """Every running Excel that shows a workbook."""
    with _talking():
        return list(xw.apps)


def attach(window: int) -> App:
    """The Excel in whose window the button was pressed; the only one where that isn't known."""
    running = apps()
    with _talking():
        found = [app for app in running if app.hwnd == window]
    if found:
        return found[0]
    if not running:
        raise UnreachableError(_NO_EXCEL)
    return running[0]


def open_book(app: App, full_name: str) -> Book | None:
    """The workbook of that name, else the active one; None where none is open.

    Raises UnreachableError for a workbook in Protected View, which nothing can be done with.
    """
    with _talking():
        if app.api.ActiveProtectedViewWindow is not None:
            raise UnreachableError(_PROTECTED_VIEW)
        wanted = full_name.casefold()
        books: list[Book] = list(app.books)
        named = (book for book in books if str(book.api.FullName).casefold() == wanted)
        return next(named, app.books.active if books else None)


def books(running: Iterable[App]) -> list[Book]:
    """Every open workbook, once: an Excel shows up once for each of its windows."""
    with _talking():
        found = {(app.pid, str(book.api.FullName)): book for app in running for book in app.books}
        return list(found.values())


def snapshot(book: Book) -> Snapshot:
    """A copy of the workbook as it is now, made by Excel itself."""
    with _talking(), tempfile.TemporaryDirectory() as place:
        api = book.api
        copy = Path(place) / f"ban-sao{Path(book.name).suffix or '.xlsx'}"
        saved, path = bool(api.Saved), str(api.Path)
        api.SaveCopyAs(str(copy))
        cell = book.app.api.ActiveCell
        return Snapshot(
            name=book.name,
            folder=None if not path or "://" in path else Path(path),
            data=copy.read_bytes(),
            sheet=book.sheets.active.name,
            cell="" if cell is None else str(cell.Address).replace("$", ""),
            saved=saved,
            read_only=bool(api.ReadOnly),
        )


def show(book: Book, panel: Panel) -> None:
    """The panel on its own sheet. A workbook that was saved stays so: the panel is not its own."""
    with _talking():
        saved = bool(book.api.Saved)
        with _quiet(book.app):
            sheet = _panel_sheet(book)
            write_panel(sheet, panel)
            sheet.activate()
        if saved:
            book.api.Saved = True


def _panel_sheet(book: Book) -> Sheet:
    if PANEL_SHEET not in [sheet.name for sheet in book.sheets]:
        if book.api.ProtectStructure:
            raise UnreachableError(_LOCKED)
        book.sheets.add(PANEL_SHEET, after=book.sheets[-1])
    sheet = book.sheets[PANEL_SHEET]
    sheet.clear()
    return sheet


def status(app: App, text: str) -> None:
    """A line in the status bar; an empty one gives it back to Excel."""
    with _talking():
        app.status_bar = text or False


def open_workbook(app: App, path: Path) -> None:
    """The workbook in front of the officer."""
    with _talking():
        try:
            app.books.open(str(path)).activate()
        except ValueError as error:
            raise UnreachableError(_SAME_NAME.format(path.name, path)) from error


def ask(app: App, question: Ask) -> str | None:
    """Excel's own dialog; None where it is cancelled."""
    with _talking():
        if not question.folder:
            line = app.api.InputBox(question.prompt, "ketnap", question.default, Type=_TEXT)
            return None if line is False else str(line)
        dialog = app.api.FileDialog(_FOLDER_PICKER)
        dialog.Title = question.prompt
        if question.default:
            dialog.InitialFileName = f"{question.default}\\"
        return str(dialog.SelectedItems(1)) if dialog.Show() == _CHOSEN else None


@contextmanager
def _quiet(app: App) -> Iterator[None]:
    """No redrawing, events or recalculation meanwhile; all as before afterwards, come what may."""
    before = app.screen_updating, app.enable_events, app.calculation
    try:
        app.screen_updating, app.enable_events, app.calculation = False, False, "manual"
        yield
    finally:
        app.calculation, app.enable_events, app.screen_updating = before[2], before[1], before[0]


@contextmanager
def _talking() -> Iterator[None]:
    failures = _failures()
    try:
        yield
    except failures as error:
        busy = _code(error) in _BUSY_CODES or type(error).__name__ == "ExcelBusyError"
        raise UnreachableError(_BUSY if busy else _REFUSED) from error


def _code(error: Exception) -> int:
    code = getattr(error, "hresult", 0)
    details = getattr(error, "excepinfo", None)
    inner = details[5] if details else 0
    return int(inner if inner in _BUSY_CODES else code or 0)


@cache
def _failures() -> tuple[type[Exception], ...]:
    """What talking to Excel raises. xlwings would try for ever, and at its end kill every Excel
    without a window: neither is wanted.
    """
    if sys.platform != "win32":
        return (xw.XlwingsError,)
    from pythoncom import com_error
    from xlwings import _xlwindows

    _xlwindows.N_COM_ATTEMPTS = _MOST_ATTEMPTS
    atexit.unregister(_xlwindows.cleanup)
    return (xw.XlwingsError, _xlwindows.ExcelBusyError, com_error)
