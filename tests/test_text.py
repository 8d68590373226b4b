"""Comparing, decoding and showing text that others typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.workbook.typed.encodings import _TCVN3, decode
from aggregator.workbook.typed.text import clean, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("uý", "úy"),
        ("Đảng uỷ", "Ðảng ủy"),
        ("Ɖảng viên", "đảng viên"),
        ("Quý I", "quí i"),
        ("kỳ", "kì"),
        ("Tỷ lệ", "tỉ lệ"),
        ("công ty", "công ti"),
        ("Kết  nạp\n", " kết\u00a0nạp"),
        ("“Bìa”", '"bìa"'),
        ("2023–2025", "2023-2025"),
        ("Người được", unicodedata.normalize("NFD", "người được")),
        ("Tổng", "Tô\u0309ng"),
        ("kết\u200b nạp\ufeff", "kết nạp"),
    ],
)
def test_spelling_habits_make_no_difference(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("thúy", "thúi"), ("tay", "tai"), ("nữ", "nư"), ("hoa", "hòa"), ("má", "mà"), ("đ", "d"),
     ("uy", "ui"), ("ăn", "ân"), ("1", "2"), ("quỳnh", "quình"), ("kết nạp", "kếtnạp")],
)  # fmt: skip
def test_different_words_stay_different(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composition_makes_no_difference(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("old", "font", "expected"),
    [
        ("®¶ng viªn", ".VnTime", "đảng viên"),
        ("®¶ng viªn", ".VnTimeH", "ĐẢNG VIÊN"),
        ("mäi ng\u00adêi", ".VnArial", "mọi người"),
        ("Tæng sè ®¶ng viªn míi kÕt n¹p", "", "Tổng số đảng viên mới kết nạp"),
        ("Xin chaøo caùc baïn", "VNI-Times", "Xin chào các bạn"),
        ("Xin chaøo caùc baïn", "", "Xin chào các bạn"),
        ("ÑAÛNG VIEÂN", "VNI-Times", "ĐẢNG VIÊN"),
        ("Toång soá ñaûng vieân môùi keát naïp", "", "Tổng số đảng viên mới kết nạp"),
        ("Nam, là và có", "", "Nam, là và có"),
        ("Tổng số", "", "Tổng số"),
        ("Tong so", ".VnTime", "Tong so"),
        ("Biểu 1", "Times New Roman", "Biểu 1"),
    ],
)
def test_old_encodings(old, font, expected):
    assert decode(old, font) == expected


def test_the_old_table_is_whole() -> None:
    assert len(_TCVN3) == 74
    assert len(set(_TCVN3.values())) == 74
    assert _TCVN3[0xAD] == "ư"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("một\nhai\x00\x1b", "một hai"),
        ("a\ud800b", "ab"),
        ("a\u202eb\u200bc", "a\\u202eb\\u200bc"),
        ("x" * 300, "x" * 199 + "…"),
        ("=cmd|x", "=cmd|x"),
    ],
)
def test_text_made_safe_to_show(raw, shown):
    assert clean(raw) == shown


@given(st.text(st.characters(exclude_categories=[])), st.integers(2, 50))
def test_safe_text_is_short_printable_and_encodable(text, limit):
    shown = clean(text, limit)
    assert len(shown) <= limit
    assert not any(ord(letter) < 32 for letter in shown)
    shown.encode()
