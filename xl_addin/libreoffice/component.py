"""The menu “Đảng viên” in LibreOffice: hands a copy of the workbook to our own Python.

Standard library and `uno` only, in the syntax of Python 3.7: LibreOffice brings its own Python.
"""

import json
import os
import subprocess
import tempfile

import unohelper
from com.sun.star.task import XJobExecutor
from com.sun.star.uno import Exception as UnoException
from ketnap_dialogs import Dialogs
from ketnap_document import Document

SERVICE = "vn.ketnap.Actions"
NO_WINDOW = 0x08000000
NOT_INSTALLED = (
    "Chưa thấy chương trình ketnap của người dùng này. Cài ketnap rồi chạy lệnh: "
    "ketnap addin install"
)
NOT_STARTED = "Không khởi động được chương trình ketnap: {}. Chạy lệnh: ketnap addin doctor"
NO_ANSWER = "Chương trình ketnap không trả lời. Chạy lệnh: ketnap addin doctor"
NOT_OPENED = "Đã có “{}”, nhưng máy này chưa có chương trình nào mở được loại tệp đó."
NOT_DONE = "LibreOffice không làm được việc này: {}. Lưu tệp, mở lại rồi bấm lại."


def home(environment):
    """The folder of our settings: the same as `xl_addin.settings.place`."""
    if environment.get("LOCALAPPDATA"):
        return os.path.join(environment["LOCALAPPDATA"], "ketnap")
    base = environment.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(base, "ketnap")


def interpreter(environment):
    """Our Python: the one that `ketnap addin install` noted, else the one of the bundle.

    Nothing in a workbook or beside it can name another.
    """
    try:
        with open(os.path.join(home(environment), "python.txt"), encoding="utf-8") as file:
            noted = file.read().strip()
    except OSError:
        noted = os.path.join(home(environment), "python", "python.exe")
    return noted if os.path.isfile(noted) else ""


class Actions(unohelper.Base, XJobExecutor):
    """What a menu item calls with the name of its action."""

    def __init__(self, context):
        self.context = context
        self.dialogs = Dialogs(context)

    def trigger(self, action):
        """Press one button."""
        python = interpreter(os.environ)
        if not python:
            self.dialogs.say(NOT_INSTALLED, "error")
            return
        try:
            with tempfile.TemporaryDirectory() as folder:
                self._press(action, python, folder)
        except UnoException as error:
            self.dialogs.say(NOT_DONE.format(error.Message), "error")
        except (OSError, ValueError) as error:
            self.dialogs.say(NOT_STARTED.format(error), "error")

    def _press(self, action, python, folder):
        document = Document(self.context)
        request = document.snapshot(folder)
        request["answers"] = {}
        while True:
            reply = self._ask_python([python, "-I", "-m", "xl_addin", action, "--json"], request)
            question = reply["ask"]
            if question is None:
                break
            answer = self.dialogs.ask(question)
            if answer is None:
                return
            request["answers"][question["name"]] = answer
        for edit in reply["edits"]:
            self._do(document, edit)

    def _do(self, document, edit):
        if edit["kind"] == "panel":
            document.show(edit)
        elif edit["kind"] == "status":
            self.dialogs.status(edit["text"])
        elif edit["kind"] == "say":
            self.dialogs.say(edit["text"], edit["level"])
        elif not document.open(edit["path"]):
            self.dialogs.say(NOT_OPENED.format(edit["path"]), "warning")

    def _ask_python(self, command, request):
        environment = {k: v for k, v in os.environ.items() if not k.upper().startswith("PYTHON")}
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            creationflags=NO_WINDOW if os.name == "nt" else 0,
        )
        reply = {"edits": [{"kind": "say", "text": NO_ANSWER, "level": "error"}], "ask": None}
        with process, self.dialogs.progress() as progress:
            process.stdin.write(json.dumps(request).encode("ascii"))
            process.stdin.close()
            for line in process.stdout:
                message = json.loads(line.decode("ascii"))
                if "progress" in message:
                    progress(*message["progress"])
                else:
                    reply = message
        return reply


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816
g_ImplementationHelper.addImplementation(Actions, SERVICE, (SERVICE,))
