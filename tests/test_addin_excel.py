"""What Excel refuses is one sentence: made-up Excels, for what no spreadsheet here can show."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from xl_addin import companion, excel, session, start
from xl_addin.desktop import Desktop, do
from xl_addin.snapshot import Ask, Given, Level, Open


class ComError(Exception):
    """As pywin32 raises it."""

    def __init__(self, hresult: int, inner: int | None = None) -> None:
        super().__init__(hresult)
        self.hresult = hresult
        self.excepinfo = (0, "", "", "", 0, inner) if inner else None


class ExcelBusyError(Exception):
    """As xlwings raises it."""


BUSY = [ComError(-2147418111), ComError(-2147352567, -2146777998), ExcelBusyError()]


@pytest.fixture(autouse=True)
def com(monkeypatch) -> None:
    monkeypatch.setattr(excel, "_failures", lambda: (ComError, ExcelBusyError))


def book(full_name: str, path: str = "C:\\vp", **more):
    def save_copy_as(place: str) -> None:
        Path(place).write_bytes(b"PK")

    api = {"FullName": full_name, "Path": path, "Saved": True, "ReadOnly": False, **more}
    cell = SimpleNamespace(Address="$C$8")
    return SimpleNamespace(
        name=full_name.replace("/", "\\").rpartition("\\")[2],
        api=SimpleNamespace(SaveCopyAs=save_copy_as, **api),
        app=SimpleNamespace(api=SimpleNamespace(ActiveCell=cell)),
        sheets=SimpleNamespace(active=SimpleNamespace(name="Biểu 2")),
    )


class Books(list):
    @property
    def active(self):
        return self[-1]


def app(hwnd: int, *names: str, pid: int = 1, protected: object = None):
    api = SimpleNamespace(ActiveProtectedViewWindow=protected)
    return SimpleNamespace(hwnd=hwnd, pid=pid, books=Books(map(book, names)), api=api)


def running(monkeypatch, *apps) -> None:
    monkeypatch.setattr(excel, "xw", SimpleNamespace(apps=apps))


def test_of_two_instances_the_one_whose_button_was_pressed(monkeypatch) -> None:
    first, second = app(11, "C:\\vp\\a.xlsx"), app(22, "C:\\vp\\b.xlsx", pid=2)
    running(monkeypatch, first, second)
    assert excel.attach(22) is second
    assert excel.attach(99) is first


def test_without_excel(monkeypatch) -> None:
    running(monkeypatch)
    with pytest.raises(excel.UnreachableError, match="Không thấy cửa sổ Excel"):
        excel.attach(11)


@pytest.mark.parametrize("error", BUSY, ids=["rejected", "typing", "xlwings"])
def test_while_a_cell_is_being_edited(monkeypatch, error) -> None:
    class Busy:
        def __iter__(self):
            raise error

    monkeypatch.setattr(excel, "xw", SimpleNamespace(apps=Busy()))
    with pytest.raises(excel.UnreachableError, match="Excel đang bận"):
        excel.attach(11)


def test_anything_else_that_excel_refuses() -> None:
    class Dead:
        @property
        def api(self):
            raise ComError(-2147023174)

    with pytest.raises(excel.UnreachableError, match="Gửi đến"):
        excel.snapshot(Dead())


def test_protected_view_says_what_to_press() -> None:
    with pytest.raises(excel.UnreachableError, match="Enable Editing"):
        excel.open_book(app(11, protected=object()), "")


def test_nothing_open() -> None:
    assert excel.open_book(app(11), "") is None


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("C:\\vp\\Quý 1 & 2", Path("C:\\vp\\Quý 1 & 2")),
        ("https://d.docs.live.net/1a2b/vp", None),
        ("", None),
    ],
)
def test_where_a_workbook_stands(path, folder) -> None:
    found = excel.snapshot(book(f"{path}\\a.xlsx", path, ReadOnly=True, Saved=False))
    assert (found.folder, found.data, found.cell) == (folder, b"PK", "C8")
    assert (found.read_only, found.saved) == (True, False)


def test_a_chart_sheet_has_no_cell() -> None:
    charted = book("C:\\vp\\a.xlsx")
    charted.app.api.ActiveCell = None
    assert excel.snapshot(charted).cell == ""


def test_another_file_of_the_same_name_is_open() -> None:
    def refuse(_):
        raise ValueError("Cannot open two workbooks named 'a.xlsx'")

    opened = SimpleNamespace(books=SimpleNamespace(open=refuse))
    with pytest.raises(excel.UnreachableError, match="cùng tên"):
        excel.open_workbook(opened, Path("a.xlsx"))


def test_a_cancelled_question() -> None:
    none = SimpleNamespace(api=SimpleNamespace(InputBox=lambda *_, **__: False))
    assert excel.ask(none, Ask("period", "Kỳ?")) is None


def test_what_excel_refuses_is_a_message_box(monkeypatch) -> None:
    told: list[tuple[str, Level]] = []
    running(monkeypatch)
    start.in_excel("kiem-tra", 11, Desktop(lambda *said: told.append(said), lambda _: None))
    assert [level for _, level in told] == [Level.WARNING]


def test_the_companion_lists_what_is_open(monkeypatch, capsys) -> None:
    first = app(11, "C:\\vp\\a.xlsx", "C:\\vp\\b.xlsx")
    for each in first.books:
        each.app = first
    running(monkeypatch, first, first)
    answers = iter([1, 2, 0])
    monkeypatch.setattr(companion.click, "prompt", lambda *_, **__: next(answers))
    pressed = []
    monkeypatch.setattr(
        companion.session, "run", lambda action, _, book, *__: pressed.append((action, book.name))
    )
    assert companion.main(Desktop(lambda *_: None, lambda _: None)) == 0
    assert pressed == [("kiem-tra", "b.xlsx")]
    assert "8. Trợ giúp" in capsys.readouterr().out


@pytest.fixture
def desk():
    """A desktop, what it was made to say, what it was made to open."""
    told: list[str] = []
    opened: list[str] = []
    return Desktop(lambda text, _: told.append(text), lambda p: opened.append(p.name)), told, opened


def test_help_needs_no_excel(monkeypatch, desk) -> None:
    here, told, opened = desk
    running(monkeypatch)
    monkeypatch.setattr(start, "desktop", lambda _: here)
    monkeypatch.setattr(start.sys, "excepthook", None)
    assert start.main(["tro-giup", "--hwnd=11"]) == 0
    answers = iter([8, 0])
    monkeypatch.setattr(companion.click, "prompt", lambda *_, **__: next(answers))
    companion.main(here)
    assert (told, opened) == ([], ["HUONG-DAN.txt", "HUONG-DAN.txt"])


def test_a_file_that_no_program_opens_is_named() -> None:
    def refuse(_: Path) -> None:
        raise OSError(1155, "No application is associated")

    told: list[str] = []
    do(Desktop(lambda text, _: told.append(text), refuse), Open(Path("vp/tong-hop.eml")))
    assert "“tong-hop.eml” trong thư mục vp" in told[0]


def test_the_status_bar_is_given_back_where_excel_refuses(desk) -> None:
    class Refusing:
        @property
        def api(self):
            raise ComError(-2147418111)

    excel_app = app(11)
    with pytest.raises(excel.UnreachableError):
        session.run("kiem-tra", excel_app, Refusing(), Given(), desk[0])
    assert excel_app.status_bar is False


def test_the_companion_ends_where_nothing_more_is_typed(monkeypatch, desk) -> None:
    def ended(*_, **__):
        raise companion.click.Abort

    monkeypatch.setattr(companion.click, "prompt", ended)
    assert companion.main(desk[0]) == 0


def test_the_companion_without_excel(monkeypatch) -> None:
    running(monkeypatch)
    answers = iter([3, 0])
    monkeypatch.setattr(companion.click, "prompt", lambda *_, **__: next(answers))
    told: list[str] = []
    companion.main(Desktop(lambda text, _: told.append(text), lambda _: None))
    assert len(told) == 1
