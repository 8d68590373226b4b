"""The command line: Vietnamese help, exit codes of the contract, nothing but JSON with `--json`."""

from __future__ import annotations

import json
import pkgutil
import resource
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from aggregator import cli
from aggregator.cli import vietnamese
from aggregator.cli.examples import EXAMPLES
from tests.offices import admitted, aggregate, fill, ketnap, office, small_plan, templates

ROOT = Path(__file__).parent.parent


def commands(group: click.Command, name: str = "ketnap"):
    if isinstance(group, click.Group):
        for child in group.commands.values():
            yield from commands(child, f"{name} {child.name}")
    else:
        yield name, group


COMMANDS = dict(commands(cli.command_tree()))


@pytest.fixture
def folder(tmp_path):
    blank = templates(small_plan(), tmp_path)
    return office(tmp_path, {u: fill(blank[u[:-5]], admitted(1)) for u in ("A.1.xlsx", "C.xlsx")})


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_vietnamese_and_complete(name) -> None:
    page = ketnap(*name.split()[1:], "--help").output
    assert page.startswith("Cách dùng: ")
    assert not {"Usage", "Options", "Show this", "Commands", "[OPTIONS]"} & set(page.split())
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"


def test_every_module_of_commands_is_asked_for_its_own() -> None:
    modules = {module.name for module in pkgutil.iter_modules(cli.__path__)}
    found = {
        name: each.COMMANDS
        for name in modules
        if hasattr(each := import_module(f"aggregator.cli.{name}"), "COMMANDS")
    }
    named = {name: tuple(c.name for c in commands) for name, commands in found.items()}
    assert named == {name: names for each in cli._CHAPTERS.values() for name, names in each.items()}


def test_the_help_of_ketnap_names_every_command_once() -> None:
    page = ketnap("--help").output
    for name in cli.command_tree().commands:
        assert sum(line.startswith(f"  {name} ") for line in page.splitlines()) == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_that_can_be_typed(name, tmp_path, monkeypatch) -> None:
    """Nothing runs; the words are parsed as the shell and click would."""
    monkeypatch.chdir(tmp_path)
    words = name.removeprefix("ketnap ")
    lines = [line for _, line in EXAMPLES[words]]
    page = ketnap(*words.split(), "--help").output
    assert "Ví dụ:" in page
    assert all(f"    {line}\n" in page and len(line) < 96 for line in lines)
    for line in lines:
        given = shlex.split(line.removeprefix(name))
        assert line.startswith(f"{name} ") or line == name
        for word in given:
            path = tmp_path / word
            if "." in word and "/" not in word.partition(":")[2]:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
            else:
                path.mkdir(parents=True, exist_ok=True)
        COMMANDS[name].make_context(words, given)


def test_no_example_is_of_a_command_that_is_gone() -> None:
    groups = {"", "plan", "addin"}
    assert {f"ketnap {words}" for words in set(EXAMPLES) - groups} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_every_command_stands_in_the_readme(name, page) -> None:
    assert f"`{name}" in (ROOT / page).read_text(encoding="utf-8")


