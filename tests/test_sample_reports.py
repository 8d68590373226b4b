"""The reports of the samples: their words, where their numbers come from, what changes with one."""

import re
import shutil
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import permutations

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from aggregator import samples, wording
from aggregator.model import Key
from aggregator.pipeline.report import account as account_of
from aggregator.pipeline.single import document, returned
from aggregator.report.word import document as word
from aggregator.report.word import narrative, published
from aggregator.report.word.account import Account
from aggregator.report.word.inference import LIMIT, SMALL
from aggregator.workbook.returned.tables import UnitRow
from tests import offices
from tests.sample_runs import run
from tests.test_origins import NUMBER, explained, paragraphs
from tests.test_report_words import foreign
from tests.test_word import lines, text

LAST = {
    "ninh-thuan-2023": "2023-H1",
    "dinh-tan-2025": "2025-Q4",
    "can-tho-2023": "2023-Q4",
    "nghe-an-2023": "2023-02",
    "uong-bi-2024": "2024-Q1",
}
KEY = re.compile(r"^(\S+/\w+) = (\S+) \((.+), ô ([A-Z]+)(\d+)\)$")
JUDGEMENT = re.compile(r"^(\S+) tại (\S+) = (\S+)/(\S+) \(Chỉ tiêu\)$")
LINE = re.compile(r"^- ([IV]+(?:\.\d)?(?: \([^)]*\))?), đoạn (\d+) “(.*?)…?”: (.*)$")


def told_of(folder, period) -> tuple[bytes, Account]:
    """The summary of a period of a sample, and what a report tells of it."""
    result = run(folder, period)
    summary = next(folder.rglob(f"tong-hop/tong-hop_{result.unit}_*.xlsx"))
    return summary.read_bytes(), account_of(returned(document(summary).data, summary.name))


