"""Run by the system's Python, which has `uno`: does in LibreOffice what lines of JSON ask for.

Arguments: the soffice program, a folder for its profile, then its other words. Each line in is
`[name, argument…]`, each line out `{"value": …}` or `{"error": "…"}`.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from uuid import uuid4

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.uno import Exception as UnoException

XLSX = "Calc MS Excel 2007 XML"
PATIENCE = 90
"""Seconds; a request that takes longer will never be answered: LibreOffice waits for itself."""


def start(soffice, profile, *more):
    pipe = f"ketnap{uuid4().hex}"  # a number of a process comes again, and with it a dead pipe
    words = [soffice, *more, "--norestore", f"-env:UserInstallation={uri(profile)}"]
    words.append(f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext")
    office = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    resolver = uno.getComponentContext().ServiceManager.createInstance(
        "com.sun.star.bridge.UnoUrlResolver"
    )
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and office.poll() is None:
        try:
            return office, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    end(office)
    raise SystemExit("LibreOffice did not start")


def uri(path):
    return Path(path).resolve().as_uri()


def properties(**values):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


class Office:
    """What can be asked for: every public method."""

    def __init__(self, context):
        self.context = context
        self.manager = context.ServiceManager
        self.desktop = self.manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.documents = {}

    def open(self, path):
        # Whatever an add-in or a script opened, too, is found by its address.
        place = uri(path) if path not in ("", ".") else "private:factory/scalc"
        return self._known(self.desktop.loadComponentFromURL(place, "_blank", 0, ()))

    def _known(self, document):
        key = str(len(self.documents) + 1)
        self.documents[key] = document
        return key

    def close(self, key):
        document = self.documents.pop(key, None)
        if document is not None:
            document.close(True)

    def find(self, path):
        for document in self.desktop.Components:
            if getattr(document, "URL", "") == uri(path):
                return self._known(document)
        return None

    def place(self, key):
        url = self.documents[key].URL
        return uno.fileUrlToSystemPath(url) if url.startswith("file:") else url

    def modified(self, key, value=None):
        document = self.documents[key]
        if value is not None:
            document.setModified(value)
        return document.isModified()

    def read_only(self, key):
        return self.documents[key].isReadonly()

    def protect(self, key, value=None):
        document = self.documents[key]
        if value is not None:
            document.protect("") if value else document.unprotect("")
        return document.isProtected()

    def copy(self, key, path):
        self.documents[key].storeToURL(uri(path), properties(FilterName=XLSX))

    def calculation(self, key, automatic=None):
        document = self.documents[key]
        if automatic is not None:
            document.enableAutomaticCalculation(automatic)
        return document.isAutomaticCalculationEnabled()

    def screen(self, key, updating=None):
        document = self.documents[key]
        if updating is True:
            while document.hasControllersLocked():
                document.unlockControllers()
        elif updating is False:
            document.lockControllers()
        return not document.hasControllersLocked()

    def sheets(self, key):
        return list(self.documents[key].Sheets.ElementNames)

    def add_sheet(self, key, name, at):
        self.documents[key].Sheets.insertNewByName(name, at)

    def active_sheet(self, key, name=None):
        document = self.documents[key]
        if name is not None:
            document.CurrentController.setActiveSheet(document.Sheets.getByName(name))
        return document.CurrentController.ActiveSheet.Name

    def select(self, key, name, address):
        document = self.documents[key]
        self.active_sheet(key, name)
        cells = document.Sheets.getByName(name).getCellRangeByName(address)
        document.CurrentController.select(cells)

    def active_cell(self, key):
        name = self.documents[key].CurrentSelection.AbsoluteName
        return name.rpartition(".")[2].partition(":")[0]

    def _range(self, key, name, area):
        top, left, bottom, right = area
        sheet = self.documents[key].Sheets.getByName(name)
        return sheet.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    def area(self, key, name, address):
        place = self.documents[key].Sheets.getByName(name).getCellRangeByName(address).RangeAddress
        return [place.StartRow + 1, place.StartColumn + 1, place.EndRow + 1, place.EndColumn + 1]

    def values(self, key, name, area):
        return [list(row) for row in self._range(key, name, area).getDataArray()]

    def formulas(self, key, name, area):
        return [list(row) for row in self._range(key, name, area).getFormulaArray()]

    def put(self, key, name, area, rows):
        cells = self._range(key, name, area)
        formats = self.documents[key].NumberFormats
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                cell = cells.getCellByPosition(across, down)
                if not isinstance(value, str):
                    cell.setValue(value)
                elif formats.getByKey(cell.NumberFormat).FormatString == "@":
                    cell.setString(value)
                else:
                    cell.setFormula(value)

    def fill(self, key, blocks, areas):
        """Put formulas into blocks of sheets that are not protected, recalculate, read some areas.

        A number is itself, a text begins with an apostrophe; errors come back as None.
        """
        for name, (area, rows) in blocks.items():
            self._range(key, name, area).setFormulaArray(tuple(map(tuple, rows)))
        self.documents[key].calculateAll()
        return {name: self.values(key, name, area) for name, area in areas.items()}

    def open_locks(self, key):
        for sheet in self.documents[key].Sheets:
            sheet.unprotect("")

    def number_format(self, key, name, area, code):
        formats, locale = (
            self.documents[key].NumberFormats,
            uno.createUnoStruct("com.sun.star.lang.Locale"),
        )
        found = formats.queryKey(code, locale, False)
        known = found if found != -1 else formats.addNew(code, locale)
        self._range(key, name, area).NumberFormat = known

    def set(self, key, name, area, prop, value):
        setattr(self._range(key, name, area), prop, value)

    def width(self, key, name, area, characters):
        self._range(key, name, area).Columns.Width = int(characters * 200)

    def clear(self, key, name):
        sheet = self.documents[key].Sheets.getByName(name)
        sheet.clearContents(1 | 2 | 4 | 8 | 16 | 32 | 64 | 128 | 256 | 512)

    def link(self, key, name, area, address, text):
        document = self.documents[key]
        field = document.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = address, text
        cell = self._range(key, name, area).getCellByPosition(0, 0)
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), field, False)

    def dispatch(self, key, command):
        helper = self.manager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", self.context
        )
        frame = self.documents[key].CurrentController.Frame
        helper.executeDispatch(frame, command, "", 0, ())

    def undo(self, key):
        manager = self.documents[key].UndoManager
        titles = list(manager.getAllUndoActionTitles())
        if titles:
            manager.undo()
        return titles


def end(office, how=signal.SIGTERM):
    with suppress(ProcessLookupError):
        os.killpg(office.pid, how)


@contextmanager
def watched(office):
    watch = Timer(PATIENCE, end, (office, signal.SIGKILL))
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def main(*words):
    office, context = start(*words)
    try:
        asked = Office(context)
        print(json.dumps({"value": "ready"}), flush=True)
        for line in sys.stdin:
            name, *arguments = json.loads(line)
            try:
                with watched(office):
                    answer = {"value": getattr(asked, name)(*arguments)}
            except (UnoException, LookupError, AttributeError) as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
    finally:
        end(office)


if __name__ == "__main__":
    main(*sys.argv[1:])
