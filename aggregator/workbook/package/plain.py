"""Markup written the plain way: where it begins, and what a text in it says without a parser."""

from __future__ import annotations

import re
from functools import lru_cache

from aggregator.workbook.package.markup import SPREADSHEET

_ROOT = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"(?: encoding="(?i:utf-8)")?'
    rb'(?: standalone="(?:yes|no)")?\s*\?>\s*)?'
    rb'(<(worksheet|sst)(?:\s[^<>\'"]+="[^<>\'"]*")*?\s+xmlns="([^<>\'"]*)"[^<>\']*>)'
)
_SPREADSHEET = frozenset(name.encode() for name in SPREADSHEET)
_SAID = re.compile(
    rb"(?:[^<>&\x00-\x08\x0b-\x1f]|&(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)*+"
)
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));")
_NAMED = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
_LONGEST = 1_000
_NO_CHARACTER = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def root_of(xml: bytes, name: str) -> tuple[bytes, int] | None:
    """The tag of the root and where it ends; None sends the part to a parser.

    Plain: UTF-8, the schema as default namespace, no comment, CDATA, DOCTYPE or NUL.
    """
    begin = _ROOT.match(xml)
    if begin is None or begin[2] != name.encode() or begin[3] not in _SPREADSHEET:
        return None
    if b"<!" in xml or b"\0" in xml or begin[1].endswith(b"/>"):
        return None
    return begin[1], begin.end()


@lru_cache(maxsize=16_384)
def said(raw: bytes) -> str | None:
    """Character data as a parser gives it; None where only a parser can tell."""
    if len(raw) > _LONGEST or _SAID.fullmatch(raw) is None:
        return None
    try:
        text = raw.decode()
        if "&" in text:
            text = _REFERENCE.sub(_meant, text)
    except ValueError:
        return None
    return None if _NO_CHARACTER.search(text) else text


def _meant(reference: re.Match[str]) -> str:
    """Raises ValueError beyond the last character there is."""
    hexadecimal, decimal, name = reference.groups()
    if name is not None:
        return _NAMED[name]
    return chr(int(hexadecimal, 16) if hexadecimal is not None else int(decimal))
