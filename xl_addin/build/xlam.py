"""`ketnap.xlam` out of the ribbon's XML and the VBA text; the only module that uses pyOpenVBA."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

from aggregator.workbook.package.pack import archive, pack

FILE_NAME = "ketnap.xlam"
RIBBON_PART = "customUI/customUI14.xml"
_CONTENT_TYPES = "[Content_Types].xml"
_RIBBON_RELATION = (
    '<Relationship Id="rIdRibbon" Target="customUI/customUI14.xml" '
    'Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"/>'
)
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
    "<dc:title>ketnap</dc:title>"
    "<dc:description>Kiểm tra, tổng hợp số liệu kết nạp đảng viên</dc:description>"
    "</cp:coreProperties>"
)


def ribbon() -> bytes:
    """The ribbon as it goes into the file, UTF-8."""
    return _text("customUI14.xml").encode()


def sources() -> dict[str, str]:
    """The VBA modules by name, as text with `\\n`, in the order in which they are added."""
    return {name: _text(f"{name}.bas") for name in ("KetnapLauncher", "KetnapRibbon")}


def build(modules: Mapping[str, str]) -> bytes:
    """The add-in with these modules. Raises UnicodeEncodeError where one isn't ASCII."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        _write_project(path, modules)
        with ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    parts[RIBBON_PART] = ribbon()
    parts["docProps/core.xml"] = _CORE.encode()
    _replace(parts, "_rels/.rels", "</Relationships>", f"{_RIBBON_RELATION}</Relationships>")
    _replace(parts, "xl/worksheets/sheet1.xml", "<sheetData/>", _sheet(_text("not_started.txt")))
    names = sorted(parts, key=lambda name: (name != _CONTENT_TYPES, name))
    return archive((name, pack(parts[name])) for name in names)


def _write_project(path: Path, modules: Mapping[str, str]) -> None:
    from pyopenvba import ExcelFile, VBAModuleKind

    with ExcelFile.create_new(path) as book:
        project = book.vba_project()
        for name, source in modules.items():
            source.encode("ascii")
            text = source.replace("\n", "\r\n")
            project.add_module(name, text, kind=VBAModuleKind.standard)
        project.delete_module("Module1")
        book.save(path)


def _text(name: str) -> str:
    return (resources.files("xl_addin") / "ribbon" / name).read_text(encoding="utf-8")


def _sheet(words: str) -> str:
    cell = f'<c r="A1" t="inlineStr"><is><t>{escape(words.strip())}</t></is></c>'
    return f'<sheetData><row r="1">{cell}</row></sheetData>'


def _replace(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    before = parts[name].decode()
    if before.count(old) != 1:
        raise ValueError(f"{name} of the template does not hold {old} once")
    parts[name] = before.replace(old, new).encode()
