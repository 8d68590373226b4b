"""The sheet says of itself what Python says of it; `python -m tests.live_status` does thousands."""

from __future__ import annotations

import pytest

from tests.live_status.compare import differences
from tests.live_status.templates import templates
from tests.lo_engine.engine import LibreOffice
from tests.system import soffice, uno_python

EACH = 75


@pytest.mark.skipif(
    not (soffice() and uno_python()), reason="LibreOffice with its Python bridge is not here"
)
def test_sheet_and_python_agree(tmp_path) -> None:
    first, later = (t for t in templates(("can-tho-2023",)) if t.name.startswith("CT-2023 CT-01 "))
    office = LibreOffice(tmp_path / "profile")
    for template, seeds in ((first, range(EACH)), (later, range(EACH, 2 * EACH))):
        for seed, said in differences(office, template, seeds, tmp_path):
            assert not said, f"{template.name}, seed {seed}"
    office.quit()
