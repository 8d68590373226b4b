"""Pictures as native charts, told apart by shape and line when printed in black and white."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile

from lxml import etree
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart

from aggregator.report.word.picture import Look, Picture, Series
from aggregator.workbook.newbook import new_workbook
from aggregator.workbook.palette import FONT

INK, GREY = "#000000", "#A6A6A6"
LANGUAGE = "vi-VN"
DATA = "rId1"
"""The relation of a chart to the workbook of its numbers."""

_SHEET = "Số liệu"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TEXT = {"name": FONT, "size": 10, "color": INK}
_NONE = {"none": True}
_NO_TICKS = {"major_tick_mark": "none", "minor_tick_mark": "none"}
_ROUND = {"type": "circle", "size": 7, "fill": {"color": INK}, "border": {"color": INK}}
_POINTED = {"type": "diamond", "size": 10, "fill": {"color": INK}, "border": {"color": INK}}
_LOOKS: Mapping[Look, Mapping[str, Any]] = {
    Look.BAR: {"fill": {"color": GREY}, "border": {"color": INK}, "gap": 45, "overlap": 100},
    Look.FRAME: {"fill": _NONE, "border": {"color": INK, "width": 1, "dash_type": "dash"}},
    Look.LINE: {"line": {"color": INK, "width": 2.25}, "marker": _ROUND},
    Look.PACE: {"line": {"color": INK, "width": 1.25, "dash_type": "dash"}},
    Look.POINT: {"line": _NONE, "marker": _POINTED},
}
_PLACES = {Look.BAR: "outside_end", Look.LINE: "above", Look.POINT: "right"}


class Drawn(NamedTuple):
    """A chart part, and the workbook that opens where somebody edits its numbers."""

    chart: bytes
    workbook: bytes


def drawn(picture: Picture) -> Drawn:
    """A picture as Word and LibreOffice draw it; the same picture, the same bytes."""
    package = ZipFile(BytesIO(_book(picture, with_chart=True)))
    root = etree.fromstring(package.read("xl/charts/chart1.xml"))
    _only_known_points(root)
    for said in root.iterfind(".//*[@lang]"):
        said.set("lang", LANGUAGE)
    for part in root:
        if part.tag == f"{{{_CHART}}}lang":
            part.set("val", LANGUAGE)
            part.addnext(etree.Element(f"{{{_CHART}}}roundedCorners", val="0"))
        elif part.tag == f"{{{_CHART}}}chart":
            etree.SubElement(part, f"{{{_CHART}}}dispBlanksAs", val="gap")
        elif part.tag == f"{{{_CHART}}}printSettings":
            root.replace(part, _numbers())
    text = etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True)
    return Drawn(text, _book(picture, with_chart=False))


def _only_known_points(root: etree._Element) -> None:
    """LibreOffice takes a blank for 0, and a line for a curve, where nothing is said of it."""
    for cache in root.iterfind(f".//{{{_CHART}}}numCache"):
        for point in cache.findall(f"{{{_CHART}}}pt"):
            if not point.findtext(f"{{{_CHART}}}v"):
                cache.remove(point)
    for series in root.iterfind(f".//{{{_CHART}}}lineChart/{{{_CHART}}}ser"):
        etree.SubElement(series, f"{{{_CHART}}}smooth", val="0")


def _numbers() -> etree._Element:
    data = etree.Element(f"{{{_CHART}}}externalData", {f"{{{_RELATION}}}id": DATA})
    etree.SubElement(data, f"{{{_CHART}}}autoUpdate", val="0")
    return data


def _book(picture: Picture, with_chart: bool) -> bytes:
    """Categories in column A, a series in each of the next; blank is not known."""
    target = BytesIO()
    with new_workbook(target) as workbook:
        sheet = workbook.add_worksheet(_SHEET)
        sheet.write_column(1, 0, picture.categories)
        for column, series in enumerate(picture.series, 1):
            sheet.write_column(0, column, [series.name, *series.values])
        if with_chart:
            sheet.insert_chart(0, 0, _chart(workbook, picture))
    return target.getvalue()


def _chart(workbook: Workbook, picture: Picture) -> Chart:
    horizontal = picture.series[0].look is Look.BAR
    chart = workbook.add_chart({"type": "bar" if horizontal else "line"})
    for column, series in enumerate(picture.series, 1):
        chart.add_series(_series(picture, column, series))
    across = {"num_font": _TEXT, "line": {"color": INK}, **_NO_TICKS}
    hidden = {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
    if horizontal:
        chart.set_y_axis({**across, "reverse": True})
        chart.set_x_axis(hidden)
    else:
        chart.set_x_axis({**across, "position_axis": "on_tick"})
        chart.set_y_axis(hidden)
    chart.set_title(_NONE)
    one = len(picture.series) == 1
    chart.set_legend(_NONE if one else {"position": "bottom", "font": _TEXT})
    chart.set_chartarea({"border": _NONE})
    return chart


def _series(picture: Picture, column: int, series: Series) -> dict[str, Any]:
    last = len(picture.categories)
    look = {
        "name": [_SHEET, 0, column],
        "categories": [_SHEET, 1, 0, last, 0],
        "values": [_SHEET, 1, column, last, column],
        **_LOOKS[series.look],
    }
    if not any(series.labels):
        return look
    font = {**_TEXT, "bold": True}
    labels = {
        "value": True,
        "position": _PLACES[series.look],
        "font": font,
        "fill": {"color": "white"},
        "custom": [_label(label, font) for label in series.labels],
    }
    return {**look, "data_labels": labels}


def _label(text: str, font: dict[str, Any]) -> dict[str, Any]:
    return {"value": text, "font": font} if text else {"delete": True}
