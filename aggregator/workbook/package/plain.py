"""Markup written the plain way: where it begins, and what a text in it says without a parser."""

from __future__ import annotations

import re
from functools import lru_cache

from aggregator.workbook.package.markup import SPREADSHEET

_DECLARATION = (
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"(?: encoding="(?i:utf-8)")?'
    rb'(?: standalone="(?:yes|no)")?\s*\?>\s*)?'
)
_BEGIN = re.compile(_DECLARATION + rb"<[^!?]")
_ROOT = re.compile(
    _DECLARATION
    + rb'(<(worksheet|sst)(?:\s[^<>\'"]+="[^<>\'"]*")*?\s+xmlns="([^<>\'"]*)"[^<>\']*>)'
)
_SPREADSHEET = frozenset(name.encode() for name in SPREADSHEET)
_SAID = re.compile(
    rb"(?:[^<>&\x00-\x08\x0b-\x1f]|&(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)*+"
)
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));")
_NAMED = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
_LONGEST = 1_000
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_plain(xml: bytes) -> bool:
    """UTF-8, and only elements and texts."""
    return _BEGIN.match(xml) is not None and is_bare(xml)


def is_bare(piece: bytes) -> bool:
    """Whether a piece holds no comment, CDATA, DOCTYPE or NUL."""
    return b"<!" not in piece and b"\0" not in piece


def root_of(xml: bytes, name: str) -> tuple[bytes, int] | None:
    """The tag of the root and where it ends; None sends the part to a parser.

    It is UTF-8 and has the schema as default namespace. Whether the rest is bare is to be asked.
    """
    begin = _ROOT.match(xml)
    if begin is None or begin[2] != name.encode() or begin[3] not in _SPREADSHEET:
        return None
    return None if begin[1].endswith(b"/>") else (begin[1], begin.end())


def said_once(raw: bytes) -> str | None:
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


said = lru_cache(maxsize=16_384)(said_once)
"""The same of texts that come often."""


def _meant(reference: re.Match[str]) -> str:
    """Raises ValueError beyond the last character there is."""
    hexadecimal, decimal, name = reference.groups()
    if name is not None:
        return _NAMED[name]
    return chr(int(hexadecimal, 16) if hexadecimal is not None else int(decimal))
