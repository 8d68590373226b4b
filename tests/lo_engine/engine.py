"""The engine: what our adapter asks of xlwings and of Excel's own objects, on LibreOffice.

Only what `xl_addin.excel` and `xl_addin.panel` use is here; anything else fails loudly.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import xlwings as xw

from tests.lo_engine.cells import Range
from tests.system import SYSTEM_PATH, soffice, uno_python

BRIDGE = Path(__file__).parent / "bridge.py"


class LibreOffice:
    """A running LibreOffice behind a pipe of JSON lines."""

    def __init__(self, profile: Path, *more: str, **environment: str) -> None:
        words = [uno_python() or "", str(BRIDGE), soffice() or "", str(profile)]
        words += more or ["--headless"]
        self.process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PATH": SYSTEM_PATH, **environment},
        )
        self._answer()

    def __call__(self, *request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("LibreOffice is gone")
        answer = json.loads(line)
        if "error" in answer:
            raise xw.XlwingsError(answer["error"])
        return answer["value"]

    def quit(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


class Engine:
    """What xlwings knows an engine by."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self, office: LibreOffice) -> None:
        self.apps = Apps([App(self, office)])

    @staticmethod
    def prepare_xl_data_element(value, _options):
        return "" if value is None else value

    @staticmethod
    def clean_value_data(data, _dates, empty_as, _numbers, _errors):
        return [[empty_as if value == "" else value for value in row] for row in data]


class Apps(list):
    def keys(self):
        return [app.pid for app in self]


class Dialog:
    """Excel's folder picker: the folder that the test has chosen beforehand, or none."""

    def __init__(self, app: App) -> None:
        self.app = app

    def Show(self) -> int:  # noqa: N802
        self.app.asked.append((self.Title, getattr(self, "InitialFileName", "")))
        return -1 if self.app.chosen else 0

    def SelectedItems(self, at: int) -> str:  # noqa: N802
        assert at == 1
        return self.app.chosen


class AppApi:
    """Excel's Application object, as far as it is used."""

    ActiveProtectedViewWindow = None

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def ActiveCell(self):  # noqa: N802
        class Cell:
            Address = self.app.office("active_cell", self.app.books.active.key)

        return Cell

    def FileDialog(self, kind: int) -> Dialog:  # noqa: N802
        assert kind == 4
        return Dialog(self.app)

    def InputBox(self, prompt, title, default, Type):  # noqa: N802, N803
        assert (title, Type) == ("ketnap", 2)
        self.app.asked.append((prompt, default))
        return self.app.typed if self.app.typed is not None else False


class App:
    hwnd, pid, version = 4711, 1, "16.0"

    def __init__(self, engine: Engine, office: LibreOffice) -> None:
        self.engine, self.office = engine, office
        self.books = Books(self)
        self.api = AppApi(self)
        self.enable_events = True
        self.statuses: list[object] = []
        self.asked: list[tuple[str, str]] = []
        self.chosen, self.typed = "", None

    def activate(self, _steal_focus: bool) -> None:
        """A headless application has no front."""

    def _all(self, name: str, *value):
        return [self.office(name, book.key, *value) for book in self.books]

    @property
    def screen_updating(self):
        return all(self._all("screen"))

    @screen_updating.setter
    def screen_updating(self, value):
        self._all("screen", value)

    @property
    def calculation(self):
        return "automatic" if all(self._all("calculation")) else "manual"

    @calculation.setter
    def calculation(self, value):
        self._all("calculation", value == "automatic")

    @property
    def status_bar(self):
        return self.statuses[-1]

    @status_bar.setter
    def status_bar(self, value):
        self.statuses.append(value)


class Books:
    def __init__(self, app: App) -> None:
        self.app = app
        self.opened: list[Book] = []

    @property
    def active(self) -> Book:
        return self.opened[-1]

    def __len__(self) -> int:
        return len(self.opened)

    def __iter__(self):
        return iter(list(self.opened))

    def __call__(self, name_or_index) -> Book:
        if isinstance(name_or_index, int):
            return self.opened[name_or_index - 1]
        for book in self.opened:
            if book.name == name_or_index:
                return book
        raise KeyError(name_or_index)

    def add(self) -> Book:
        return self.open("")

    def open(self, fullname, *_, **__) -> Book:
        self.opened.append(Book(self.app, self.app.office("open", str(fullname))))
        return self.active


class BookApi:
    """Excel's Workbook object, as far as it is used."""

    def __init__(self, book: Book) -> None:
        self.book = book

    FullName = property(lambda self: self.book.fullname)
    Path = property(lambda self: str(Path(self.book.fullname).parent) if self.book.stands else "")
    ReadOnly = property(lambda self: self.book.ask("read_only"))
    ProtectStructure = property(lambda self: self.book.ask("protect"))
    Saved = property(
        lambda self: not self.book.ask("modified"),
        lambda self, value: self.book.ask("modified", not value),
    )

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802
        self.book.ask("copy", path)


class Book:
    def __init__(self, app: App, key: str) -> None:
        self.app, self.key = app, key
        self.api = BookApi(self)
        self.sheets = Sheets(self)

    def ask(self, name: str, *arguments):
        return self.app.office(name, self.key, *arguments)

    @property
    def fullname(self) -> str:
        return self.ask("place")

    @property
    def stands(self) -> bool:
        return self.fullname.startswith("/")

    @property
    def name(self) -> str:
        return Path(self.fullname).name if self.stands else "Book1"

    def activate(self) -> None:
        self.app.books.opened.remove(self)
        self.app.books.opened.append(self)

    def close(self) -> None:
        self.app.books.opened.remove(self)
        self.ask("close")


class Sheets:
    def __init__(self, book: Book) -> None:
        self.book, self.api = book, None

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.ask("active_sheet"))

    def _all(self) -> list[Sheet]:
        return [Sheet(self.book, name) for name in self.book.ask("sheets")]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self):
        return iter(self._all())

    def __call__(self, name_or_index) -> Sheet:
        if isinstance(name_or_index, int):
            return self._all()[name_or_index - 1]
        return next(sheet for sheet in self._all() if sheet.name == name_or_index)

    def add(self, before, after, name) -> Sheet:
        assert before is None
        names = self.book.ask("sheets")
        self.book.ask("add_sheet", name, names.index(after.name) + 1)
        sheet = self(name)
        sheet.activate()
        return sheet


class Sheet:
    def __init__(self, book: Book, name: str) -> None:
        self.book, self.name, self.api = book, name, True

    def activate(self) -> None:
        self.book.ask("active_sheet", self.name)

    def clear(self) -> None:
        self.book.ask("clear", self.name)

    def range(self, arg1, arg2=None) -> Range:
        first = self._area(arg1)
        last = first if arg2 is None else self._area(arg2)
        return Range(self, (*first[:2], *last[2:]))

    def _area(self, place):
        if isinstance(place, Range):
            return place.area
        if isinstance(place, tuple):
            return (*place, *place)
        return tuple(self.book.ask("area", self.name, place))
