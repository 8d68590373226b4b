"""A second evaluator of quotas, in plain loops and fractions, agrees on random plans.

It shares no code with the engine: scopes are pairs of a text and a predicate written by hand.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.model import Allocation, Exemption, Plan, Quota, Unit
from aggregator.quota import Standing, judge

KINDS = ("K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K12", "K13")
LEVELS = ("tinh", "co_so", "bo_phan", "chi_bo")
MEASURES = ("B2.I", "N.boiduong", "B1.D", "B2.I.nu")
VERSIONS = ("", "điều chỉnh lần 1", "điều chỉnh lần 2")


def is_any(_):
    return True


def is_thon(unit):
    return None if unit.kind == "" else unit.kind == "thon"


def is_large(unit):
    return None if unit.workers is None else unit.workers >= 50


def is_large_private(unit):
    if unit.kind not in ("", "kttn") or (unit.workers is not None and unit.workers < 50):
        return False
    return None if unit.kind == "" or unit.workers is None else True


SCOPES = {
    "": (is_any, False),
    "kind=thon": (is_thon, False),
    "workers>=50": (is_large, False),
    "kind=kttn; workers>=50": (is_large_private, False),
    "level=co_so": (lambda unit: unit.level == "co_so", True),
}


# --- the second evaluator -----------------------------------------------------------------------


class Oracle:
    def __init__(self, plan, period, root, values, missing):
        self.plan, self.period, self.root = plan, period, root
        self.values, self.missing = values, missing
        self.year = int(period[:4])
        self.last_month = {"Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12, "H1": 6, "9M": 9}.get(
            period[5:], 12
        )
        days = {3: 31, 6: 30, 9: 30, 12: 31}
        self.day = date(self.year, self.last_month, days[self.last_month])

    def below(self, code):
        found = [code]
        for unit in self.plan.units.values():
            if unit.parent == code:
                found += self.below(unit.code)
        return found

    def alive(self, code, day=None):
        unit, day = self.plan.units[code], day or self.day
        if unit.start is not None and unit.start > day:
            return False
        return not (unit.end is not None and unit.end < day)

    def replaced_by(self, code):
        units = self.plan.units.values()
        return [unit.code for unit in units if code in unit.replaces.split(",")]

    def carriers(self, code, day, seen=()):
        """Who has a unit's people and quotas on a day; nobody, if it was dissolved."""
        if self.alive(code, day):
            return {code}
        found = set()
        for heir in self.replaced_by(code):
            if heir not in seen:
                found |= self.carriers(heir, day, (*seen, code))
        return found

    def left(self, code, day):
        """Ended within the year, carried on by none: it was there when the year began."""
        end = self.plan.units[code].end
        ended = end is not None and end.year == self.year and end < day
        return ended and not self.carriers(code, day)

    def has_children(self, code):
        return any(unit.parent == code for unit in self.plan.units.values())

    def scope(self, quota, node):
        predicate, inner = SCOPES[quota.scope]
        inside, unclear = [], []
        for code in self.below(node):
            if not self.alive(code) or (self.has_children(code) and not inner):
                continue
            answer = predicate(self.plan.units[code])
            if answer is None:
                unclear.append(code)
            elif answer:
                inside.append(code)
        return inside, unclear

    def exempt(self, quota, unit):
        freed = [e.unit for e in self.plan.exemptions if e.quota in ("", quota.code)]
        return any(above in freed for above in self.ancestors(unit))

    def value(self, unit, measure):
        return self.values.get(unit, {}).get(measure)

    def gap(self, unit):
        return self.missing.get(unit, 0)

    def base(self, units, name):
        """Members of units together, and how many leaves are not in them."""
        if name == "members_end":
            stocks = [self.value(u, "B1.D") for u in units]
            known = None if None in stocks or not stocks else sum(stocks)
            return known, sum(self.gap(u) for u in units)
        known, left = self.people(units, name, self.day)
        return (None if left or not units else known), 0

    def people(self, units, name, day):
        """A sum, and the units that nobody could replace by something known."""
        known, bag = self.figures(units, name, day)
        return self.pooled(known, bag, name, day)

    def kids(self, code, day):
        day = min(day, self.plan.units[code].end or day)
        kids = [u.code for u in self.plan.units.values() if u.parent == code]
        return [kid for kid in kids if self.alive(kid, day) or self.left(kid, day)]

    def figures(self, units, name, day):
        known, bag = 0, set()
        for unit in units:
            own, kids = getattr(self.plan.units[unit], name), self.kids(unit, day)
            then = min(day, self.plan.units[unit].end or day)
            part, rest = self.people(kids, name, then) if kids else (0, {unit})
            has_more = bool(self.taken_over(unit, name, day))
            if own is not None:
                part, rest = own, {unit} if has_more else set()
            elif rest and has_more:
                part, rest = 0, {unit}
            known, bag = known + part, bag | rest
        return known, bag

    def taken_over(self, code, name, day):
        """The former units whose people a unit's own figure lacks."""
        unit = self.plan.units[code]
        if not unit.replaces:
            return []
        former = [self.plan.units[f] for f in unit.replaces.split(",")]
        until = day if unit.end is None else min(day, unit.end)
        if any(f.end is None or f.end >= until for f in former):
            return []
        newer = unit.start is not None and all(f.end < unit.start for f in former)
        if getattr(unit, name) is None:
            return [f.code for f in former] if newer else []
        return [] if newer else [f.code for f in former if f.end.year >= self.year]

    def pooled(self, known, bag, name, day):
        """Units that are together all that former ones became are those former ones."""
        bag, again = set(bag), True
        while again:
            again = False
            for first in sorted(bag):
                group, former = {first}, set()
                for _ in self.plan.units:
                    former = {f for u in group for f in self.taken_over(u, name, day)}
                    heirs = {h for f in former for h in self.replaced_by(f)}
                    group |= {h for h in heirs if (self.plan.units[h].start or date.min) <= day}
                if all(u in bag and self.taken_over(u, name, day) for u in group):
                    bag -= group
                    for f in former:
                        part, rest = self.people([f], name, self.plan.units[f].end)
                        known, bag = known + part, bag | rest
                    again = True
                    break
        return known, bag

    def ceil(self, number):
        number = Fraction(number)
        return -(-number.numerator // number.denominator)

    def verdict(self, required, actual, gap):
        if required is None or actual is None:
            return "no_data"
        if actual >= required:
            return "met"
        if self.last_month != 12:
            return "in_progress"
        return "no_data" if gap > 0 else "not_met"

    def share_verdict(self, required, actual, gap, base_gap):
        """As a floor, but what is a share of a number that isn't complete may yet grow."""
        found = self.verdict(required, actual, gap)
        if found == "met" and base_gap > 0:
            return "no_data" if self.last_month == 12 else "in_progress"
        return found

    def sum(self, units, measure):
        total = None
        for unit in units:
            value = self.value(unit, measure)
            if value is not None:
                total = value if total is None else total + value
        return total

    def whole(self, quota, node):
        if quota.scope == "":
            return [node]
        return self.scope(quota, node)[0]

    def floor(self, quota, node, required, base_gap=0):
        units = self.whole(quota, node)
        actual = self.sum(units, quota.measure)
        gap = sum(self.gap(unit) for unit in units)
        return node, required, actual, self.share_verdict(required, actual, gap, base_gap)

    def counting(self, quota, node, least, rate):
        return self.counting_of(quota, node, *self.scope(quota, node), least, rate)

    def counting_of(self, quota, node, inside, unclear, least, rate):
        judged = [u for u in inside if not self.exempt(quota, u)]
        unclear = [u for u in unclear if not self.exempt(quota, u)]
        required = self.ceil(Fraction(rate) * len(judged))
        if not judged and not unclear:
            return node, required, 0, "exempt"
        known = [u for u in judged if self.value(u, quota.measure) is not None]
        reached = [u for u in known if self.value(u, quota.measure) >= least]
        doubtful = [u for u in judged if u not in reached and (u not in known or self.gap(u) > 0)]
        actual = len(reached) if known else None
        return node, required, actual, self.verdict(required, actual, len(doubtful))

    def each(self, quota):
        yield from self.each_of(quota, *self.scope(quota, quota.unit))

    def each_of(self, quota, inside, unclear):
        least = self.ceil(quota.minimum)
        yield self.counting_of(quota, quota.unit, inside, unclear, least, 1)
        for unit in inside:
            value = self.value(unit, quota.measure)
            yield unit, least, value, self.verdict(least, value, self.gap(unit))
        for unit in unclear:
            yield unit, None, self.value(unit, quota.measure), "no_data"

    def evaluated(self, quota):
        if quota.evaluate_at == "":
            return [quota.unit]
        units = self.plan.units
        return [
            u
            for u in self.below(quota.unit)
            if units[u].level == quota.evaluate_at and self.alive(u)
        ]

    def rows(self, quota):
        of_kind = {
            "K1": self.given,
            "K2": self.rates,
            "K3": self.least,
            "K4": self.each,
            "K5": self.average,
            "K6": self.coverage,
            "K7": self.least,
            "K8": self.band,
            "K9": self.each,
            "K12": self.category,
            "K13": self.by_type,
        }
        return of_kind[quota.kind](quota)

    def least(self, quota):
        yield self.floor(quota, quota.unit, self.ceil(quota.minimum))

    def given(self, quota):
        """The node's own allocation is a reserve: it changes nothing."""
        shares = {}
        for unit in self.plan.units:
            found = [
                (VERSIONS.index(a.version), n, a.amount)
                for n, a in enumerate(self.plan.allocations)
                if a.quota == quota.code and a.unit == unit
            ]
            if found and unit != quota.unit:
                shares[unit] = max(found)[2]
        yield self.given_to(quota, quota.unit, self.ceil(quota.minimum))
        for unit in self.below(quota.unit)[1:]:
            own = [u for u in shares if u == unit or self.carriers(u, self.day) == {unit}]
            if own:
                yield self.given_to(quota, unit, sum(shares[u] for u in own))

    def given_to(self, quota, unit, required):
        if self.alive(unit) or not self.carriers(unit, self.day):
            return self.floor(quota, unit, required)
        return unit, required, self.sum(self.whole(quota, unit), quota.measure), "no_data"

    def rates(self, quota):
        for unit in self.evaluated(quota):
            base, gap = self.base(self.whole(quota, unit), quota.base)
            required = None if base is None else self.ceil(Fraction(quota.rate_min) * base)
            yield self.floor(quota, unit, required, gap)

    def coverage(self, quota):
        least = 1 if quota.minimum is None else self.ceil(quota.minimum)
        for unit in self.evaluated(quota):
            yield self.counting(quota, unit, least, quota.rate_min)

    def average(self, quota):
        inside, unclear = self.scope(quota, quota.unit)
        judged = [u for u in inside if not self.exempt(quota, u)]
        required = self.ceil(Fraction(quota.minimum) * len(judged))
        if not judged and not [u for u in unclear if not self.exempt(quota, u)]:
            yield quota.unit, required, 0, "exempt"
        else:
            actual = self.sum(judged, quota.measure)
            gap = sum(self.gap(u) for u in judged)
            yield quota.unit, required, actual, self.verdict(required, actual, gap)

    def band(self, quota):
        units = self.whole(quota, quota.unit)
        actual = self.sum(units, quota.measure)
        if actual is None or any(self.gap(u) > 0 for u in units):
            verdict = "no_data"
        elif quota.minimum <= actual <= quota.maximum:
            verdict = "met"
        else:
            verdict = "not_met" if self.last_month == 12 else "in_progress"
        yield quota.unit, self.ceil(quota.minimum), actual, verdict

    def category(self, quota):
        for node in self.evaluated(quota):
            units = self.whole(quota, node)
            actual = self.sum(units, quota.measure)
            everyone = self.sum(units, "B2.I")
            gap = sum(self.gap(u) for u in units)
            wanted = [] if quota.minimum is None else [Fraction(quota.minimum)]
            if quota.rate_min is not None:
                wanted.append(None if everyone is None else Fraction(quota.rate_min) * everyone)
            required = None if None in wanted else self.ceil(max(wanted))
            base_gap = gap if quota.rate_min is not None else 0
            verdict = self.share_verdict(required, actual, gap, base_gap)
            if quota.rate_min is not None and everyone == 0 == required and actual is not None:
                verdict = "in_progress"
                if self.last_month == 12:
                    verdict = "no_data" if gap else "exempt"
            yield node, required, actual, verdict

    def ancestors(self, code):
        while code:
            yield code
            code = self.plan.units[code].parent

    def by_type(self, quota):
        taken = []
        for line in self.quotas():
            same = (line.kind, line.unit, line.measure, line.strength)
            if same != (quota.kind, quota.unit, quota.measure, quota.strength):
                continue
            inside, unclear = self.scope(line, line.unit)
            for units in (inside, unclear):
                for unit in list(units):
                    above = [unit] if line.scope else list(self.ancestors(unit))
                    if [a for a in above if a in taken]:
                        units.remove(unit)
            if line == quota:
                yield from self.each_of(quota, inside, unclear)
                return
            taken += inside + unclear

    def quotas(self):
        best = {}
        for n, quota in enumerate(self.plan.quotas):
            first = self.plan.year_from if quota.year_from is None else quota.year_from
            last = self.plan.year_to if quota.year_to is None else quota.year_to
            if first <= self.year <= last:
                ranked = (VERSIONS.index(quota.version), n)
                name = (quota.code, quota.unit)
                if name not in best or ranked > best[name][0]:
                    best[name] = (ranked, quota)
        return [quota for _, quota in best.values()]

    def answers(self):
        here = self.below(self.root)
        for quota in self.quotas():
            for unit, required, actual, verdict in self.rows(quota):
                if unit not in here:
                    continue
                if self.exempt(quota, unit):
                    required, verdict = None, "exempt"
                yield quota.code, unit, required, actual, verdict


# --- random plans -------------------------------------------------------------------------------


def maybe(random, share, value):
    return value if random.random() < share else None


def a_unit(random, code, parent, depth):
    return Unit(
        code=code,
        name=code,
        parent=parent,
        level=LEVELS[depth],
        kind=random.choice(("", "thon", "thon", "kttn")),
        start=maybe(random, 0.1, date(2023, random.choice((1, 5, 8)), 1)),
        end=maybe(random, 0.1, date(2023, random.choice((2, 7, 12)), 28)),
        workers=maybe(random, 0.7, random.choice((10, 49, 50, 51, 300))),
        members_start=maybe(random, 0.6, random.randrange(0, 3000)),
        members_previous=maybe(random, 0.6, random.randrange(0, 3000)),
    )


def some_units(random):
    depth_of = {"R": 0}
    units = {"R": Unit("R", "R", level="tinh", members_start=maybe(random, 0.5, 7894))}
    for n in range(random.randrange(0, 11)):
        parent = random.choice([code for code, depth in depth_of.items() if depth < 3])
        code = f"U{n}"
        depth_of[code] = depth_of[parent] + 1
        units[code] = a_unit(random, code, parent, depth_of[code])
    return reorganised(random, units) if random.random() < 0.6 else units


def related(units, one, other):
    """Whether one of two units lies above the other."""

    def path(code):
        return [code, *path(units[code].parent)] if code else []

    return one in path(other) or other in path(one)


def reorganised(random, units):
    """Some units end; others, that begin then or were there, carry them on, alone or together."""
    for code in list(units)[1:]:
        if random.random() < 0.5 or units[code].start:
            continue
        end = date(*random.choice(((2022, 12, 31), (2023, 3, 31), (2023, 6, 30), (2023, 8, 15))))
        others = [u for u in units if u != "R" and not related(units, u, code)]
        heirs = random.sample(others, min(len(others), random.choice((0, 1, 1, 2, 2))))
        units[code] = units[code]._replace(end=end)
        for heir in heirs:
            before = [f for f in units[heir].replaces.split(",") if f]
            start = random.choice((units[heir].start, end + timedelta(days=1)))
            units[heir] = units[heir]._replace(replaces=",".join((*before, code)), start=start)
    return units


def a_quota(random, code, units):
    kind = random.choice(KINDS)
    low = random.choice((0, 1, 2, 3, 20))
    optional = kind in ("K6", "K12") and random.random() < 0.5
    minimum = None if optional else Decimal(low) / random.choice((1, 2))
    rate = random.choice((Decimal("0.035"), Decimal("0.5"), Decimal("0.03"), Decimal(1)))
    count_only = kind == "K12" and minimum is not None and random.random() < 0.7
    return Quota(
        code=code,
        kind=kind,
        strength=random.choice(("giao", "phan_dau")),
        measure={"K8": "B1.D", "K12": "B2.I.nu"}.get(kind) or random.choice(MEASURES[:2]),
        unit=random.choice(("R", random.choice(list(units)))),
        scope=random.choice(list(SCOPES)),
        minimum=minimum,
        maximum=Decimal(low + random.randrange(30)),
        rate_min=None if count_only else rate,
        base=random.choice(("members_start", "members_previous", "members_end")),
        evaluate_at=random.choice(("", "", "co_so", "bo_phan")),
        year_from=random.choice((None, None, 2022, 2024)),
        year_to=random.choice((None, None, 2023, 2025)),
        version=random.choice(VERSIONS),
    )


def a_plan(random):
    units = some_units(random)
    codes = [f"Q{random.randrange(4)}" for _ in range(random.randrange(1, 6))]
    pick = list(units)
    return Plan(
        code="P",
        year_from=2023,
        year_to=2024,
        units=units,
        quotas=tuple(a_quota(random, code, units) for code in codes),
        allocations=tuple(
            Allocation(
                random.choice(codes),
                random.choice(pick),
                random.randrange(5),
                random.choice(VERSIONS),
            )
            for _ in range(random.randrange(8))
        ),
        exemptions=tuple(
            Exemption(random.choice(("", *codes)), random.choice(pick), "HET_NGUON")
            for _ in range(random.choice((0, 0, 1, 3)))
        ),
    )


def some_numbers(random, plan):
    values, missing = {}, {}
    for unit in plan.units:
        if random.random() < 0.85:
            values[unit] = {
                measure: maybe(random, 0.9, random.choice((0, 1, 2, 3, 10, 40, 250)))
                for measure in MEASURES
            }
        if random.random() < 0.25:
            missing[unit] = random.randrange(3)
    return values, missing


@settings(max_examples=4000, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 2**64 - 1))
def test_two_evaluators_agree(seed):
    random = Random(seed)
    plan = a_plan(random)
    values, missing = some_numbers(random, plan)
    period = random.choice(("2023-Q1", "2023-Q2", "2023-H1", "2023-9M", "2023-Q4", "2023"))
    root = random.choice(("R", "R", random.choice(list(plan.units))))

    judged = judge(Standing(plan, period, root, values, missing))

    said = [(j.quota, j.unit, j.required, j.actual, str(j.verdict)) for j in judged]
    assert Counter(said) == Counter(Oracle(plan, period, root, values, missing).answers())
    assert all(j.detail for j in judged)


