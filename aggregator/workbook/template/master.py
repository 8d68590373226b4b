"""Builds a whole template from a filling: exact and slow. The stamp makes the many from one."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from aggregator import layout, rollup
from aggregator.model import Carried, Form
from aggregator.workbook import meta
from aggregator.workbook.newbook import new_workbook
from aggregator.workbook.style import formats
from aggregator.workbook.template.cells import content
from aggregator.workbook.template.compact import compact
from aggregator.workbook.template.content import Content, Filling
from aggregator.workbook.template.cover import write_cover
from aggregator.workbook.template.form_sheets import write_form_sheets
from aggregator.workbook.template.guide import write_guide
from aggregator.workbook.template.hidden_sheets import write_identity, write_lists

_INSIDE_A_YEAR = "0000-Q2"
"""No period that is meant: only one before which the year has others."""


def build(form: Form, filling: Filling) -> bytes:
    """The template workbook of one unit and period."""
    return write(form, content(form, filling))


def blank_template(form: Form) -> bytes:
    """A template of nobody, for looking at: every column shown, every input open."""
    identity = dict.fromkeys(Carried._fields, "") | {
        "kind": "template",
        "format": meta.FORMAT,
        "form": form.code,
        "form_version": form.version,
        "fingerprint": layout.fingerprint(form),
    }
    what = content(form, Filling(identity, {}, rollup.blank(form, "", _INSIDE_A_YEAR)))
    texts = {**what.texts, "head.period": "Kỳ báo cáo: ……………", "note.period": ""}
    return write(form, replace(what, texts=texts))


def titles(form: Form) -> tuple[str, ...]:
    """The sheets of a template that a filling reaches, in their order from the first."""
    return (layout.COVER_SHEET, *(sheet.title for sheet in form.sheets))


def write(form: Form, what: Content) -> bytes:
    """A template workbook with that content."""
    target = BytesIO()
    workbook = new_workbook(target)
    looks = formats(workbook)
    write_cover(workbook, looks, form, what)
    write_form_sheets(workbook, looks, form, what)
    write_guide(workbook, looks)
    write_lists(workbook)
    write_identity(workbook, what)
    workbook.close()
    return compact(target.getvalue())
