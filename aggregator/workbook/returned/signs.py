"""What says that a cell may be about a person: a header, an identity number."""

from __future__ import annotations

import re
import unicodedata

from aggregator.workbook.known import Known
from aggregator.workbook.typed.encodings import decode
from aggregator.workbook.typed.text import fold

_NUMBER = re.compile(
    r"\b(?:cccd|cmnd|cmt|cmtnd|can cuoc|chung minh thu|chung minh nhan dan|so chung minh"
    r"|so the dang|so the dv|so dinh danh|so ho chieu|ma dinh danh ca nhan"
    r"|id (?:card|no|number)|identity (?:card|no|number)|passport)\b"
)
_NAMES = frozenset({"ten", "ho", "dong chi", "name", "surname"})
_NAME = (
    *("ho va ten", "ho ten", "ho dem", "ho chu dem", "ten dang vien", "ten quan chung"),
    *("full name", "first name", "last name", "given name", "family name"),
)
_DETAILS = frozenset({"sn", "ns", "dob", "sex"})
_DETAIL = (
    *("ngay sinh", "sinh ngay", "ngay thang nam sinh", "nam sinh", "sinh nam", "noi sinh"),
    *("que quan", "noi o", "cho o", "thuong tru", "dien thoai", "gioi tinh", "dan toc"),
    *("ngay ket nap", "ngay vao dang", "ngay chinh thuc"),
    *("date of birth", "birth", "year of birth", "place of birth", "gender", "phone"),
)
_OLD_FONTS = (".VnTime", "VNI-Times")
_UNICODE_LETTER = re.compile("[\u0100-\u024f\u1e00-\u1eff]")
"""The old encodings have no such letter."""
_DIGIT = re.compile("[1-9]")
_LONGEST_HEADER = 60
_IDENTITY_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])")
_OLD_IDENTITY_NUMBER = re.compile(r"[0-9]{9}")
"""As many a code has; only below the name of a person is it taken for one."""


def bears_a_sign(text: str) -> bool:
    """Whether a text is worth a second look; which digits stand in it makes no difference."""
    return _BEARING[_DIGIT.sub("0", text)]


def _bears(text: str) -> bool:
    return is_old_identity_number(text) or bool(sign_of_header(text)) or holds_identity_number(text)


_BEARING = Known(_bears, 20_000, lambda text: len(text) <= _LONGEST_HEADER)


def sign_of_header(text: str) -> str:
    """What a short text says as a header: `number`, `name`, `detail` of a person, or nothing.

    Whatever font it is set in: what may be of an old encoding is tried in those too.
    """
    if len(text) > _LONGEST_HEADER:
        return ""
    sure = text.isascii() or _UNICODE_LETTER.search(text)
    readings = (text,) if sure else (text, *(decode(text, font) for font in _OLD_FONTS))
    return next(filter(None, map(_unicode_sign, readings)), "")


def _unicode_sign(text: str) -> str:
    plain = " ".join(re.findall(r"\w+", _without_marks(fold(text))))
    if _NUMBER.search(plain):
        return "number"
    if plain in _NAMES or plain.startswith(_NAME):
        return "name"
    return "detail" if plain in _DETAILS or plain.startswith(_DETAIL) else ""


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text).replace("đ", "d")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def is_old_identity_number(text: str) -> bool:
    """Nine digits and nothing else."""
    return _OLD_IDENTITY_NUMBER.fullmatch(text) is not None


def holds_identity_number(text: str) -> bool:
    """Twelve digits in a row that are no part of anything else."""
    return _IDENTITY_NUMBER.search(text) is not None
