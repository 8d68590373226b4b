"""Random fillings of the form, and what a finished workbook holds, cell by cell."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

from aggregator import forms, rollup
from aggregator import period as periods
from aggregator.model import CARRIED, Fact, Key, Method, Number, Plan, Unit
from aggregator.workbook import meta
from aggregator.workbook.template.content import Filling
from aggregator.workbook.template.targets import Target

FORM = forms.load()
PLAN = Plan(
    "KH-12",
    title="Kế hoạch phát triển đảng viên năm 2024",
    units={
        "TINH": Unit("TINH", "Tỉnh ủy", level="tinh"),
        "UB.01": Unit("UB.01", "Chi bộ “A & B” <khu 1>", "TINH", "chi_bo_co_so", "khu_pho"),
    },
)
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def blank(period: str = "2024-Q1", kind: str = "template") -> Filling:
    identity = meta.meta(PLAN, "UB.01", period, FORM, kind)
    return Filling(identity, {"quota": "Kết nạp 3 đảng viên"}, rollup.blank(FORM, "UB.01", period))


def typed(filling: Filling, numbers: Mapping[str, Number]) -> Filling:
    """The filling with numbers by key, as in `{"B2.I": 3}` or `{"B2.I/cung_ky": 2}`."""
    values = list(filling.submission.values)
    for key, number in numbers.items():
        values[FORM.position[Key.parse(key), "value"]] = number
    return filling._replace(submission=replace(filling.submission, values=tuple(values)))


def made(seed: int, period: str = "2024-Q2", kind: str = "template") -> Filling:
    """Numbers without any sense, blanks and zeros among them; some are known and locked."""
    rng = Random(seed)
    filling = blank(period, kind)._replace(typed_counts=rng.random() < 0.5)
    values = [_value(rng, fact) for fact in FORM.facts]
    for key in meta.means(FORM):
        of = values[FORM.position[Key(FORM.indicators[key.indicator].weight, key.column), "value"]]
        exact = kind == "summary" and rng.random() < 0.5
        total, weight = _weighted(rng, of, exact)
        values[FORM.position[key, "sum"]] = total
        values[FORM.position[key, "weight"]] = weight
    if periods.opens_year(period):
        values = [
            None if fact.key.column == CARRIED else value
            for fact, value in zip(FORM.facts, values, strict=True)
        ]
    known = frozenset(
        fact.key
        for fact, value in zip(FORM.facts, values, strict=True)
        if value is not None and fact.key.column in (CARRIED, "cung_ky") and rng.random() < 0.5
    )
    cover = {**filling.cover, "nothing": rng.choice([None, "có", "không"]), "revision": 2}
    seen = replace(filling.submission, values=tuple(values))
    targets = rng.choices((None, Target("B2.I", rng.randint(1, 9)), Target("B1.D", 50)), k=seed % 4)
    asked = {"known": known, "cover": cover, "targets": tuple(targets)}
    return filling._replace(submission=seen, **asked)


def met_before(seed: int, period: str = "2024-Q2") -> Filling:
    """As a unit's template from the second quarter on: few numbers, which others have too.

    What came before is known and locked, the stocks at the start of the period too; some typed.
    """
    rng = Random(seed)
    filling = blank(period)._replace(typed_counts=rng.random() < 0.5)
    chances = {"ky": rng.choice((0, 0, 0.9)), "cung_ky": rng.choice((0, 0.8)), CARRIED: 0.8}
    values = [
        rng.choice((0, 0, 1, 2, 3, -1 if rng.random() < 0.05 else 5))
        if rng.random() < chances.get(fact.key.column, 0.5) or fact.method is Method.OPENING
        else None
        for fact in FORM.facts
    ]
    for key in meta.means(FORM):
        of = values[FORM.position[Key(FORM.indicators[key.indicator].weight, key.column), "value"]]
        mean = rng.choice((Decimal("31.5"), Decimal("30.0"), 28))
        values[FORM.position[key, "sum"]] = mean * of if of else None
        values[FORM.position[key, "weight"]] = of if of else None
    values = [
        None if fact.key.column == CARRIED and periods.opens_year(period) else value
        for fact, value in zip(FORM.facts, values, strict=True)
    ]
    known = frozenset(
        fact.key
        for fact, value in zip(FORM.facts, values, strict=True)
        if value is not None and (fact.key.column != "ky" or fact.method is Method.OPENING)
    )
    name = rng.choice(("Chi bộ “A & B” <khu 1>", "Đảng bộ " + "rất dài " * 40, "_x0041_ 'C'\n]]>"))
    cover = {**filling.cover, "nothing": rng.choice(("không", "không", "có")), "revision": 1}
    asked = rng.choice(((), (Target("B2.I", 3),), (None, Target("B1.D", 2))))
    seen = replace(filling.submission, values=tuple(values))
    carried = {**filling.meta, "name": name}
    return filling._replace(meta=carried, cover=cover, submission=seen, known=known, targets=asked)


def _value(rng: Random, fact: Fact) -> Number | None:
    if rng.random() < 0.3:
        return None
    if fact.method is Method.FLAG:
        return rng.randint(0, 1)
    return rng.choice([0, 1, 2, rng.randint(3, 40), rng.randint(0, 5000)])


def _weighted(rng: Random, of: Number | None, exact: bool) -> tuple[Number | None, Number | None]:
    if rng.random() < 0.2 or of in (None, 0):
        return None, None
    if exact:
        weight = max(1, int(of) - 1)
        return weight * 25 + rng.randint(0, 9 * weight), weight
    return of * Decimal(rng.randint(180, 600)) / 10, of


class Held(NamedTuple):
    """A cell: what it shows, its formula (shared ones by their number), whether it is locked."""

    value: str | float | None
    formula: str
    locked: bool


def dump(data: bytes) -> dict[str, dict[str, Held]]:
    """Every cell with a value, a formula or an open lock, by sheet and address."""
    archive = ZipFile(BytesIO(data))

    def part(name: str) -> ElementTree.Element:
        return ElementTree.fromstring(archive.read(name))

    strings = ["".join(si.itertext()) for si in part("xl/sharedStrings.xml").findall("m:si", NS)]
    formats = part("xl/styles.xml").findall("m:cellXfs/m:xf", NS)
    locks = [xf.find("m:protection[@locked='0']", NS) is None for xf in formats]
    titles = [s.get("name", "") for s in part("xl/workbook.xml").iterfind("m:sheets/m:sheet", NS)]
    return {
        title: {
            cell.get("r", ""): held
            for cell in part(f"xl/worksheets/sheet{number}.xml").iter(f"{{{NS['m']}}}c")
            if (held := _held(cell, strings, locks)) != Held(None, "", True)
        }
        for number, title in enumerate(titles, start=1)
    }


def _held(cell: ElementTree.Element, strings: list[str], locks: list[bool]) -> Held:
    formula = cell.find("m:f", NS)
    shared = "" if formula is None else f"{formula.text or ''}#{formula.get('si', '')}"
    return Held(_shown(cell, strings), shared, locks[int(cell.get("s", "0"))])


def _shown(cell: ElementTree.Element, strings: list[str]) -> str | float | None:
    text = cell.findtext("m:v", None, NS) or "".join(
        t.text or "" for t in cell.iterfind("m:is/m:t", NS)
    )
    match cell.get("t", "n"):
        case "s":
            return strings[int(text)] or None
        case "n" if text:
            return float(text)
        case _:
            return text or None


def properties(data: bytes) -> dict[str, str]:
    """The custom document properties."""
    root = ElementTree.fromstring(ZipFile(BytesIO(data)).read("docProps/custom.xml"))
    return {p.get("name", ""): "".join(p.itertext()) for p in root}


def without_results(data: bytes) -> bytes:
    """The workbook as a program that can't calculate would save it: formulas without values."""
    source, target = ZipFile(BytesIO(data)), BytesIO()
    with ZipFile(target, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb"(<f[^>]*/>|<f[^>]*>[^<]*</f>)<v>[^<]*</v>", rb"\1", part)
            archive.writestr(name, part)
    return target.getvalue()
