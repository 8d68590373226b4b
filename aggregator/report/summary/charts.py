"""Native charts fed by cells: dark against light, so that they also read when printed in grey."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart

from aggregator.report.table import Area
from aggregator.workbook.palette import BLUE, FONT, INK, LINE, MUTED

PALE = "#D9E2EC"
MIDDLE = "#8FAECB"
_SMALL = {"name": FONT, "size": 10, "color": INK}
_NONE = {"none": True}


class Drawn(NamedTuple):
    """The cells of a series and the numbers in them; None is blank."""

    area: Area
    numbers: Sequence[int | Decimal | None]


class Title(NamedTuple):
    """A sentence and the cell that holds it, as a formula."""

    text: str
    cell: str


def bars(workbook: Workbook, sheet: str, names: Area, values: Drawn, title: Title) -> Chart:
    """Horizontal bars from the first name at the top to the last, each with its number."""
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Lũy kế từ đầu năm",
            "categories": _cells(sheet, names),
            **_values(sheet, values),
            **_dark(),
            "gap": 45,
        }
    )
    _horizontal(chart)
    chart.set_legend({"none": True})
    return _titled(chart, title)


def year(
    workbook: Workbook, sheet: str, ends: Area, totals: Drawn, pace: Drawn | None, title: Title
) -> Chart:
    """Columns of what had been reached by the end of each period, a line for the even pace."""
    chart = workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "Kết nạp lũy kế",
            "categories": _cells(sheet, ends),
            **_values(sheet, totals),
            **_dark(),
            "fill": {"color": MIDDLE},
            "gap": 80,
        }
    )
    if pace is not None:
        chart.combine(_pace(workbook, sheet, ends, pace))
    chart.set_y_axis({"num_font": _SMALL, "major_gridlines": _grid(), "line": _NONE, "min": 0})
    chart.set_x_axis({"num_font": _SMALL, "line": {"color": MUTED}})
    chart.set_legend({"position": "bottom", "font": _SMALL})
    chart.show_blanks_as("gap")
    return _titled(chart, title)


def _pace(workbook: Workbook, sheet: str, ends: Area, pace: Drawn) -> Chart:
    line = workbook.add_chart({"type": "line"})
    line.add_series(
        {
            "name": "Tiến độ đều theo chỉ tiêu năm",
            "categories": _cells(sheet, ends),
            **_values(sheet, pace),
            "line": {"color": INK, "width": 2, "dash_type": "dash"},
            "marker": {"type": "diamond", "size": 7, "fill": {"color": "white"}, **_outline()},
            "data_labels": {"value": True, "position": "above", "font": {**_SMALL, "size": 9}},
        }
    )
    return line


def units(
    workbook: Workbook, sheet: str, names: Area, required: Drawn, actual: Drawn, title: Title
) -> Chart:
    """Two bars for each unit: its quota light, what it reached dark."""
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Chỉ tiêu năm",
            "categories": _cells(sheet, names),
            **_values(sheet, required),
            "fill": {"color": PALE},
            "border": {"color": MUTED, "width": 0.75},
            "data_labels": {"value": True, "font": {**_SMALL, "size": 8, "color": MUTED}},
            "gap": 40,
            "overlap": 0,
        }
    )
    series = {"name": "Kết nạp lũy kế", "categories": _cells(sheet, names)}
    chart.add_series({**series, **_values(sheet, actual), **_dark(size=8)})
    _horizontal(chart, size=9)
    chart.set_legend({"position": "top", "font": _SMALL})
    return _titled(chart, title)


def _cells(sheet: str, area: Area) -> list[str | int]:
    return [sheet, *area.from_zero]


def _values(sheet: str, drawn: Drawn) -> dict[str, Any]:
    """Left to itself XlsxWriter notes a 0 for a blank cell, which some viewers would draw."""
    noted = [None if number is None else f"{Decimal(number):f}" for number in drawn.numbers]
    return {"values": _cells(sheet, drawn.area), "values_data": noted}


def _outline() -> dict[str, Any]:
    return {"border": {"color": INK}}


def _grid() -> dict[str, Any]:
    return {"visible": True, "line": {"color": LINE, "width": 0.5, "dash_type": "dash"}}


def _dark(size: int = 10) -> dict[str, Any]:
    font = {**_SMALL, "size": size, "bold": True}
    return {
        "fill": {"color": BLUE},
        "border": {"color": BLUE},
        "data_labels": {"value": True, "font": font},
    }


def _horizontal(chart: Chart, size: int = 10) -> None:
    """Categories from the top down; the bars carry their numbers, so no axis of values."""
    font = {**_SMALL, "size": size}
    chart.set_y_axis({"reverse": True, "num_font": font, "line": {"color": MUTED}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})


def _titled(chart: Chart, title: Title) -> Chart:
    chart.set_title({"name": title.cell, "name_font": {**_SMALL, "size": 11, "bold": True}})
    chart.set_chartarea({"border": {"color": LINE}})
    return chart
