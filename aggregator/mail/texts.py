"""The texts of letters, out of `templates/mail`: a subject, a blank line, a body."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import jinja2

_GAP = re.compile(r"\n{3,}")


class Text(NamedTuple):
    """The subject and the body of a letter."""

    subject: str
    body: str


def text(name: str, **values: object) -> Text:
    """The letter `name` with the values in it; text from outside can't open a line of its own."""
    rendered = _environment().get_template(f"{name}.j2").render(values)
    subject, _, body = rendered.partition("\n\n")
    return Text(one_line(subject), _GAP.sub("\n\n", body).strip("\n") + "\n")


def one_line(value: object) -> str:
    """A value as one line of printable characters."""
    shown = (c if c.isprintable() else " " for c in str(value))
    return " ".join("".join(shown).split())


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("templates", "mail"),
        undefined=jinja2.StrictUndefined,
        finalize=one_line,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
