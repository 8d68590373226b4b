"""Text from outside: a key to compare it by, a safe form to show it in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WITHOUT_TONES = str.maketrans(dict.fromkeys(_TONES))
_SAME = str.maketrans(
    {
        **dict.fromkeys("ÐðƉɖ", "đ"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_Y_FOR_I = re.compile(r"(?:[hklmstv]|th|qu)y")
_UNSAFE = re.compile(r"[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_DROPPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """A comparison key: what only spelling habits tell apart becomes equal.

    Composition, case, Đ/Ð/Ɖ, the place of the tone mark (hoà, hòa), i for y at the end of a
    syllable (quý, quí), spaces, quotes and dashes. Each word's tone mark stands at its end.
    """
    plain = unicodedata.normalize("NFC", text).translate(_SAME).casefold()
    words = _WORD.sub(_with_tone_last, unicodedata.normalize("NFD", plain))
    return " ".join(words.split())


def _with_tone_last(match: re.Match[str]) -> str:
    word = match[0]
    letters = word.translate(_WITHOUT_TONES)
    tones = "" if letters == word else "".join(filter(_TONES.__contains__, word))
    if _Y_FOR_I.fullmatch(letters):
        letters = f"{letters[:-1]}i"
    return unicodedata.normalize("NFC", letters) + tones


def clean(text: str, limit: int = 200) -> str:
    """Text that any output can hold: one line, nothing invisible, at most `limit` characters."""
    single = " ".join(_DROPPED.sub("", text[: limit * 4]).split())
    shown = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", single)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
