"""What happens to the file: renamed, zipped, mailed, saved by another program, cut, stripped."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from aggregator import layout
from aggregator.model import Key
from aggregator.samples import faults
from tests import offices, system
from tests.edits.made import Edit
from tests.packages import DECLARATION, PACKAGE

_CARRIERS = ("sheet", "properties", "names")
_MAIL = ("Bao cao quy II", "chi.bo@example.org", "dang.uy@example.org")
_SENT = "Fri, 05 Jul 2024 08:00:00 +0700"
_CALCULATED = "<f>3+4</f><v>7</v>"


def edits() -> Iterator[Edit]:
    """Every edit of the file as a whole."""
    yield from _names()
    yield from _identity()
    yield from _parts()
    yield from _programs()
    yield from _no_return()


def _names() -> Iterator[Edit]:
    for name in ("Bieu 2 quy I (1) (2).xlsx", "báo cáo.XLSX", "A.2.xlsx", "quy2.xls", "tep"):
        yield _wrapped(f"file named “{name}”", lambda data, name=name: {name: data})
    yield _wrapped("zipped", lambda data: {"a.zip": faults.pack({"a.xlsx": data})})
    yield _wrapped("zipped twice", _zipped_twice)
    mailed = partial(faults.mail, subject=_MAIL[0], sender=_MAIL[1], to=_MAIL[2], sent=_SENT)
    yield _wrapped("mailed", lambda data: {"a.eml": mailed({"a.xlsx": data})})
    yield _wrapped("sent twice", lambda data: {"a.xlsx": data, "a (1).xlsx": data})
    yield _wrapped("with a lock file beside it", lambda data: {"a.xlsx": data, "~$a.xlsx": b"x"})


def _identity() -> Iterator[Edit]:
    for carrier in _CARRIERS:
        lose = partial(_lose, {carrier})
        yield Edit(f"carrier lost: {carrier}", "repaired", "T105", "carriers", lose)
        others = set(_CARRIERS) - {carrier}
        edit = partial(_lose, others)
        yield Edit(f"only carrier left: {carrier}", "repaired", "T105", "carriers", edit)
        change = partial(_change, {carrier: "A.2"})
        yield Edit(f"carrier altered: {carrier}", "repaired", "T105", "carriers", change)
    everything = partial(_lose, set(_CARRIERS))
    yield Edit("every carrier lost", "found", "R107", "carriers", everything)
    each = {"sheet": "A.1", "properties": "A.2", "names": "B.2"}
    yield Edit("carriers that all differ", "found", "S203", "carriers", partial(_change, each))
    for name, key, value, code in (
        ("unit not in the plan", "unit", "A.9", "S202 S223"),
        ("another period", "period", "2024-Q1", "S206 S223"),
        ("another plan", "plan", "KH-KHAC", "S201 S223"),
    ):
        edit = partial(_change, dict.fromkeys(_CARRIERS, value), key=key)
        yield Edit(name, "found", code, "carriers", edit)
    old = partial(_hidden, "form_version", "0")
    yield Edit("a form version from before", "found", "S204", "carriers", old)
    yield Edit("an unknown form", "found", "S204", "carriers", partial(_hidden, "form", "bieu-x"))


def _parts() -> Iterator[Edit]:
    yield _bytes("macro inside", partial(_added, "xl/vbaProject.bin", b"\xd0"), "warned", "R115")
    link = partial(_added, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    yield _bytes("link to another workbook", link, "warned", "R115")
    yield _bytes("formula with its result", partial(_formula, _CALCULATED), "repaired", "T110")
    yield _bytes("formula without result", partial(_formula, "<f>3+4</f>"), "found", "V306")
    broken = "<f>#REF!</f><v>#REF!</v>"
    yield _bytes("formula that broke", partial(_formula, broken, kind=" t='e'"), "found", "V305")
    yield _bytes("author's properties removed", _without_author)
    yield _bytes("texts in runs of letters", _in_runs)
    yield _bytes("prefixed element names", _prefixed)
    yield _bytes("no size of the sheets", partial(_rewritten, r"<dimension [^>]*/>", ""))
    yield _bytes("numbers written as decimals", partial(_rewritten, r"<v>(\d+)</v></c>", _decimal))
    yield _bytes("compressed by another program", _stored)


def _programs() -> Iterator[Edit]:
    """Saved by LibreOffice, where there is one."""
    if not system.soffice():
        return
    for ending, expected, codes in (
        ("xlsx", "same", ""),
        ("ods", "same", ""),
        ("xls", "warned", "R106 T105"),
    ):
        save = partial(_renamed, f"a.{ending}", partial(_libreoffice, ending))
        name = f"saved by LibreOffice as .{ending}"
        yield Edit(name, expected, codes, "file", package=save, is_slow=True)


def _no_return() -> Iterator[Edit]:
    for name, change, codes in (
        ("cut off in copying", faults.cut_off, "R102"),
        ("empty file", lambda _: b"", "R116"),
        ("web page under the name", lambda _: b"<html><body>x</body></html>", "R101"),
        ("text table under the name", lambda _: "mã;số\nB2.I;7\n".encode(), "R101 R102"),
        ("picture under the name", lambda _: b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "R101 R102"),
        ("first bytes damaged", lambda data: b"\0\0\0\0" + data[4:], "R102"),
        ("a byte flipped", _flipped, "R102"),
    ):
        yield _bytes(name, change, "found", codes)
    yield _wrapped("zip cut off", _zip_cut_off, "found", "R113")


def _wrapped(
    name: str, wrap: Callable[[bytes], dict[str, bytes]], expected: str = "same", codes: str = ""
) -> Edit:
    return Edit(name, expected, codes, "file", package=wrap)


def _bytes(
    name: str, change: Callable[[bytes], bytes], expected: str = "same", codes: str = ""
) -> Edit:
    touches = "file B1.B1 rows columns titles"
    return Edit(name, expected, codes, touches, package=partial(_renamed, "a.xlsx", change))


def _renamed(name: str, change: Callable[[bytes], bytes], data: bytes) -> dict[str, bytes]:
    return {name: change(data)}


def _zipped_twice(data: bytes) -> dict[str, bytes]:
    return {"a.zip": faults.pack({"b.zip": faults.pack({"c/a.xlsx": data})})}


def _zip_cut_off(data: bytes) -> dict[str, bytes]:
    whole = faults.pack({"a.xlsx": data})
    return {"a.zip": whole[: len(whole) // 2]}


def _lose(carriers: set[str], book: Workbook) -> None:
    if "sheet" in carriers:
        del book["_ketnap"]
    if "properties" in carriers:
        for name in [prop.name for prop in book.custom_doc_props.props]:
            del book.custom_doc_props[name]
    if "names" in carriers:
        for name in [name for name in book.defined_names if name.startswith("ketnap.")]:
            del book.defined_names[name]


def _change(values: Mapping[str, str], book: Workbook, key: str = "unit") -> None:
    if "sheet" in values:
        _hidden(key, values["sheet"], book)
    if "properties" in values:
        next(p for p in book.custom_doc_props.props if p.name == key).value = values["properties"]
    if "names" in values:
        name = f"ketnap.{key}"
        book.defined_names[name] = DefinedName(name, attr_text=f'"{values["names"]}"')


def _hidden(key: str, value: str, book: Workbook) -> None:
    sheet = book["_ketnap"]
    next(row for row in sheet.iter_rows(max_col=2) if row[0].value == key)[1].value = value


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _added(name: str, content: bytes, data: bytes) -> bytes:
    return faults.pack({**_unpacked(data), name: content})


def _sheets(data: bytes, change: Callable[[str], str]) -> bytes:
    """The workbook with a change made to the XML of every sheet."""
    parts = _unpacked(data)
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = change(parts[name].decode()).encode()
    return faults.pack(parts)


def _rewritten(pattern: str, new: str | Callable[[re.Match[str]], str], data: bytes) -> bytes:
    return _sheets(data, lambda xml: re.sub(pattern, new, xml))


def _decimal(match: re.Match[str]) -> str:
    """A number as another program writes it; the index of a text stays."""
    before = match.string[: match.start()].rpartition("<c ")[2]
    return match[0] if 't="s"' in before else f"<v>{match[1]}.0</v></c>"


def _formula(body: str, data: bytes, kind: str = "") -> bytes:
    """Admissions of sheet `Biểu 1` as a formula instead of a typed number."""
    slot = layout.slots(offices.FORM)[Key("B1.B1", "ky")]
    parts = _unpacked(data)
    name = "xl/worksheets/sheet2.xml"
    written = re.sub(
        rf'<c r="{slot.cell}"([^>]*?)( t="n")?>.*?</c>',
        lambda match: f'<c r="{slot.cell}"{match[1]}{kind}>{body}</c>',
        parts[name].decode(),
    )
    return faults.pack({**parts, name: written.encode()})


def _without_author(data: bytes) -> bytes:
    core = f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE[:-13]}metadata/core-properties"/>'
    return _added("docProps/core.xml", core.encode(), data)


def _in_runs(data: bytes) -> bytes:
    return _rewritten(r"<is>(<t.*?</t>)</is>", r"<is><r>\1</r></is>", data)


def _prefixed(data: bytes) -> bytes:
    def prefix(xml: str) -> str:
        return re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml).replace(" xmlns=", " xmlns:x=")

    return _sheets(data, prefix)


def _stored(data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in reversed(_unpacked(data).items()):
            archive.writestr(name, content)
    return target.getvalue()


def _flipped(data: bytes) -> bytes:
    at = len(data) // 3
    return data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]


def _libreoffice(ending: str, data: bytes) -> bytes:
    program = system.soffice()
    if program is None:
        raise RuntimeError("LibreOffice is missing")
    with tempfile.TemporaryDirectory() as folder:
        return offices.resaved_by_libreoffice(program, data, Path(folder), ending)