def script(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from aggregator.cli import main; sys.argv[0] = 'ketnap'; main()"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["khong-co"], "Không có lệnh"),
        (["aggregate"], "Thiếu tham số THƯ_MỤC"),
        (["aggregate", "/khong/co"], "không hợp lệ"),
        (["aggregate", ".", "--la"], "Không có tùy chọn --la"),
        (["rules", "Z999"], "Không có phép kiểm tra mã “Z999”"),
        (["terms", "không có"], "Không có thuật ngữ “không có”"),
        (["new", ".", "--sample", "khong-co"], "Không có kế hoạch mẫu"),
    ],
)
def test_wrong_usage_is_2_with_a_sentence(arguments, said) -> None:
    done = script(*arguments)
    assert done.returncode == vietnamese.USAGE
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fault_of_ours_is_3_and_leaves_a_report() -> None:
    code = (
        "import aggregator.catalogue as c, sys; c.rules = lambda code: 1 / 0\n"
        "sys.argv = ['ketnap', 'rules']; from aggregator.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == vietnamese.FAULT
    report = Path(done.stderr.strip().rpartition(": ")[2])
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
    report.unlink()


@pytest.mark.parametrize(
    ("place", "words", "advised"),
    [("pipeline.outputs.write", ("aggregate", "."), True), ("catalogue.rules", ("rules",), False)],
)
def test_what_the_system_refuses_is_said_with_what_may_help(folder, place, words, advised) -> None:
    module, _, name = f"aggregator.{place}".rpartition(".")
    code = (
        "import sys, errno, importlib\n"
        "def refused(*_): raise OSError(errno.EROFS, 'read-only', 'tong-hop/ket-qua.json')\n"
        f"setattr(importlib.import_module({module!r}), {name!r}, refused)\n"
        f"sys.argv = ['ketnap', *{words}]; from aggregator.cli import main; main()"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == vietnamese.USAGE
    assert "Không đọc hoặc ghi được “tong-hop/ket-qua.json”: ổ đĩa chỉ đọc." in done.stderr
    assert ("chọn nơi khác bằng --out" in done.stderr) == advised


def test_help_takes_little_time() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert script("--help").returncode == 0
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 0.3


def test_json_is_alone_on_standard_output(folder) -> None:
    result = ketnap("aggregate", folder, "--json")
    outcome = json.loads(result.output)
    assert outcome == json.loads((folder / "tong-hop" / "ket-qua.json").read_text())
    findings = json.loads(ketnap("check", folder / "C.xlsx", "--json").output)["findings"]
    assert all(set(f) == set(outcome["findings"][0]) for f in findings)
    assert json.loads(ketnap("plan", "check", folder.parents[1] / "ke-hoach.xlsx", "--json").output)
    assert {"form", "sheets"} <= set(json.loads(ketnap("form", "--json").output))
    assert json.loads(ketnap("rules", "V301", "--json").output)[0]["code"] == "V301"


def test_the_account_says_what_came_back(folder) -> None:
    said = ketnap("aggregate", folder).output
    assert "Đã đọc 2 tệp: 2 được tính, 0 bị trả lại" in said
    assert "5 đơn vị phải nộp: 2 có trong tổng, 3 chưa nộp" in said
    assert "Kết nạp trong kỳ 2" in said
    assert "Q1" in said
    assert "2/12" in said


def test_of_an_empty_folder_every_leaf_is_missing(tmp_path) -> None:
    folder = office(tmp_path, {})
    said = ketnap("aggregate", folder).output
    assert "5 đơn vị phải nộp: 0 có trong tổng, 5 chưa nộp, 0 bị trả lại" in said
    units = json.loads((folder / "tong-hop" / "ket-qua.json").read_text("utf-8"))["units"]
    assert units[0]["missing_below"] == 5


@pytest.mark.parametrize("names", [(), ("x.xlsx", "ghi chú.txt")])
def test_without_plan_and_returns_the_outcome_says_so(tmp_path, names) -> None:
    for name in names:
        (tmp_path / name).write_text("không phải bảng tính", "utf-8")
    result = ketnap("aggregate", tmp_path)
    assert result.return_value == 1
    assert "Không có báo cáo hợp lệ nào" in result.output
    outcome = json.loads((tmp_path / "tong-hop" / "ket-qua.json").read_text("utf-8"))
    assert [file["path"] for file in outcome["files"]] == sorted(names)
    assert [unit["status"] for unit in outcome["units"]] == ["missing"]
    assert {f["code"] for f in outcome["findings"] if f["severity"] == "error"} == {"C603"}


def test_check_says_what_the_aggregation_says(tmp_path) -> None:
    blank = templates(small_plan(), tmp_path)
    bad = fill(blank["C"], {**admitted(2), "B2.I.nu": 3})
    folder = office(tmp_path, {"C.xlsx": bad})
    result = ketnap("check", folder / "C.xlsx", "--json")
    assert result.return_value == 1
    single = [(f["code"], f["cell"]) for f in json.loads(result.output)["findings"]]
    whole = [(f["code"], f["cell"]) for f in aggregate(folder)["findings"] if f["file"] == "C.xlsx"]
    assert single == whole != []
    assert ketnap("check", folder / "C.xlsx").output.splitlines()[-1] == "C.xlsx: CÒN 1 LỖI"


def test_trace_leads_down_to_the_cells(folder) -> None:
    out = folder / "tong-hop"
    aggregate(folder, "--unit", "A", "--out", str(folder.parent / "A"))
    (folder / "A.xlsx").write_bytes((folder.parent / "A" / "tong-hop_A_2024-Q1.xlsx").read_bytes())
    aggregate(folder)
    summary = out / "tong-hop_TP_2024-Q1.xlsx"
    tree = json.loads(ketnap("trace", summary, "B2.I", "--json").output)
    assert (tree["unit"], tree["value"], tree["sheet"]) == ("TP", 2, "Biểu 2")
    assert [(p["unit"], p["value"]) for p in tree["parts"]] == [("A", 1), ("C", 1)]
    leaf = tree["parts"][1]
    assert (leaf["file"], leaf["cell"], leaf["parts"]) == ("../C.xlsx", tree["cell"], [])
    assert ketnap("trace", summary, "KHONG.CO").return_value == vietnamese.USAGE


def test_a_report_needs_only_the_summary(folder) -> None:
    aggregate(folder)
    summary = folder / "tong-hop" / "tong-hop_TP_2024-Q1.xlsx"
    assert ketnap("report", summary).return_value == 0
    assert (folder / "tong-hop" / "bao-cao_TP_2024-Q1.docx").is_file()
    assert ketnap("report", summary, "--period", "2024-Q2").return_value == vietnamese.USAGE
    assert ketnap("report", folder.parents[1] / "ke-hoach.xlsx").return_value == vietnamese.USAGE
