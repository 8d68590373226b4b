"""The form and the checks as data, for `ketnap form` and `ketnap rules`."""

from __future__ import annotations

from collections.abc import Sequence

from aggregator import forms
from aggregator.model import Form, Indicator
from aggregator.rules import Rule, identity_rule, registry


def form_json(form: Form) -> dict[str, object]:
    """What `ketnap form --json` prints."""
    columns = [{"code": c.code, "label": c.label, "input": c.input} for c in form.columns]
    return {
        "form": form.code,
        "version": form.version,
        "sheets": [
            {
                "title": sheet.title,
                "columns": columns,
                "indicators": [_indicator(indicator) for indicator in sheet.indicators],
            }
            for sheet in form.sheets
        ],
        "identities": [
            {
                "code": identity.code,
                "expression": forms.print_identity(identity),
                "severity": identity.severity.value,
            }
            for identity in form.identities
        ],
    }


def _indicator(indicator: Indicator) -> dict[str, object]:
    expression = forms.print_expression(indicator.expression) if indicator.expression else None
    return {
        "code": indicator.code,
        "label": indicator.label,
        "input": indicator.input,
        "method": indicator.method.value,
        "expression": expression,
        "weight": indicator.weight or None,
        "required": indicator.required,
    }


def rules(code: str = "") -> Sequence[Rule]:
    """Every check and identity by code, or the one asked for; empty where there is none."""
    found = {rule.code: rule for rule in map(identity_rule, forms.load().identities)}
    found |= registry()
    return [found[key] for key in sorted(found) if code in ("", key)]


def rules_json(found: Sequence[Rule]) -> list[dict[str, str]]:
    """Code, severity, title, why, how to fix."""
    return [
        {
            "code": rule.code,
            "severity": rule.severity.value,
            "title": rule.title,
            "why": rule.why,
            "fix": rule.fix,
        }
        for rule in found
    ]