@pytest.fixture(scope="module", params=LAST)
def sample(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("mau")
    samples.write(request.param, folder)
    return told_of(folder, LAST[request.param])


@pytest.mark.parametrize("public", [False, True])
def test_every_word_is_vietnamese_and_nothing_of_the_program_is_left(sample, public):
    shown = text(word.write(sample[1], public=public))
    assert not foreign(shown)
    assert not re.search(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bnan\b|#REF|  \S", shown)


def test_every_number_of_the_text_is_given_by_the_sources_that_are_listed(sample):
    _, told = sample
    shown = lines(word.write(told))
    listed = [found.groups() for line in shown if (found := LINE.match(line))]
    said = list(paragraphs(narrative.tell(told, public=False)))
    assert len(listed) == len(said)
    for paragraph, (_, _, beginning, sources) in zip(said, listed, strict=True):
        assert paragraph.startswith(beginning)
        assert sources
        assert paragraph in shown or f"- {paragraph}" in shown
        assert set(NUMBER.findall(paragraph)) <= explained(told, paragraph), paragraph


def _printed(value: float) -> str:
    whole = round(value)
    return wording.number(whole if value == whole else Decimal(str(round(value, 1))))


def test_each_source_stands_in_the_summary_where_the_list_says(sample):
    data, told = sample
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets: dict[str, list] = {}
    listed = [line for line in lines(word.write(told)) if LINE.match(line)]
    sources = {source for line in listed for source in line.split("”: ", 1)[1].split("; ")}
    keys = [found for source in sources if (found := KEY.match(source))]
    assert keys
    for found in keys:
        code, stated, sheet, column, row = found.groups()
        if sheet not in sheets:
            sheets[sheet] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        cells = sheets[sheet][int(row) - 1]
        assert cells[0] == Key.parse(code).indicator
        value = cells[ord(column) - ord("A")]
        assert stated == ("trống" if value == "" else _printed(value))
    judged = {
        (j.quota, j.unit, *(wording.number(n) or "trống" for n in (j.actual, j.required)))
        for j in told.judgements
    }
    stated = {found.groups() for source in sources if (found := JUDGEMENT.match(source))}
    assert stated <= judged


def with_more(row: UnitRow, change: int) -> dict[str, dict]:
    """The numbers of a unit with so many more admitted in the period."""
    parts = {"values": row.values, "current": row.current}
    return {
        name: {**numbers, "B2.I": numbers["B2.I"] + change}
        for name, numbers in parts.items()
        if numbers.get("B2.I") is not None
    }


def moved(told: Account, code: str, other: str) -> Account:
    """One more admitted in a cell, one less in another; with it goes all that is judged apart."""
    changes: dict[str, int] = {}
    for start, change in ((code, 1), (other, -1)):
        at = start
        while at in told.rows:
            changes[at] = changes.get(at, 0) + change
            at = told.rows[at].parent
    units = [
        replace(row, **with_more(row, changes[row.code])) if changes.get(row.code) else row
        for row in told.units
    ]
    judged = [
        j._replace(actual=j.actual + changes.get(j.unit, 0))
        if j.actual is not None and told.quotas[j.quota].measure == "B2.I"
        else j
        for j in told.judgements
    ]
    return replace(told, units=tuple(units), judgements=tuple(judged))


def test_no_small_count_of_a_cell_can_be_told_from_the_published_report(sample):
    _, told = sample
    original = published.kept_back
    kept = original(told, "B2.I")
    small = [c for c in kept if c in told.sheltered and told.rows[c].values["B2.I"] in (1, 2)]
    printed = word.context(told, public=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(published, "kept_back", lambda a, m: kept if m == "B2.I" else original(a, m))
        for code in small:
            beside = told.children[told.rows[code].parent]
            worlds = (
                moved(told, more, less)
                for more, less in permutations([c for c in kept if c in beside], 2)
                if code in (more, less)
                and told.rows[less].values["B2.I"]
                and (kept[more] != SMALL or told.rows[more].values["B2.I"] + 1 < LIMIT)
            )
            assert any(word.context(world, public=True) == printed for world in worlds), code


UNIT = "DT-03"
CHANGED = {
    "N.gioithieu": 1,
    "N.camtinh": 1,
    "N.hoso_gui": 1,
    "B1.B3": 1,
    "B1.C1": 1,
    "B2.I.nu": 1,
    "B2.2.tb": 5,
    "DB.chinhthuc": 1,
}


def retyped(data: bytes, code: str, change: int) -> bytes:
    """A return in which one number of the period is another."""
    book = openpyxl.load_workbook(BytesIO(data))
    cells = (
        sheet.cell(row, at)
        for sheet in book.worksheets
        for row in range(1, sheet.max_row + 1)
        for at in range(1, 12)
        if sheet.cell(row, 1).value == code and sheet.cell(1, at).value == "ky"
    )
    cell = next(cells)
    cell.value = (cell.value or 0) + change
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def concerned(code: str) -> set[str]:
    """The indicators that a number goes into, by the expressions of the form."""
    above = [
        i.code
        for i in offices.FORM.indicators.values()
        if any(term.code == code for term in i.expression or ())
    ]
    return {code}.union(*(concerned(each) for each in above))


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    """The returns of a commune, and what a report tells of them as they are."""
    folder = tmp_path_factory.mktemp("xa")
    samples.write("dinh-tan-2025", folder)
    return folder, told_of(folder, LAST["dinh-tan-2025"])[1]


def differences(before: list, after: list) -> list[tuple]:
    return [(b, a) for b, a in zip(before, after, strict=True) if b != a]


@pytest.mark.parametrize("code", CHANGED)
def test_exactly_what_depends_on_a_number_of_a_return_changes(code, commune, tmp_path):
    folder, before = commune
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    (path,) = (tmp_path / "nhan-ve" / "2025-Q4" / UNIT).glob("*.xlsx")
    path.write_bytes(retyped(path.read_bytes(), code, CHANGED[code]))
    _, after = told_of(tmp_path, LAST["dinh-tan-2025"])
    figures = {key for key, value in after.figures.items() if before.figures[key] != value}
    assert {key.indicator for key in figures} == concerned(code)
    texts = []
    for told in (before, after):
        said = paragraphs(narrative.tell(told, public=False))
        texts.append([(text, [(s, told.figures.get(s)) for s in text.sources]) for text in said])
    for (was, sources), (now, sources_now) in zip(*texts, strict=True):
        assert (was != now) == (sources != sources_now), now
    old, new = (word.context(told, public=False) for told in (before, after))
    rows = differences(old["unit_lines"], new["unit_lines"])
    assert {row["name"] for row, _ in rows} <= {before.rows[UNIT].name}
    labels = {offices.FORM.indicators[each].label for each in concerned(code)}
    for table, table_now in zip(old["form_tables"], new["form_tables"], strict=True):
        changed = differences(table["lines"], table_now["lines"])
        assert {line["label"].strip("\u00a0") for line, _ in changed} <= labels
    assert differences(old["absent"], new["absent"]) == []
