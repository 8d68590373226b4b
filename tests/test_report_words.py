"""How a word that is neither Vietnamese nor an abbreviation nor a code is known."""

import re
import unicodedata

import pytest

SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)
LIKE_SYLLABLES = {"the", "no", "not", "met", "on", "at", "can", "is", "it", "or", "of"}
CODE = re.compile(r"[A-ZĐ]{1,2}[A-Z0-9Đ]*(?:[-.]\w+)+|Q\d\w*|S\d+|\S*\d\S*")


def without_tones(word: str) -> str:
    """The letters of a word, `đ` as it is."""
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def foreign(shown: str) -> set[str]:
    """Words that are neither built like a Vietnamese syllable nor an abbreviation nor a code."""
    words = re.findall(r"[^\W_]+", CODE.sub(" ", shown))
    return {
        word
        for word in words
        if len(word) > 1
        and not word.isupper()
        and (word in LIKE_SYLLABLES or not SYLLABLE.fullmatch(without_tones(word.lower())))
    }


@pytest.mark.parametrize("word", ["counted", "the", "missing", "Total", "undefined"])
def test_a_word_that_does_not_belong_is_found(word):
    assert foreign(f"Kết quả {word} năm 2023") == {word}


def test_vietnamese_is_not_found():
    assert not foreign("Đảng bộ xã Nghĩa Đàn, quyết định, nghiêng, khuỷu tay, gì, yêu, uống rượu")