def listed(random):
    """A plan whose quotas are lists of lines by type, so that lines take units from each other."""
    plan = a_plan(random)
    lines = [
        replace(quota, kind="K13", unit="R", measure="B2.I", minimum=quota.minimum or Decimal(1))
        for quota in plan.quotas
    ]
    return replace(plan, quotas=tuple(lines))


@settings(max_examples=1000, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 2**64 - 1))
def test_two_evaluators_agree_on_lists_by_type(seed):
    random = Random(seed)
    plan = listed(random)
    values, missing = some_numbers(random, plan)

    judged = judge(Standing(plan, "2023-Q4", "R", values, missing))

    said = [(j.quota, j.unit, j.required, j.actual, str(j.verdict)) for j in judged]
    assert Counter(said) == Counter(Oracle(plan, "2023-Q4", "R", values, missing).answers())


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 2**64 - 1))
def test_a_run_below_shows_what_the_run_above_shows_there(seed):
    random = Random(seed)
    plan = a_plan(random)
    values, missing = some_numbers(random, plan)
    node = random.choice(list(plan.units))

    everything = judge(Standing(plan, "2023-Q4", "R", values, missing))
    below = judge(Standing(plan, "2023-Q4", node, values, missing))

    inside = set(plan.below(node))
    assert below == tuple(j for j in everything if j.unit in inside)


