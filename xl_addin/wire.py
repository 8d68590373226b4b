"""Snapshots and replies as JSON: how an application that has a Python of its own talks to ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from xl_addin.snapshot import Edit, Open, Panel, Reply, Say, Snapshot, Status

_KINDS: Mapping[type, str] = {Panel: "panel", Status: "status", Say: "say", Open: "open"}


def snapshot(request: Mapping[str, Any]) -> Snapshot | None:
    """The open workbook; its bytes are in the file `copy`. None where none is open."""
    if not request.get("copy"):
        return None
    folder = request.get("folder")
    return Snapshot(
        name=str(request["name"]),
        folder=Path(folder) if folder else None,
        data=Path(request["copy"]).read_bytes(),
        sheet=str(request.get("sheet", "")),
        cell=str(request.get("cell", "")),
        saved=bool(request.get("saved", True)),
        read_only=bool(request.get("read_only", False)),
    )


def answer(reply: Reply) -> Mapping[str, Any]:
    """`{"edits": [{"kind": …}], "ask": {…} or null}`."""
    return {
        "edits": [_edit(edit) for edit in reply.edits],
        "ask": asdict(reply.ask) if reply.ask else None,
    }


def _edit(edit: Edit) -> Mapping[str, Any]:
    kind = _KINDS[type(edit)]
    if isinstance(edit, Open):
        return {"kind": kind, "path": str(edit.path)}
    if isinstance(edit, Panel):
        rows = [{"cells": row.cells, "link": row.link} for row in edit.rows]
        return {"kind": kind, **asdict(edit), "rows": rows}
    return {"kind": kind, **asdict(edit)}
