"""What an .ods carries beside its cells: named constants and user-defined properties."""

from __future__ import annotations

from collections.abc import Mapping

from aggregator.workbook.package import markup
from aggregator.workbook.package.archive import CAPS, Caps, Refused
from aggregator.workbook.package.gate import open_package

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMED = f"{_URN}table:1.0 named-expression"
_NAME = f"{_URN}table:1.0 name"
_EXPRESSION = f"{_URN}table:1.0 expression"
_KNOWN = frozenset({f"{_URN}office:1.0", f"{_URN}meta:1.0", f"{_URN}manifest:1.0"})
_META_NAME = f"{_URN}meta:1.0 name"


def carriers(data: bytes, caps: Caps = CAPS) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """(defined names as raw formulas, user-defined properties). Raises Refused."""
    package = open_package(data, caps)
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise Refused("R103", "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    names = _names(package.required("content.xml"))
    meta = package.part("meta.xml")
    properties = {
        element.attributes.get(_META_NAME, ""): element.text
        for element in (markup.elements(meta, _KNOWN) if meta is not None else ())
        if element.path == "document-meta/meta/user-defined"
    }
    return names, properties


def _names(xml: bytes) -> Mapping[str, str]:
    found: dict[str, str] = {}

    def seen(name: str, attributes: dict[str, str]) -> None:
        if name == _NAMED:
            found[attributes.get(_NAME, "")] = attributes.get(_EXPRESSION, "")

    markup.check(xml, seen)
    return found
