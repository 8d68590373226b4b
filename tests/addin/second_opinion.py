"""Run by the system's Python, which has `uno`: opens an add-in in LibreOffice, calls its functions.

Arguments: the soffice program, a folder for its profile, the add-in. Prints JSON: the answers.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

FILTER = "Calc MS Excel 2007 VBA XML"
CALLS = (("KetnapLauncher", "CommandFor", ("kiem-tra", 7)), ("Guard", "Pressed", ()))


def connect(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance(
        "com.sun.star.bridge.UnoUrlResolver"
    )
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not start")


def answers(context, path):
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    options = {"Hidden": True, "FilterName": FILTER, "MacroExecutionMode": 4}
    given = tuple(PropertyValue(name, 0, value, 0) for name, value in options.items())
    document = desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, given)
    provider = document.getScriptProvider()
    found = []
    for module, name, arguments in CALLS:
        place = f"vnd.sun.star.script:VBAProject.{module}.{name}?language=Basic&location=document"
        found.append(provider.getScript(place).invoke(arguments, (), ())[0])
    document.close(True)
    return found


def too_late(*_):
    raise SystemExit("LibreOffice did not answer")


def main(soffice, profile, path):
    signal.signal(signal.SIGALRM, too_late)
    signal.alarm(50)
    pipe = f"ketnap{os.getpid()}"
    office = subprocess.Popen(
        [
            soffice,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        print(json.dumps(answers(connect(pipe), path)))
    finally:
        os.killpg(office.pid, signal.SIGTERM)


if __name__ == "__main__":
    main(*sys.argv[1:])
