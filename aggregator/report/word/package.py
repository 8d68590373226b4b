"""A Word file as a package: the same parts give the same bytes, and none names a person."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error

CONTENT_TYPES = "[Content_Types].xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = (
    f"{_HEAD}<cp:coreProperties xmlns:cp="
    '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    f"{_HEAD}<Properties xmlns="
    '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_ANONYMOUS = {"docProps/core.xml": _CORE.encode(), "docProps/app.xml": _APP.encode()}
_ATTACHED_RELATION = re.compile(rb"<Relationship\b[^>]*/attachedTemplate\"[^>]*/>")
_ATTACHED = re.compile(rb"<w:attachedTemplate\b[^>]*/>")
_AUTHOR = re.compile(rb'(\bw:(?:author|initials)=)"[^"]*"')


def sealed(data: bytes) -> bytes:
    """The package with sorted parts, fixed dates, and no author, company or path in it."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as package:
        names = sorted(set(source.namelist()), key=lambda name: (name != CONTENT_TYPES, name))
        for name in names:
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, _ANONYMOUS.get(name) or _nameless(name, source.read(name)))
    return target.getvalue()


def is_ours(data: bytes) -> bool:
    """Whether no other program has saved the package since: each writes its own name into it."""
    ours = _APP.encode()
    try:
        with ZipFile(BytesIO(data)) as package:
            stands = package.getinfo("docProps/app.xml").file_size == len(ours)
            return stands and package.read("docProps/app.xml") == ours
    except (BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError, error):
        return False


def _nameless(name: str, part: bytes) -> bytes:
    if name == "word/_rels/settings.xml.rels":
        return _ATTACHED_RELATION.sub(b"", part)
    if name == "word/settings.xml":
        return _ATTACHED.sub(b"", part)
    return _AUTHOR.sub(rb'\1""', part) if name.endswith(".xml") else part
