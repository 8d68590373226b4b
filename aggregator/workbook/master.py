"""Builds a whole template from a filling: exact and slow. The stamp makes the many from one."""

from __future__ import annotations

from io import BytesIO

from aggregator import layout
from aggregator.model import Form
from aggregator.workbook.compact import compact
from aggregator.workbook.content import Content, Filling, content
from aggregator.workbook.guide import write_guide
from aggregator.workbook.sheets import (
    write_cover,
    write_form_sheets,
    write_identity,
    write_lists,
)
from aggregator.workbook.style import formats, new_workbook


def build(form: Form, filling: Filling) -> bytes:
    """The template workbook of one unit and period."""
    return write(form, content(form, filling))


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
    write_guide(workbook, looks, form)
    write_lists(workbook)
    write_identity(workbook, what)
    workbook.close()
    return compact(target.getvalue())
