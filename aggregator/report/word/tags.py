"""The language of the tags in a Word template: names, `if` and `for` over what the report holds.

Everything else that Jinja can do is refused before anything runs: no calls, no arithmetic, no
loop that isn't over rows of the report, so that a template from elsewhere can neither reach into
the program nor keep it busy.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment, StrictUndefined, Template, nodes
from jinja2.sandbox import SandboxedEnvironment

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.CondExpr,
    nodes.Filter,
)
_FILTERS = {"upper", "lower", "capitalize", "title", "trim", "length", "count", "first", "last"}
_DEEPEST = 3


class TemplateUnusableError(Exception):
    """The office's template cannot be used; the message says why, in Vietnamese."""


class Tags(SandboxedEnvironment):
    """Renders the tags of a template; an unknown name is an error."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)

    def from_string(self, source: str | nodes.Template, *_: object, **__: object) -> Template:
        """A template of allowed tags. Raises TemplateUnusableError for any other."""
        tree = self.parse(source) if isinstance(source, str) else source
        for node in _below(tree):
            if not isinstance(node, _ALLOWED) or _is_beyond(node):
                raise TemplateUnusableError(
                    "Mẫu Word có thẻ không được dùng; chỉ dùng {{ tên }}, {% if %} và {% for %} "
                    "trên các bảng của báo cáo, như trong mẫu gốc."
                )
        if _loops(tree, frozenset()) > _DEEPEST:
            raise TemplateUnusableError("Mẫu Word có quá nhiều thẻ {% for %} lồng nhau.")
        return Environment.from_string(self, tree)


def _below(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _below(child)


def _is_beyond(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Filter):
        return node.name not in _FILTERS or bool(node.args or node.kwargs or node.dyn_args)
    if isinstance(node, nodes.For):
        return node.recursive or not isinstance(node.iter, nodes.Name | nodes.Getattr)
    return isinstance(node, nodes.Getattr) and node.attr.startswith("_")


def _loops(node: nodes.Node, rows: frozenset[str]) -> int:
    """How deep loops stand in each other; one over all rows within another counts as too deep."""
    found = 0
    if isinstance(node, nodes.For):
        whole = isinstance(node.iter, nodes.Name) and bool(rows) and node.iter.name not in rows
        found = _DEEPEST + 1 if whole else 1
        rows |= {name.name for name in node.target.find_all(nodes.Name)} | _names(node.target)
    return found + max((_loops(child, rows) for child in node.iter_child_nodes()), default=0)


def _names(target: nodes.Node) -> set[str]:
    return {target.name} if isinstance(target, nodes.Name) else set()
