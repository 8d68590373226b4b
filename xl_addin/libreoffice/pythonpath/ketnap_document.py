"""The open workbook: a copy of it for our Python, and the sheet on which it answers."""

import os
from urllib.parse import unquote

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.uno import Exception as UnoException

PANEL_SHEET = "ketnap - Kết quả"
XLSX = "Calc MS Excel 2007 XML"
OURS = (".xlsx", ".docx")
HEADER_ROW, FIRST_ROW = 3, 4
GREY = 0xD9D9D9
MILLIMETRE = 100
CHARACTER = 2.0
MOST_LINKS = 500
EVERYTHING = 1023
TOP = 1


class Document:
    """The spreadsheet in front of the officer; without one there is nothing to copy."""

    def __init__(self, context):
        self.context = context
        self.desktop = self._make("com.sun.star.frame.Desktop")
        self.current = self.desktop.getCurrentComponent()
        if self.current is not None and not self.current.supportsService(
            "com.sun.star.sheet.SpreadsheetDocument"
        ):
            self.current = None

    def _make(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def snapshot(self, folder):
        """The request to our Python; the copy is written into `folder`."""
        if self.current is None:
            return {}
        copy = os.path.join(folder, "ban-sao.xlsx")
        saved, url = not self.current.isModified(), self.current.URL
        filtered = PropertyValue("FilterName", 0, XLSX, 0)
        self.current.storeToURL(uno.systemPathToFileUrl(copy), (filtered,))
        place = uno.fileUrlToSystemPath(url) if url.startswith("file:") else ""
        sheet, cell = self._selected()
        return {
            "name": os.path.basename(place) or self.current.Title,
            "folder": os.path.dirname(place),
            "copy": copy,
            "sheet": sheet,
            "cell": cell,
            "saved": saved,
            "read_only": self.current.isReadonly(),
        }

    def _selected(self):
        name = getattr(self.current.CurrentSelection, "AbsoluteName", "")
        first = name.split(";")[0].rpartition(".")[2].partition(":")[0]
        controller = self.current.CurrentController
        return controller.ActiveSheet.Name, first.replace("$", "")

    def show(self, panel):
        """The panel on a sheet of its own: one step to undo, and no reason to save."""
        saved = not self.current.isModified()
        undo = self.current.UndoManager
        undo.enterUndoContext("ketnap: " + panel["title"])
        try:
            sheet = self._sheet()
            self._write(sheet, panel)
        finally:
            undo.leaveUndoContext()
        self.current.CurrentController.setActiveSheet(sheet)
        if saved:
            self.current.setModified(False)

    def _sheet(self):
        sheets = self.current.Sheets
        if not sheets.hasByName(PANEL_SHEET):
            sheets.insertNewByName(PANEL_SHEET, sheets.Count)
        sheet = sheets.getByName(PANEL_SHEET)
        sheet.clearContents(EVERYTHING)
        return sheet

    def _write(self, sheet, panel):
        header, rows = panel["header"], panel["rows"]
        title = sheet.getCellByPosition(0, 0)
        title.setString(panel["title"])
        title.CharWeight, title.CharHeight = 150.0, 14.0
        sheet.getCellByPosition(0, 1).setString(panel["note"])
        for at, width in enumerate(panel["widths"]):
            sheet.Columns.getByIndex(at).Width = int(width * CHARACTER * MILLIMETRE)
        self._block(sheet, HEADER_ROW, [header], {"CharWeight": 150.0, "CellBackColor": GREY})
        if rows:
            look = {"IsTextWrapped": True, "VertJustify": TOP}
            self._block(sheet, FIRST_ROW, [row["cells"] for row in rows], look)
        for at, row in enumerate(rows[:MOST_LINKS], FIRST_ROW):
            if row["link"]:
                cell = sheet.getCellByPosition(panel["linked"], at)
                self._link(cell, self._target(row["link"]), cell.getString() or "mở")

    def _block(self, sheet, top, rows, properties):
        last = len(rows[0]) - 1
        cells = sheet.getCellRangeByPosition(0, top, last, top + len(rows) - 1)
        cells.setDataArray(tuple(tuple(row) for row in rows))
        for name, value in properties.items():
            setattr(cells, name, value)

    def _link(self, cell, target, text):
        field = self.current.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = target, text
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), field, False)

    def _target(self, link):
        file, _, place = link.partition("#")
        sheet, _, cell = place.rpartition("!")
        inside = "#{}.{}".format(sheet, cell) if place else ""
        if not file:
            return inside
        folder = os.path.dirname(uno.fileUrlToSystemPath(self.current.URL))
        beside = os.path.normpath(os.path.join(folder, unquote(file)))
        return uno.systemPathToFileUrl(beside) + inside

    def open(self, path):
        """A workbook or a report here, anything else in the program it belongs to, if any is."""
        if path.lower().endswith(OURS):
            self._load(uno.systemPathToFileUrl(path))
            return True
        shell = self._make("com.sun.star.system.SystemShellExecute")
        try:
            shell.execute(path, "", 0)
        except UnoException:
            return False
        return True

    def _load(self, url):
        """Bring it to the front; where it is open from before, as it is now."""
        opened = [each for each in self.desktop.Components if getattr(each, "URL", "") == url]
        document = self.desktop.loadComponentFromURL(url, "_default", 0, ())
        if opened and not document.isModified():
            helper = self._make("com.sun.star.frame.DispatchHelper")
            frame = document.CurrentController.Frame
            helper.executeDispatch(frame, ".uno:Reload", "", 0, ())
