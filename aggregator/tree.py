"""The tree as far as returned workbooks know it, for a folder without a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import reduce

from aggregator.examined import Examined
from aggregator.model import Plan, Unit


def gathered(files: Iterable[Examined]) -> Plan:
    """A plan of the units that the workbooks name on their way up to the root.

    The plan's code is the one most workbooks carry; its form and its cadence likewise.
    """
    candidates = [e for e in files if e.identity.unit and e.identity.kind != "plan"]
    units: dict[str, Unit] = {}
    for examined in candidates:
        for unit in _path(examined):
            units.setdefault(unit.code, unit)
    units = _one_root(units)
    codes = sorted(examined.identity.plan for examined in candidates)
    forms = sorted(examined.identity.form for examined in candidates)
    sent = [e.identity.period[5:] for e in candidates]
    months = sum(part.isdigit() for part in sent)
    marks = sorted({dict(e.way_up).get("classification", "") for e in candidates} - {""})
    ordered = {code: units[code] for code in sorted(units)}
    return Plan(
        code=max(codes, key=codes.count, default=""),
        classification="; ".join(marks),
        cadence="month" if months > len(sent) - months else "quarter",
        form=max(forms, key=forms.count, default=""),
        units=ordered,
    )


def _path(examined: Examined) -> Iterable[Unit]:
    values, identity = dict(examined.way_up), examined.identity
    path = (values.get("path") or "").split("/")
    if path[-1] != identity.unit:
        path = [code for code in (identity.parent, identity.unit) if code]
    names = values.get("path_names", "").split("\n")
    levels = values.get("path_levels", "").split("/")
    for depth, code in enumerate(path):
        name = names[depth] if len(names) == len(path) else code
        level = levels[depth] if len(levels) == len(path) else ""
        kind = values.get("unit_kind", "") if code == identity.unit else ""
        yield Unit(code, name, path[depth - 1] if depth else "", level, kind)


def _one_root(units: dict[str, Unit]) -> dict[str, Unit]:
    """Units whose superior nobody names hang together under one nameless root; so do none."""
    roots = [code for code, unit in units.items() if unit.parent not in units]
    if len(roots) == 1:
        return {c: u._replace(parent="") if c in roots else u for c, u in units.items()}
    top = Unit("TONG", "Tổng hợp")
    hung = {c: u._replace(parent=top.code) if c in roots else u for c, u in units.items()}
    return {top.code: top, **hung}


def nearest_common_superior(plan: Plan, units: Collection[str]) -> str:
    """The lowest unit that all of `units` are below; the root where that is asked of itself."""
    start = len(plan.path(plan.root)) - 1
    above = {path[start:] or (plan.root,) for path in _above(plan, units)}
    if not above:
        return plan.root
    common = reduce(_common_prefix, above)
    return common[-1] if common else plan.root


def _above(plan: Plan, units: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The paths of their superiors, most of which many of them have in common."""
    paths: dict[str, tuple[str, ...]] = {}
    for code in units:
        parent = plan.units[code].parent if code in plan.units else ""
        path = paths.get(parent)
        if path is None:
            path = paths[parent] = plan.path(parent)
        yield path if code not in path else plan.path(code)[:-1]


def _common_prefix(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return one[:length]
