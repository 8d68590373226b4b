"""Imports point one way; only the command line prints; nothing heavy is imported at start-up."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = {
    "model": set(),
    "period": set(),
    "wording": {"model"},
    "vocabulary": set(),
    "forms": {"model"},
    "layout": {"model"},
    "scope": {"model", "vocabulary"},
    "succession": {"model", "scope"},
    "arithmetic": {"model"},
    "derivation": {"model", "arithmetic"},
    "figures": {"model", "arithmetic", "derivation"},
    "rollup": {"model"},
    "accumulation": {"model", "period", "figures", "rollup"},
    "rules": {"model", "period", "arithmetic", "derivation", "figures", "vocabulary", "quota"},
    "quota": {"model", "period", "scope", "succession", "vocabulary", "wording"},
}
"""The pure core: each module sees only those named (and itself)."""
FORBIDDEN = {
    "workbook": {"pipeline", "cli", "report", "intake", "samples"},
    "report": {"pipeline", "cli", "intake", "samples"},
    "mail": {"pipeline", "cli", "report", "intake", "samples", "workbook"},
    "pipeline": {"cli", "samples"},
}


def modules() -> list[Path]:
    return sorted((ROOT / "aggregator").rglob("*.py"))


def imports_of(path: Path) -> set[str]:
    """The first name below `aggregator` of every import of a module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            head, _, rest = node.module.partition(".")
            if head == "aggregator":
                names = [rest.partition(".")[0]] if rest else [a.name for a in node.names]
                found |= set(names)
    return found


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT / "aggregator").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    layer = layer_of(path)
    seen = imports_of(path) - {layer}
    if layer in LAYERS:
        assert seen <= LAYERS[layer]
    assert not seen & FORBIDDEN.get(layer, set())


def test_no_room_leads_back_to_itself() -> None:
    """A room is what stands right below `aggregator`: a module or a package."""
    seen: dict[str, set[str]] = {}
    for path in modules():
        seen.setdefault(layer_of(path), set()).update(imports_of(path) - {layer_of(path)})
    TopologicalSorter(seen).prepare()


def test_the_design_names_every_room_above_those_that_build_on_it() -> None:
    design = (ROOT / "docs/design.md").read_text(encoding="utf-8")
    rooms = [line for line in design.split("```")[1].splitlines() if line.startswith("  ")]
    first = " ".join(line.lstrip() for line in rooms if not line.startswith("    "))
    named = re.findall(r"(?<!\S)([a-z_]+)(?:\.py|/)(?!\S)", first)
    above: set[str] = set()
    for room in named:
        paths = [path for path in modules() if layer_of(path) == room]
        assert paths, f"no room {room}"
        assert set().union(*map(imports_of, paths)) <= above | {room, "__version__"}, room
        above.add(room)
    assert above == {layer_of(path) for path in modules()} - {"__init__", "__main__"}


@pytest.mark.parametrize("page", ["docs/design.md", "CONTRIBUTING.md", "README.md", "README.vi.md"])
def test_the_links_of_a_page_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", (ROOT / page).read_text(encoding="utf-8")):
        assert (ROOT / page).parent.joinpath(target).exists(), target


def test_the_example_of_a_check_is_the_whole_file() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert example == (ROOT / "aggregator/rules/exhausted.py").read_text(encoding="utf-8")


def borrowed(module: Path) -> set[str]:
    """What a module imports by name from other modules of ours."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    ours = (n for n in tree.body if isinstance(n, ast.ImportFrom) and "aggregator" in str(n.module))
    return {alias.asname or alias.name for node in ours for alias in node.names}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_name_has_one_home(path: Path) -> None:
    """A package may gather the names of its modules; a module passes on no name of another."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = ROOT / f"{node.module.replace('.', '/')}.py"
            if module.exists():
                assert not {alias.name for alias in node.names} & borrowed(module)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_command_line_prints(path: Path) -> None:
    if layer_of(path) in ("cli", "docs"):
        return
    names = {n.id for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Name)}
    assert "print" not in names


def test_a_command_imports_no_other() -> None:
    code = (
        "import sys, click, aggregator.cli as c;"
        "group = c._ketnap(); group.get_command(click.Context(group), 'aggregate');"
        "print(sorted(m for m in sys.modules if m.startswith('aggregator.')))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = {f"aggregator.cli.{name}" for name in ("examples", "running", "screen", "vietnamese")}
    assert set(ast.literal_eval(out.stdout)) == {"aggregator.cli", *modules}


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, aggregator.cli as c; c.command_tree();"
        "print([m for m in ('pandas','openpyxl','numpy','xlsxwriter','docx','docxtpl','xlwings',"
        "'python_calamine','sqlite3','lxml','xl_addin') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


ALONE = {"xlwings": "excel.py", "pyopenvba": "build/xlam.py"}
"""Libraries of the add-in that one module each may know."""


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_program_does_not_need_the_buttons(path: Path) -> None:
    if layer_of(path) != "cli":
        assert "xl_addin" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("library", ALONE)
def test_one_module_knows_the_library(library: str) -> None:
    folder = ROOT / "xl_addin"
    users = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and library in {getattr(node, "module", None), *(alias.name for alias in node.names)}
    }
    assert users <= {ALONE[library]}


def test_the_buttons_do_not_use_the_command_line() -> None:
    for path in (ROOT / "xl_addin").rglob("*.py"):
        assert "cli" not in imports_of(path)
