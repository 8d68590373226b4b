"""Vietnamese text of before Unicode, TCVN3 (fonts `.Vn…`) and VNI (`VNI-…`), to Unicode.

Both tables are built by code point from the layouts of the encodings: a pasted table loses
U+00AD, the soft hyphen, which is `ư` in TCVN3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_ROOF, _BREVE = "\u0302", "\u0306"

_TCVN3_CAPITALS = (0xA1, "ĂÂÊÔƠƯĐ")
_TCVN3_PLAIN = (0xA8, "ăâêôơưđ")
_TCVN3_TONED = {
    "a": (0xB5, 0xB6, 0xB7, 0xB8, 0xB9),
    "ă": (0xBB, 0xBC, 0xBD, 0xBE, 0xC6),
    "â": (0xC7, 0xC8, 0xC9, 0xCA, 0xCB),
    "e": (0xCC, 0xCE, 0xCF, 0xD0, 0xD1),
    "ê": (0xD2, 0xD3, 0xD4, 0xD5, 0xD6),
    "i": (0xD7, 0xD8, 0xDC, 0xDD, 0xDE),
    "o": (0xDF, 0xE1, 0xE2, 0xE3, 0xE4),
    "ô": (0xE5, 0xE6, 0xE7, 0xE8, 0xE9),
    "ơ": (0xEA, 0xEB, 0xEC, 0xED, 0xEE),
    "u": (0xEF, 0xF1, 0xF2, 0xF3, 0xF4),
    "ư": (0xF5, 0xF6, 0xF7, 0xF8, 0xF9),
    "y": (0xFA, 0xFB, 0xFC, 0xFD, 0xFE),
}
"""Code points of a letter with grave, hook, tilde, acute and dot below."""

_VNI_TONES = {0xF8: _GRAVE, 0xFB: _HOOK, 0xF5: _TILDE, 0xF9: _ACUTE, 0xEF: _DOT}
_VNI_ROOFED = {0xE2: "", 0xE0: _GRAVE, 0xE5: _HOOK, 0xE3: _TILDE, 0xE1: _ACUTE, 0xE4: _DOT}
_VNI_BREVED = {0xEA: "", 0xE8: _GRAVE, 0xFA: _HOOK, 0xFC: _TILDE, 0xE9: _ACUTE, 0xEB: _DOT}
_VNI_SINGLE = {
    0xF1: "đ",
    0xF4: "ơ",
    0xF6: "ư",
    0xEC: "ì",
    0xE6: "ỉ",
    0xF3: "ĩ",
    0xED: "í",
    0xF2: "ị",
    0xEE: "ỵ",
}

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
    r"(?:(?:iê|yê|uyê|oa|oă|oe|oo|uâ|uê|uy|uô|ươ|[aăâeêioôơuưy])(?:ng|nh|ch|[cmnpt])?"
    r"|i?a[iouy]?|â[uy]|i?êu|yêu|o[aeôơ]?[io]|oay|oeo|[ôơuư]i|[eo]o|ua|uây|u?ôi|uya|uyu|uơ"
    r"|ưa|ươ[iu]|[iư]u)"
)
_TOKEN = re.compile(r"[^\s\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e\d]+")
_ASCII_WORD = re.compile(r"[A-Za-z]+")


def decode(text: str, font: str = "") -> str:
    """Unicode for text set in a font of an old encoding; with no font, by what makes words.

    A font whose name ends in H shows capitals. Text that is Unicode already comes back as is.
    """
    if text.isascii():
        return text
    name = font.casefold()
    if name.startswith(".vn"):
        decoded = text.translate(_TCVN3)
        return decoded.upper() if name.endswith("h") else decoded
    if name.startswith("vni"):
        return _from_vni(text)
    return _guessed(text)


def _guessed(text: str) -> str:
    if any(ord(letter) > 0xFF for letter in text):
        return text
    candidates = (text, text.translate(_TCVN3), _from_vni(text))
    return max(candidates, key=_words)


def _words(text: str) -> int:
    """How many accented words are syllables of Vietnamese, less those that aren't."""
    score = 0
    for token in _TOKEN.findall(unicodedata.normalize("NFC", text).casefold()):
        if not _ASCII_WORD.fullmatch(token):
            score += 1 if _is_syllable(token) else -1
    return score


def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word)
    tones = [letter for letter in decomposed if letter in _VNI_TONES.values()]
    bare = "".join(letter for letter in decomposed if letter not in tones)
    return len(tones) <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def _composed(*parts: str) -> str:
    return unicodedata.normalize("NFC", "".join(parts))


def _tcvn3() -> Iterator[tuple[int, str]]:
    for first, letters in (_TCVN3_CAPITALS, _TCVN3_PLAIN):
        yield from enumerate(letters, first)
    for letter, codes in _TCVN3_TONED.items():
        for code, tone in zip(codes, (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT), strict=True):
            yield code, _composed(letter, tone)


def _vni() -> Iterator[tuple[str, str]]:
    for base, letter in {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y"}.items():
        yield from ((base + chr(code), letter + tone) for code, tone in _VNI_TONES.items())
    for base in ("a", "e", "o"):
        yield from ((base + chr(code), base + _ROOF + tone) for code, tone in _VNI_ROOFED.items())
    yield from (("a" + chr(code), f"a{_BREVE}{tone}") for code, tone in _VNI_BREVED.items())
    for base, letter in (("\xf4", "ơ"), ("\xf6", "ư")):
        yield from ((base + chr(code), letter + tone) for code, tone in _VNI_TONES.items())
    yield from ((chr(code), letter) for code, letter in _VNI_SINGLE.items())


def _from_vni(text: str) -> str:
    return _VNI_PATTERN.sub(_vni_letter, text)


def _vni_letter(match: re.Match[str]) -> str:
    letter = _VNI[match[0].lower()]
    return letter.upper() if match[0][0].isupper() else letter


_TCVN3: Mapping[int, str] = dict(_tcvn3())
_VNI: Mapping[str, str] = {sequence: _composed(letter) for sequence, letter in _vni()}
_VNI_PATTERN = re.compile(
    "|".join(re.escape(sequence) for sequence in sorted(_VNI, key=len, reverse=True)),
    re.IGNORECASE,
)