def split(random):
    """A plan of rates whose bases go through units that merged or split in good order."""
    plan = a_plan(random)
    units = dict(reorganised(random, plan.units))
    for code, unit in units.items():
        former = [units[f] for f in unit.replaces.split(",") if f]
        ends = [f.end for f in former if f.end is not None]
        figure = None if code == "R" or former else random.choice((None, 10, 20, 30, 40, 50, 60))
        start = max(ends) + timedelta(days=1) if ends and random.random() < 0.9 else None
        units[code] = unit._replace(start=start, members_start=figure)
    more = {"kind": "K2", "unit": "R", "base": "members_start", "rate_min": Decimal("0.5")}
    scopes = ("", "", "level=co_so", "kind=thon")
    quotas = [replace(q, **more, scope=random.choice(scopes)) for q in plan.quotas]
    return replace(plan, units=units, quotas=tuple(quotas))


@settings(max_examples=2000, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 2**64 - 1))
def test_two_evaluators_agree_on_bases_over_split_units(seed):
    random = Random(seed)
    plan = split(random)
    values, missing = some_numbers(random, plan)

    judged = judge(Standing(plan, "2023-Q4", "R", values, missing))

    said = [(j.quota, j.unit, j.required, j.actual, str(j.verdict)) for j in judged]
    assert Counter(said) == Counter(Oracle(plan, "2023-Q4", "R", values, missing).answers())
