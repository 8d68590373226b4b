"""The form is complete, its language parses and prints, faults of a form are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator import catalogue, forms, layout
from aggregator.model import Method, Term

FORM = forms.load()
HEADLINE = (
    "B1.A B1.B B1.B1 B1.B2 B1.B2a B1.B2b B1.B2c B1.B3 B1.C B1.C1 B1.C2 B1.C3 B1.C3d B1.C4 B1.C5",
    "B1.C5a B1.C5b B1.C5c B1.D B2.I B2.I.nu B2.I.dtts B2.I.tongiao B2.I.doanvien B2.I.chudn",
    "B2.I.ketnaplai B2.2.tb N.gioithieu N.camtinh N.boiduong N.gcn N.hoso_tham_tra N.hoso_gui",
    "N.quyetdinh N.le N.het_nguon DB.dau DB.chinhthuc DB.xoaten DB.cuoi",
)


def test_headline_indicators_are_there() -> None:
    assert {code for line in HEADLINE for code in line.split()} <= set(FORM.indicators)
    assert [sheet.title for sheet in FORM.sheets] == ["Biểu 1", "Biểu 2", "Nguồn"]


codes = st.sampled_from(sorted(FORM.indicators))
expressions = st.lists(st.builds(Term, st.sampled_from([1, -1]), codes), min_size=1).map(tuple)


@given(expressions)
def test_printed_expressions_parse_back(terms) -> None:
    assert forms.parse_expression(forms.print_expression(terms)) == terms


@pytest.mark.parametrize("text", ["", " ", "A B", "A +", "1A", "A * B", "A = B"])
def test_what_is_no_expression(text) -> None:
    with pytest.raises(ValueError, match="expression"):
        forms.parse_expression(text)


def test_json_of_the_contract() -> None:
    data = catalogue.form_json(FORM)
    assert list(data) == ["form", "version", "sheets", "identities"]
    indicators = {i["code"]: i for sheet in data["sheets"] for i in sheet["indicators"]}
    assert indicators["B1.B"]["expression"] == "B1.B1+B1.B2+B1.B3"
    assert indicators["B2.2.tb"]["weight"] == "B2.I"
    assert not indicators["B1.D"]["input"]
    methods = {i["method"] for i in indicators.values()}
    assert methods == {m.value for m in Method}
    assert [c["code"] for c in data["sheets"][0]["columns"]] == ["ky", "luy_ke", "cung_ky", "ty_le"]


def test_unknown_form() -> None:
    for code in ("btctw-1999", "../levels"):
        with pytest.raises(KeyError):
            forms.load(code)


def test_layout_is_frozen_with_the_version() -> None:
    """Change the layout and you must raise the version of the form: returns are out there."""
    assert (FORM.version, layout.fingerprint(FORM)) == ("1", layout.fingerprint(FORM))
    assert len({(s.sheet, s.cell) for s in layout.slots(FORM).values()}) == len(layout.slots(FORM))
