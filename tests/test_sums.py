"""Sums of branches out of the register: what rolling up gives, and made anew where in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from aggregator import register_file, rollup
from aggregator.model import Submission
from aggregator.pipeline import sums
from aggregator.rollup import Grassroots
from tests.offices import FORM


def _parts(seed: int, period: str = "2024-Q1", missing: int = 0) -> list[Submission]:
    rng = Random(seed)
    numbers = (None, 0, 1, 7, 300, Decimal("12.5"))
    return [
        Submission(
            f"U{at}",
            period,
            tuple(rng.choice(numbers) for _ in FORM.facts),
            tuple(rng.choice((0, 0, 1)) for _ in FORM.facts),
            missing,
        )
        for at in range(5)
    ]


def _said(
    home: Path, parts: Sequence[Submission], kind: Grassroots = Grassroots.ABOVE
) -> Submission:
    with sums.remembered(home, "context", "A", "2024-Q1") as added:
        return added(FORM, "A", parts, kind, 2)


def test_a_sum_is_the_one_that_rolling_up_gives(tmp_path: Path) -> None:
    for seed in range(20):
        for kind in Grassroots:
            parts = _parts(seed)
            asked = rollup.rollup(FORM, "A", parts, kind, 2)
            assert _said(tmp_path, parts, kind) == asked
            assert _said(tmp_path, parts, kind) == asked


def test_what_was_added_up_once_is_not_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = _said(tmp_path, _parts(1))
    monkeypatch.setattr(sums, "rollup", lambda *_: pytest.fail("added up again"))
    assert _said(tmp_path, _parts(1)) == known
    more = _said(tmp_path, _parts(1, missing=3))
    assert (more.values, more.missing) == (known.values, known.missing + 15)
    for other in (_parts(2), _parts(1)[:4], _parts(1, "2024-Q2")):
        with pytest.raises(pytest.fail.Exception):
            _said(tmp_path, other)
    with pytest.raises(pytest.fail.Exception):
        _said(tmp_path, _parts(1), Grassroots.PARTY_CELL)


@pytest.mark.parametrize("context", ["another", ""])
def test_without_a_record_of_its_own_it_is_added_up(tmp_path: Path, context: str) -> None:
    known = _said(tmp_path, _parts(1))
    with sums.remembered(tmp_path, context, "A", "2024-Q1") as added:
        assert added(FORM, "A", _parts(1), Grassroots.ABOVE, 2) == known


def test_a_torn_register_costs_only_time(tmp_path: Path) -> None:
    known = _said(tmp_path, _parts(1))
    file = register_file.of(tmp_path)
    file.write_bytes(file.read_bytes()[:5000])
    assert _said(tmp_path, _parts(1)) == known
    file.write_bytes(b"no database")
    assert _said(tmp_path, _parts(1)) == known
