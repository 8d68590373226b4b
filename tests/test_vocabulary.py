"""Coded values: a label that means two codes, or none, would be read wrongly."""

import unicodedata

import pytest

from aggregator import vocabulary

CONTRACT_LEVELS = "trung_uong tinh cap_tren_truc_tiep co_so chi_bo_co_so bo_phan chi_bo"
CONTRACT_KINDS = (
    "thon xom ban ap khom khu_pho khu_vuc khoi to_dan_pho xa phuong co_quan_dang "
    "co_quan_nha_nuoc su_nghiep truong_hoc y_te dn_nha_nuoc kttn htx quan_doi cong_an khac"
)
VOCABULARIES = "level kind strength base reason cadence document_profile late_policy yes_no"


def test_the_codes_are_those_promised():
    assert list(vocabulary.levels()) == CONTRACT_LEVELS.split()
    assert list(vocabulary.kinds()) == CONTRACT_KINDS.split()
    assert list(vocabulary.labels("strength")) == ["giao", "phan_dau"]
    assert list(vocabulary.labels("base")) == ["members_start", "members_previous", "members_end"]
    assert list(vocabulary.labels("reason")) == ["HET_NGUON", "HC_100", "THEO_THUC_TE", "MOI_TL"]
    assert list(vocabulary.labels("cadence")) == ["quarter", "month"]


@pytest.mark.parametrize("name", VOCABULARIES.split())
def test_each_label_and_each_code_means_one_code(name):
    labels = vocabulary.labels(name)
    assert len({label.casefold() for label in labels.values()}) == len(labels)
    for code, label in labels.items():
        assert vocabulary.code(name, code) == vocabulary.code(name, label) == code
        assert vocabulary.label(name, code) == label


@pytest.mark.parametrize(
    "text", ["Khu phố", " khu  PHỐ ", unicodedata.normalize("NFD", "Khu phố"), "khu_pho"]
)
def test_case_spacing_and_composition_do_not_matter(text):
    assert vocabulary.code("kind", text) == "khu_pho"


def test_what_is_in_no_vocabulary_has_no_code_and_keeps_its_text():
    assert vocabulary.code("kind", "Buôn") is None
    assert vocabulary.label("kind", "buon") == "buon"


def test_transfers_cancel_from_the_level_on_where_they_stay_inside():
    cancels = {code: "".join(level.cancels) for code, level in vocabulary.levels().items()}
    assert cancels["trung_uong"] == "abc"
    assert cancels["tinh"] == "bc"
    assert cancels["cap_tren_truc_tiep"] == "c"
    assert not any(cancels[code] for code in ("co_so", "chi_bo_co_so", "bo_phan", "chi_bo"))


def test_the_grassroots_organisations_are_of_two_kinds():
    grassroots = {c: v.grassroots for c, v in vocabulary.levels().items() if v.grassroots}
    assert grassroots == {"co_so": "dang_bo", "chi_bo_co_so": "chi_bo"}
    below = {c for c, v in vocabulary.levels().items() if v.below_grassroots}
    assert below == {"bo_phan", "chi_bo"}
