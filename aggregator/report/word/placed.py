"""Charts put into a Word document where the template names them."""

from __future__ import annotations

from html import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.package import Package

from aggregator.report.word import charts
from aggregator.report.word.picture import Look, Picture

WIDTH = 250
"""Of a picture on a landscape page, in millimetres."""
_OF_A_YEAR = 105
_A_BAR, _AROUND_BARS, _LEAST = 5.2, 16, 50
_EMU = 36_000
_DRAWING = (
    '</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/'
    'drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="1" name="{name}" descr="{told}"/>'
    '<wp:cNvGraphicFramePr/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/'
    '2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="http://'
    'schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{relation}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r><w:r>"
    '<w:t xml:space="preserve">'
)


class Placed:
    """A picture that becomes part of the document when the template prints it."""

    def __init__(self, part: Part, picture: Picture) -> None:
        self._part = part
        self._picture = picture

    def __str__(self) -> str:
        return self._picture.caption

    def __html__(self) -> str:
        """The drawing between two runs, as docxtpl takes what is not text."""
        picture = self._picture
        name, _, _ = picture.caption.partition(". ")
        return _DRAWING.format(
            wide=WIDTH * _EMU,
            high=round(_height(picture) * _EMU),
            name=escape(name),
            told=escape(_told(picture)),
            relation=_related(self._part, charts.drawn(picture)),
        )


def _height(picture: Picture) -> float:
    """Millimetres that a picture needs to be read."""
    if picture.series[0].look is not Look.BAR:
        return _OF_A_YEAR
    return max(_LEAST, _AROUND_BARS + _A_BAR * len(picture.categories))


def _told(picture: Picture) -> str:
    """What a reader who can't see the picture is told: its caption and every label."""
    labels = [
        f"{category}: {label}"
        for series in picture.series
        for category, label in zip(picture.categories, series.labels, strict=True)
        if label
    ]
    return f"{picture.caption} {'; '.join(labels)}."


def _related(part: Part, chart: charts.Drawn) -> str:
    """The relation of the document to the chart, that to its workbook added."""
    package = part.package
    made = _part(package, "/word/charts/chart%d.xml", CONTENT_TYPE.DML_CHART, chart.chart)
    relation = part.relate_to(made, RELATIONSHIP_TYPE.CHART)
    book = _part(package, "/word/embeddings/so-lieu%d.xlsx", CONTENT_TYPE.SML_SHEET, chart.workbook)
    made.rels.add_relationship(RELATIONSHIP_TYPE.PACKAGE, book, charts.DATA)
    return relation


def _part(package: Package, name: str, kind: str, blob: bytes) -> Part:
    return Part(package.next_partname(name), kind, blob, package)
