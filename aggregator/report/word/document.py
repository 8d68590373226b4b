"""The Word report: an account put into the office's template; the same account, the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from io import BytesIO

from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from lxml.etree import LxmlError

from aggregator import period as periods
from aggregator.report.word import (
    annexes,
    carrying,
    form_annex,
    narrative,
    office_template,
    pictures,
    preamble,
    profiles,
    unit_annex,
)
from aggregator.report.word.account import Account
from aggregator.report.word.annexes import Entry
from aggregator.report.word.form_annex import FormLine
from aggregator.report.word.package import sealed
from aggregator.report.word.picture import Picture
from aggregator.report.word.placed import Placed
from aggregator.report.word.remembered import Earlier, stamped
from aggregator.report.word.tags import Tags, TemplateUnusableError
from aggregator.workbook.typed.text import clean

BLANK = "……………"
SHORT_BLANK = "……"
Tag = str | bool | Picture | Sequence["Tag"] | Mapping[str, "Tag"]
"""What stands behind a tag of a template."""

LONGEST_TEXT = 4000


def write(
    account: Account,
    template: bytes | None = None,
    public: bool = False,
    old: Earlier | None = None,
) -> bytes:
    """The report as a .docx; `public` keeps small counts inside a TCCSĐ back.

    Without a template that of the plan's document profile is used. What an officer wrote into
    the `old` report stands in this one too. Raises TemplateUnusableError.
    """
    if template is not None:
        office_template.refuse(template)
    data = _of_profile(account) if template is None else template
    made = stamped(_rendered(data, context(account, public)))
    return sealed(made if old is None else carrying.carried(made, old))


def context(account: Account, public: bool) -> dict[str, Tag]:
    """What the tags of a template are filled with: texts, lists of texts, rows of tables."""
    told = narrative.tell(account, public)
    drawn = pictures.pictures(account, public)
    sources = [*narrative.origins_of(account, told), *pictures.origins_of(account, drawn)]
    tags: dict[str, Tag] = {
        "classification": account.meta.get("classification", ""),
        "public": public,
        "superior": account.meta.get("parent_name") or BLANK,
        "committee": preamble.committee(account) or BLANK,
        "signatory": preamble.signatory(account),
        "symbol": preamble.symbol(account) or SHORT_BLANK,
        "period": periods.label(account.meta["period"]),
        "next_period": preamble.ahead(account.meta["period"]),
        **told._asdict(),
        "origins": [] if public else sources,
        "pictures": [{"caption": each.caption, "drawing": each} for each in drawn],
        **unit_annex.tags(account, public),
        "form_tables": [
            {**table._asdict(), "lines": _rows(table.lines)}
            for table in form_annex.form_tables(account, public)
        ],
        "absent": _rows(annexes.absent_entries(account, public)),
        "exempt": _rows(annexes.exempt_entries(account, public)),
        "exempt_quotas": annexes.exempt_quotas(account),
        "findings": _rows(annexes.finding_entries(account, public)),
        "without_findings": annexes.without_findings(account, public),
    }
    return {name: _printable(tag) for name, tag in tags.items()}


def _rows(lines: Sequence[FormLine | Entry]) -> list[Tag]:
    return [line._asdict() for line in lines]


def _printable(tag: Tag) -> Tag:
    """Text that any output can hold; an indent in front of it stays."""
    if isinstance(tag, str):
        text = tag.lstrip(annexes.INDENT)
        return tag[: len(tag) - len(text)] + clean(text, LONGEST_TEXT)
    if isinstance(tag, Mapping):
        return {name: _printable(entry) for name, entry in tag.items()}
    return tag if isinstance(tag, bool | Picture) else [_printable(entry) for entry in tag]


def _of_profile(account: Account) -> bytes:
    year = periods.year(account.meta["period"])
    profile = profiles.chosen(account.meta.get("document_profile", ""), year)
    return (files("templates") / "reports" / f"{profile.code}.docx").read_bytes()


def _rendered(data: bytes, tags: Mapping[str, Tag]) -> bytes:
    target = BytesIO()
    try:
        document = DocxTemplate(BytesIO(data))
        document.render(_placed(tags, document.get_docx().part), Tags(), autoescape=True)
        document.save(target)
    except UndefinedError as fault:
        raise TemplateUnusableError(
            f"Mẫu Word có thẻ mà báo cáo không có dữ liệu ({_named(fault)}); "
            "sửa lại tên thẻ như trong mẫu gốc."
        ) from fault
    except TemplateSyntaxError as fault:
        raise TemplateUnusableError(
            "Mẫu Word có thẻ viết sai cú pháp; so từng thẻ {{ }} và {% %} với mẫu gốc."
        ) from fault
    except (TemplateError, TypeError, AttributeError, LxmlError) as fault:
        raise TemplateUnusableError(
            "Mẫu Word có thẻ không tính được; so từng thẻ {{ }} và {% %} với mẫu gốc."
        ) from fault
    except (OpcError, KeyError, ValueError, OSError) as fault:
        raise TemplateUnusableError(office_template.NOT_WORD) from fault
    return target.getvalue()


def _placed(tag: Tag, part: Part) -> object:
    """The same, its pictures ready to become parts of the document."""
    if isinstance(tag, Picture):
        return Placed(part, tag)
    if isinstance(tag, Mapping):
        return {name: _placed(entry, part) for name, entry in tag.items()}
    return tag if isinstance(tag, bool | str) else [_placed(entry, part) for entry in tag]


def _named(fault: UndefinedError) -> str:
    name = re.search(r"'([^']+)' is undefined|attribute '([^']+)'", str(fault))
    return f"“{name[1] or name[2]}”" if name else "không rõ tên"
