"""Excel in memory with our VBA in it, and a shell that only notes what it is asked to start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import NOTHING, VBAObject, member, method, setter
from pyopenvba.interpreter._objects import MemberSpec

WINDOW = 65938


@dataclass
class Started:
    """One call of `WScript.Shell.Run`, with what the environment held then."""

    command: str
    window_style: int
    wait: bool
    environment: dict[str, str]


@dataclass
class Office:
    """The application, what was started, what was shown."""

    excel: ExcelApplication
    started: list[Started] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)

    def press(self, macro: str) -> None:
        self.excel.run(macro, NOTHING)


class Variables(VBAObject):
    vba_type_name = "WshEnvironment"

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    @member(default=True)
    def Item(self, Name: object) -> object:  # noqa: N802, N803
        return self.values.get(str(Name), "")

    @setter("Item")
    def _set(self, Name: object, value: object) -> None:  # noqa: N803
        self.values[str(Name)] = str(value)


class Shell(VBAObject):
    vba_type_name = "WshShell"

    def __init__(self, office: Office, blocked: bool) -> None:
        self.office, self.blocked = office, blocked
        self.variables = Variables()

    @method
    def Environment(self, Type: object) -> object:  # noqa: N802, N803
        assert Type == "Process"
        return self.variables

    @method
    def Run(self, Command: object, Style: object, Wait: object) -> object:  # noqa: N802, N803
        if self.blocked:
            raise VBARuntimeError(70, "Permission denied")
        here = dict(self.variables.values)
        self.office.started.append(Started(str(Command), int(Style), bool(Wait), here))
        return 0

    @method
    def Popup(self, Text: object, _wait: object, Title: object, _kind: object) -> object:  # noqa: N802, N803
        self.office.shown.append(f"{Title}: {Text}")
        return 1


def office(
    addin: Path, modules: Mapping[str, str], *, blocked: bool = False, shell: bool = True
) -> Office:
    """Excel with the add-in loaded; `blocked`: a policy refuses to start programs."""
    excel = ExcelApplication.open(addin, with_vba=False)
    excel.application._this_workbook = excel.application.active_book
    made = Office(excel)
    excel.application.vba_add_member(
        MemberSpec("Hwnd", "property", getter=lambda _application: WINDOW)
    )

    def create(name: str) -> object:
        made.classes.append(name)
        if not shell or name != "WScript.Shell":
            raise VBARuntimeError(429, "ActiveX component can't create object")
        return Shell(made, blocked)

    excel.interpreter.host.create = create
    for name, source in modules.items():
        excel.add_module(source, name=name)
    return made
