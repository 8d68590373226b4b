"""What we use of xlwings: pinned, its free part alone, and what drives the real Excel still there.

No Linux imports the engine for Excel; its source is read instead, on every update.
"""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import xlwings
from xlwings import base_classes

from tests.lo_engine import cells, engine

ROOT = Path(__file__).parent.parent
WINDOWS = ast.parse((Path(xlwings.__file__).parent / "_xlwindows.py").read_text(encoding="utf-8"))
CLASSES = {node.name: node for node in WINDOWS.body if isinstance(node, ast.ClassDef)}
OURS = (
    *(engine.Apps, engine.App, engine.Books, engine.Book, engine.Sheets, engine.Sheet),
    *(cells.Range, cells.Font),
)
OF_THE_TESTS = {"ask", "stands"}


def test_it_is_pinned_to_one_version_everywhere() -> None:
    version = metadata.version("xlwings")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"xlwings=={version}" in project["dependencies"]
    for lock in ("requirements-dev.txt", "xl_addin/windows-lock.txt"):
        found = re.findall(r"^xlwings==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.M)
        assert found == [version]


def test_a_press_imports_its_free_part_alone_whatever_else_is_installed() -> None:
    code = (
        "import sys; from xl_addin import start; start.main(['kiem-tra', '--hwnd=1']);"
        "print(sys.modules['xlwings'].__pro__, [name for name in sys.modules if sys.modules[name] "
        "and name.startswith(('pandas', 'numpy', 'polars', 'matplotlib', 'xlwings.pro'))])"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == [b"False", b"[]"]


def members(name: str) -> dict[str, ast.FunctionDef | None]:
    """The methods and attributes of a class of the engine for Excel, with those it inherits."""
    inherited = dict.fromkeys(dir(getattr(base_classes, name, object)))
    own: dict[str, ast.FunctionDef | None] = {}
    for node in CLASSES[name].body:
        if isinstance(node, ast.FunctionDef):
            own.setdefault(node.name, node)
        elif isinstance(node, ast.Assign):
            own.update({target.id: None for target in node.targets if isinstance(target, ast.Name)})
    return {**inherited, **own}


@pytest.mark.parametrize("ours", OURS, ids=lambda each: each.__name__)
def test_what_the_tests_stand_in_for_is_what_excel_has(ours) -> None:
    """All that our code may call in the tests is there in Excel, and takes as many arguments."""
    excel = members(ours.__name__)
    used = {name for name in vars(ours) if not name.startswith("_")} - OF_THE_TESTS
    assert used <= set(excel)
    for name in used:
        method, theirs = inspect.getattr_static(ours, name), excel[name]
        if inspect.isfunction(method) and theirs is not None:
            assert len(inspect.signature(method).parameters) <= _most_arguments(theirs)


def _most_arguments(method: ast.FunctionDef) -> float:
    if method.args.vararg is not None:
        return float("inf")
    return len(method.args.posonlyargs) + len(method.args.args) + len(method.args.kwonlyargs)


def test_its_end_and_its_patience_are_where_we_change_them() -> None:
    """`excel._failures` bounds the attempts, and keeps its end from killing windowless Excels."""
    told = [ast.unparse(node) for node in WINDOWS.body]
    assert "N_COM_ATTEMPTS = 0" in told
    assert any(text.startswith("@atexit.register\ndef cleanup()") for text in told)
    assert sum(text.count("atexit.register") for text in told) == 1
    assert "n_attempt < N_COM_ATTEMPTS" in ast.unparse(CLASSES["COMRetryMethodWrapper"])
    assert "ExcelBusyError" in CLASSES
