"""Message boxes, questions and the progress bar of LibreOffice."""

from contextlib import contextmanager, suppress
from threading import Timer

import uno
from com.sun.star.awt.MessageBoxType import ERRORBOX, INFOBOX, WARNINGBOX
from com.sun.star.uno import Exception as UnoException

BOXES = {"info": INFOBOX, "warning": WARNINGBOX, "error": ERRORBOX}
OK_BUTTON = 1
OK, CANCEL = 1, 2
SECONDS = 10


def end(indicator):
    """Give the status bar back; the window may be gone by now."""
    with suppress(UnoException):
        indicator.end()


class Dialogs:
    """What the officer sees beside the workbook."""

    def __init__(self, context):
        self.context = context

    def _make(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def _frame(self):
        return self._make("com.sun.star.frame.Desktop").getCurrentFrame()

    def say(self, text, level):
        """One sentence in a box."""
        frame = self._frame()
        window = frame.getContainerWindow() if frame else None
        toolkit = self._make("com.sun.star.awt.Toolkit")
        toolkit.createMessageBox(window, BOXES[level], OK_BUTTON, "ketnap", text).execute()

    def status(self, text):
        """A line in the status bar, for some seconds: what stands there else is hidden by it."""
        frame = self._frame()
        if frame:
            indicator = frame.createStatusIndicator()
            indicator.start("ketnap: " + text, 0)
            clear = Timer(SECONDS, end, (indicator,))
            clear.daemon = True
            clear.start()

    def ask(self, question):
        """The answer; None where it is cancelled."""
        if question["folder"]:
            return self._folder(question["prompt"], question["default"])
        return self._line(question["prompt"], question["default"])

    def _folder(self, prompt, default):
        picker = self._make("com.sun.star.ui.dialogs.FolderPicker")
        picker.setTitle(prompt)
        if default:
            picker.setDisplayDirectory(uno.systemPathToFileUrl(default))
        if picker.execute() != 1:
            return None
        return uno.fileUrlToSystemPath(picker.getDirectory())

    def _line(self, prompt, default):
        model = self._make("com.sun.star.awt.UnoControlDialogModel")
        model.Title, model.Width, model.Height = "ketnap", 230, 66
        self._add(model, "FixedText", "prompt", (6, 6, 218, 12), Label=prompt)
        self._add(model, "Edit", "line", (6, 22, 218, 14), Text=default)
        ok = {"Label": "Đồng ý", "PushButtonType": OK, "DefaultButton": True}
        self._add(model, "Button", "ok", (120, 44, 50, 15), **ok)
        self._add(model, "Button", "no", (174, 44, 50, 15), Label="Thôi", PushButtonType=CANCEL)
        dialog = self._make("com.sun.star.awt.UnoControlDialog")
        dialog.setModel(model)
        dialog.createPeer(self._make("com.sun.star.awt.Toolkit"), None)
        chosen = dialog.execute()
        line = dialog.getControl("line").getText()
        dialog.dispose()
        return line if chosen else None

    def _add(self, model, kind, name, place, **properties):
        control = model.createInstance("com.sun.star.awt.UnoControl" + kind + "Model")
        control.PositionX, control.PositionY, control.Width, control.Height = place
        for key, value in properties.items():
            setattr(control, key, value)
        model.insertByName(name, control)

    @contextmanager
    def progress(self):
        """A function that shows how many of how many files are read."""
        frame = self._frame()
        indicator = frame.createStatusIndicator() if frame else None
        if indicator:
            indicator.start("ketnap…", 100)

        def show(done, total):
            if indicator and total:
                indicator.setText("ketnap: {}/{} tệp".format(done, total))
                indicator.setValue(100 * done // total)

        try:
            yield show
        finally:
            if indicator:
                indicator.end()
