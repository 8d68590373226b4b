"""A plan out of the register is the plan that was read, and a damaged one is read anew."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from aggregator import register_file, stored_plan
from aggregator.model import Quota
from aggregator.pipeline import aggregate as pipeline
from aggregator.pipeline import planfile
from aggregator.pipeline.aggregate import Options
from aggregator.register import Register

SAMPLES = sorted((Path(__file__).parent.parent / "sample_workbooks").glob("*/ke-hoach.xlsx"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_a_plan_comes_back_as_it_was(path: Path) -> None:
    loaded = planfile.load(path)
    text = stored_plan.to_text(loaded.plan, loaded.findings)
    assert text.isascii()
    assert stored_plan.from_text(text) == (loaded.plan, loaded.findings)


def test_a_code_is_held_once_wherever_it_stands() -> None:
    plan, _ = stored_plan.from_text(stored_plan.to_text(planfile.load(SAMPLES[0]).plan, ()))
    codes = {code: code for code in plan.units}
    for unit in plan.units.values():
        assert not unit.parent or unit.parent is codes[unit.parent]


@pytest.mark.parametrize(
    "column", [["A"], {"of": ["A"], "at": [0]}, {"of": ["A"], "at": [0, 9]}, {"of": []}, 7]
)
def test_what_is_no_plan_is_never_taken_for_one(column: object) -> None:
    plan = replace(planfile.load(SAMPLES[0]).plan, quotas=(Quota("Q", "K3", "", "", "A"),) * 2)
    head, tables, said = json.loads(stored_plan.to_text(plan, ()))
    tables[1][1][0] = column
    with pytest.raises((ValueError, TypeError, KeyError)):
        stored_plan.from_text(json.dumps([head, tables, said]))


@pytest.mark.parametrize("kept", ["", "[]", "[[],[],[]]", '[[{"date":"x"}],[],[]]', "[0,0,0]", "{"])
def test_a_damaged_one_is_read_anew(kept: str, tmp_path: Path) -> None:
    home = tmp_path / "ke-hoach"
    (home / "nhan-ve").mkdir(parents=True)
    (home / "ke-hoach.xlsx").write_bytes(SAMPLES[0].read_bytes())
    options = Options(cache=True, period="2023-Q1")
    first = pipeline.aggregate(home / "nhan-ve", options)
    context = pipeline.context_of(sha256(SAMPLES[0].read_bytes()).hexdigest())
    with Register(home, context) as known:
        assert known.find("plan")
        known.keep("plan", kept.encode())
    assert pipeline.aggregate(home / "nhan-ve", options) == first
    assert register_file.is_in(home)
