"""The report as paper: each profile, period and amount of data through LibreOffice, measured."""

import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from itertools import pairwise, product

import pytest

from aggregator.report.word import document as word
from aggregator.report.word.profiles import PROFILES
from tests.system import soffice
from tests.test_word import EVERY

PERIODS = ("2023-Q2", "2023-H1", "2023-9M", "2023", "2023-03")
CASES = [
    *((profile.code, period, "city") for profile, period in product(PROFILES, PERIODS)),
    *((profile.code, "2023-Q1", name) for profile, name in product(PROFILES, EVERY)),
    *(
        (PROFILES[at % len(PROFILES)].code, period, name)
        for at, (name, period) in enumerate(product(("nothing", "zero", "one"), PERIODS))
    ),
]
"""Every period and every amount of data in each profile, and every pair of the two."""
POINT = 25.4 / 72
WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
PAGE = re.compile(r'<page width="(.*?)" height="(.*?)">(.*?)</page>', re.DOTALL)

pytestmark = pytest.mark.skipif(
    not (soffice() and shutil.which("pdftotext")), reason="LibreOffice or poppler is not installed"
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Every case as PDF, from one start of LibreOffice; pages on demand."""
    folder = tmp_path_factory.mktemp("giay")
    for case in CASES:
        profile, period, name = case
        told = EVERY[name]()
        meta = {**told.meta, "document_profile": profile, "period": period}
        path = folder / f"{'_'.join(case)}.docx"
        path.write_bytes(word.write(replace(told, meta=meta)))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    sources = sorted(str(path) for path in folder.glob("*.docx"))
    command = [str(soffice()), profile, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(folder), *sources], check=True, capture_output=True, timeout=300)

    @cache
    def pages(case):
        path = folder / f"{'_'.join(case)}.pdf"
        command = ["pdftotext", "-bbox", str(path), "-"]
        html = subprocess.run(command, check=True, capture_output=True).stdout.decode()
        return [
            (float(wide), float(high), [(*map(float, found[:4]), found[4]) for found in words])
            for wide, high, body in PAGE.findall(html)
            for words in [WORD.findall(body)]
        ]

    return pages


@pytest.mark.parametrize("case", CASES, ids="_".join)
def test_every_report_keeps_within_its_margins_on_paper(printed, case):
    for wide, high, words in printed(case):
        assert sorted((round(wide * POINT), round(high * POINT))) == [210, 297]
        left = min(word[0] for word in words) * POINT
        right = (wide - max(word[2] for word in words)) * POINT
        assert left >= 29.9
        assert right >= 14.5
        body = [word for word in words if word[1] * POINT >= 19]
        assert (high - max(word[3] for word in body)) * POINT >= 19


@pytest.mark.parametrize("case", CASES, ids="_".join)
def test_pages_are_numbered_at_the_top_from_the_second_on(printed, case):
    for at, (wide, _, words) in enumerate(printed(case), 1):
        above = [(word[4], (word[0] + word[2]) / 2) for word in words if word[3] * POINT < 19]
        if at == 1:
            assert not above
            continue
        assert [number for number, _ in above] == [str(at)]
        centre = (wide + 15 / POINT) / 2
        assert above[0][1] == pytest.approx(centre, abs=3)


@pytest.mark.parametrize("profile", [profile.code for profile in PROFILES])
def test_lines_of_the_body_stand_as_far_apart_as_the_profile_says(printed, profile):
    lines = sorted({round(word[1], 1) for word in printed((profile, "2023-H1", "city"))[1][2]})
    apart = [round(below - above, 1) for above, below in pairwise(lines)]
    if profile == "hd05-2026":
        assert apart.count(18.0) > 5
    else:
        assert 18.0 not in apart
