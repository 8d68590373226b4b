"""`ketnap.oxt` out of the text in `libreoffice` and the catalogue of the buttons."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from xml.sax.saxutils import escape

from aggregator import __version__
from aggregator.workbook.package.pack import archive, pack
from xl_addin.actions import ACTIONS, TAB_LABEL, Action
from xl_addin.places import EXTENSION

FILE_NAME = EXTENSION
_CODE = ("component.py", "pythonpath/ketnap_dialogs.py", "pythonpath/ketnap_document.py")
_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_CONFIGURATION = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="{name}"'
    ' oor:package="org.openoffice.Office{package}">\n{nodes}\n</oor:component-data>\n'
)


def build() -> bytes:
    """The extension, the same bytes each time."""
    parts = dict(_parts())
    return archive((name, pack(parts[name].encode())) for name in sorted(parts))


def _parts() -> Iterator[tuple[str, str]]:
    here = resources.files("xl_addin") / "libreoffice"
    for name in _CODE:
        yield name, (here / name).read_text(encoding="utf-8")
    yield "META-INF/manifest.xml", (here / "manifest.xml").read_text(encoding="utf-8")
    description = (here / "description.xml").read_text(encoding="utf-8")
    yield "description.xml", description.replace("@VERSION@", __version__)
    yield "Addons.xcu", _addons()
    yield "CalcWindowState.xcu", _toolbar_title()


def _addons() -> str:
    items = [_item(at, action) for at, action in enumerate(ACTIONS.values(), 1)]
    menu = _node(
        "vn.ketnap.menu",
        _property("Context", _CALC) + _title(TAB_LABEL) + _set("Submenu", "".join(items)),
    )
    bar = _set("vn.ketnap.toolbar", "".join(items), replaced=True)
    nodes = _set("AddonUI", _set("OfficeMenuBar", menu) + _set("OfficeToolBar", bar))
    return _CONFIGURATION.format(name="Addons", package="", nodes=nodes)


def _toolbar_title() -> str:
    state = _node("private:resource/toolbar/addon_vn.ketnap.toolbar", _ui_name(TAB_LABEL))
    nodes = _set("UIElements", _set("States", state))
    return _CONFIGURATION.format(name="CalcWindowState", package=".UI", nodes=nodes)


def _item(at: int, action: Action) -> str:
    url = f"service:vn.ketnap.Actions?{action.name}"
    inside = _property("Context", _CALC) + _property("URL", url) + _title(action.label)
    return _node(f"m{at}", inside + _property("Target", "_self"))


def _node(name: str, inside: str) -> str:
    return f'<node oor:name="{name}" oor:op="replace">{inside}</node>'


def _set(name: str, inside: str, replaced: bool = False) -> str:
    how = ' oor:op="replace"' if replaced else ""
    return f'<node oor:name="{name}"{how}>{inside}</node>'


def _property(name: str, value: str) -> str:
    return f'<prop oor:name="{name}" oor:type="xs:string"><value>{escape(value)}</value></prop>'


def _title(text: str) -> str:
    return f'<prop oor:name="Title" oor:type="xs:string">{_spoken(text)}</prop>'


def _ui_name(text: str) -> str:
    return f'<prop oor:name="UIName" oor:type="xs:string">{_spoken(text)}</prop>'


def _spoken(text: str) -> str:
    """The same words in every language; those of `en-US` are shown where there are no others."""
    words = escape(text)
    return f'<value xml:lang="vi">{words}</value><value xml:lang="en-US">{words}</value>'
