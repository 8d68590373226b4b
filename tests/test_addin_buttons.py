"""Each button says what its command says; what it can't do it says in one sentence."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from aggregator.pipeline.single import document
from aggregator.pipeline.trace import as_json, trace
from tests.offices import ketnap, overtyped
from xl_addin import settings, wire
from xl_addin.actions import ACTIONS
from xl_addin.buttons import kiem_tra, nguon, phat_bieu
from xl_addin.press import converse, press
from xl_addin.snapshot import (
    PANEL_SHEET,
    Ask,
    Given,
    Level,
    Open,
    Panel,
    Reply,
    Say,
    Snapshot,
    Status,
)

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_workbooks" / "ninh-thuan-2023"
PERIOD = "2023-Q1"


def snapshot(path: Path, **more) -> Snapshot:
    return Snapshot(path.name, path.parent, path.read_bytes(), **more)


def one(reply: Reply, kind):
    (found,) = [edit for edit in reply.edits if isinstance(edit, kind)]
    return found


@pytest.fixture(scope="module")
def settled(tmp_path_factory) -> Path:
    """The sample with its first quarter added up by the button."""
    home = tmp_path_factory.mktemp("mau") / "ninh-thuan"
    shutil.copytree(SAMPLE, home)
    folder = home / "nhan-ve" / PERIOD
    reply = converse("tong-hop", None, Given(), lambda _: str(folder))
    assert reply.remember == {"folder": str(folder)}
    return home


@pytest.fixture
def home(settled, tmp_path) -> Path:
    shutil.copytree(settled, tmp_path / "vp")
    return tmp_path / "vp"


@pytest.fixture
def summary(home) -> Path:
    (found,) = (home / "nhan-ve" / PERIOD / "tong-hop").glob("tong-hop_*.xlsx")
    return found


# --- the same as the commands ---


def told(findings) -> list[tuple[str, ...]]:
    return sorted((f["sheet"] or "(cả tệp)", f["cell"], f["message"], f["code"]) for f in findings)


def shown(panel: Panel) -> list[tuple[str, ...]]:
    return sorted((row.cells[1], row.cells[2], row.cells[3], row.cells[5]) for row in panel.rows)


RETURNS = sorted(p.relative_to(SAMPLE) for p in SAMPLE.glob(f"nhan-ve/{PERIOD}/**/*.xls*"))
GALLERY = sorted((ROOT / "sample_workbooks" / "loi").glob("[A-Z]*.xlsx"))


@pytest.mark.parametrize("path", RETURNS, ids=str)
def test_kiem_tra_is_check_of_every_return_of_the_sample(settled, path) -> None:
    said = ketnap("check", settled / path, "--json")
    reply = press("kiem-tra", snapshot(settled / path), Given())
    assert shown(one(reply, Panel)) == told(json.loads(said.stdout)["findings"])
    assert ("CÒN LỖI" in one(reply, Status).text) == bool(said.return_value)


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_kiem_tra_is_check_of_every_broken_workbook(path) -> None:
    said = json.loads(ketnap("check", path, "--json").stdout)["findings"]
    reply = press("kiem-tra", snapshot(path), Given())
    panels = [edit for edit in reply.edits if isinstance(edit, Panel)]
    if panels:
        assert shown(panels[0]) == told(said)
        assert all(row.cells[6] for row in panels[0].rows), "each says why it is checked"
    else:
        assert one(reply, Say).level is Level.WARNING
        assert any(finding["severity"] == "error" for finding in said)


def test_kiem_tra_of_a_plan_is_plan_check(home) -> None:
    path = home / "ke-hoach.xlsx"
    said = json.loads(ketnap("plan", "check", path, "--json").stdout)["findings"]
    assert shown(one(press("kiem-tra", snapshot(path), Given()), Panel)) == told(said)


def test_tong_hop_is_aggregate(summary) -> None:
    out = summary.parent
    by_button = (out / "ket-qua.json").read_bytes(), summary.read_bytes()
    shutil.rmtree(out)
    ketnap("aggregate", out.parent)
    assert ((out / "ket-qua.json").read_bytes(), summary.read_bytes()) == by_button


def test_tong_hop_opens_the_summary_and_counts_on(home) -> None:
    folder, seen = home / "nhan-ve" / PERIOD, []
    for left in (folder / "tong-hop", home / ".ketnap"):
        shutil.rmtree(left)
    given = Given({"folder": str(folder)}, progress=lambda done, total: seen.append((done, total)))
    reply = press("tong-hop", None, given)
    opened = [edit.path.name for edit in reply.edits if isinstance(edit, Open)]
    assert opened[-1] == f"tong-hop_NT_{PERIOD}.xlsx"
    assert seen[-1][0] == seen[-1][1] > 0


def test_doi_khop_is_reconcile(summary) -> None:
    path = summary.parent.parent / "NT-01" / "NT-01.xlsx"
    path.write_bytes((summary.parent.parent / "NT-02" / "NT-02.xlsx").read_bytes())
    said = json.loads(ketnap("reconcile", summary, "--json").stdout)
    panel = one(press("doi-khop", snapshot(summary), Given()), Panel)
    differing = [(row.cells[0], row.cells[1]) for row in panel.rows if row.cells[0]]
    assert differing == [(each["sheet"], each["cell"]) for each in said["differences"]]
    changed = [row.cells[-1] for row in panel.rows if not row.cells[0]]
    assert changed == [each["file"] for each in said["files"] if each["state"] != "same"]


@pytest.mark.parametrize(("sheet", "cell"), [("Biểu 2", "C8"), ("Biểu 1", "D9")])
def test_nguon_is_trace(summary, sheet, cell) -> None:
    key = nguon.key_at(document(summary), sheet, cell)
    said = ketnap("trace", summary, key.indicator, "--column", key.column, "--json")
    tree = json.loads(said.stdout)
    assert tree == json.loads(json.dumps(as_json(trace(document(summary), key))))
    panel = one(press("nguon", snapshot(summary, sheet=sheet, cell=cell), Given()), Panel)
    assert len(panel.rows) == 1 + len(tree["parts"])
    assert [row.cells[4] for row in panel.rows[1:]] == [part["file"] for part in tree["parts"]]


def test_lap_bao_cao_is_report(summary) -> None:
    by_button = one(press("lap-bao-cao", snapshot(summary), Given()), Open).path
    ketnap("report", summary, "--out", summary.parent / "khac.docx")
    assert by_button.read_bytes() == (summary.parent / "khac.docx").read_bytes()


def test_lap_bao_cao_says_which_older_report_was_kept(summary) -> None:
    made = one(press("lap-bao-cao", snapshot(summary), Given()), Open).path
    made.write_bytes(b"khong phai Word")
    told = one(press("lap-bao-cao", snapshot(summary), Given()), Say).text
    (kept,) = made.parent.glob("*_ban-cu-*.docx")
    assert f"được giữ ở {kept.name}.\n" in told


def test_gui_len_is_send(summary) -> None:
    by_button = one(press("gui-len", snapshot(summary), Given()), Open).path
    ketnap("send", summary, "--out", summary.parent / "khac.eml")
    assert by_button.read_bytes() == (summary.parent / "khac.eml").read_bytes()


def test_gui_len_is_for_summaries(home) -> None:
    path = home / "nhan-ve" / PERIOD / "NT-01" / "NT-01.xlsx"
    assert "không phải tệp tổng hợp" in one(press("gui-len", snapshot(path), Given()), Say).text


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_gui_len_checks_first(summary) -> None:
    summary.write_bytes(overtyped(summary.read_bytes(), "B2.I", 9))
    reply = press("gui-len", snapshot(summary), Given())
    assert one(reply, Panel).rows
    assert "Chưa soạn thư" in one(reply, Say).text
    assert not list(summary.parent.glob("*.eml"))


def test_phat_bieu_is_distribute(home) -> None:
    plan = home / "ke-hoach.xlsx"
    asked: list[Ask] = []

    def answer(ask: Ask) -> str:
        asked.append(ask)
        return ask.default

    reply = converse("phat-bieu", snapshot(plan), Given(), answer)
    assert asked[0].default == "2023-Q3"
    target = one(reply, Open).path
    assert target == home / "gui-di" / "2023-Q3"
    ketnap("distribute", plan, "--period", "2023-Q3", "--out", home / "khac")
    files = sorted(p.relative_to(target) for p in target.rglob("*.xlsx"))
    assert files == sorted(p.relative_to(home / "khac") for p in (home / "khac").rglob("*.xlsx"))
    assert all((target / p).read_bytes() == (home / "khac" / p).read_bytes() for p in files)


def test_tro_giup_opens_the_guide() -> None:
    assert one(press("tro-giup", None, Given()), Open).path.is_file()


def test_every_button_has_its_module() -> None:
    modules = {path.stem for path in (ROOT / "xl_addin" / "buttons").glob("*.py")}
    assert {action.module for action in ACTIONS.values()} <= modules


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_panel_is_no_list_of_persons(home) -> None:
    """It travels on in the workbook, after the list that it complains of is gone."""
    path = home / "nhan-ve" / PERIOD / "NT-01" / "NT-01.xlsx"
    for header in (["Họ và tên", "Ngày sinh"], ["Số CCCD"], ["Số thẻ đảng viên"]):
        listed = with_sheet(path, [header])
        reply = press("kiem-tra", Snapshot(path.name, path.parent, listed), Given())
        rows = one(reply, Panel).rows
        assert [row.cells[5] for row in rows] == ["R108"]
        mended = with_sheet(path, [[text for text in row.cells if text] for row in rows])
        again = press("kiem-tra", Snapshot(path.name, path.parent, mended), Given())
        assert one(again, Panel).rows == ()


def with_sheet(path: Path, rows: list[list[str]]) -> bytes:
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet(PANEL_SHEET)
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


# --- what can't be done ---


@pytest.fixture(scope="module")
def foreign(tmp_path_factory) -> Path:
    """A large workbook that has nothing to do with us."""
    path = tmp_path_factory.mktemp("la") / "danh sách & 100% #.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        for row in range(8_000):
            sheet.write_row(row, 0, [f"dòng {row}", *range(10)])
    return path


WITH_A_WORKBOOK = [name for name in ACTIONS if name not in ("tong-hop", "tro-giup")]


@pytest.mark.parametrize("action", WITH_A_WORKBOOK)
def test_a_workbook_that_is_not_ours_is_said_to_be_none(foreign, action) -> None:
    started = time.perf_counter()
    reply = press(action, snapshot(foreign), Given())
    assert "không phải biểu, tệp tổng hợp hay tệp kế hoạch" in one(reply, Say).text
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("action", WITH_A_WORKBOOK)
def test_without_a_workbook(action) -> None:
    assert "Chưa mở tệp nào" in one(press(action, None, Given()), Say).text


@pytest.mark.parametrize("action", ["doi-khop", "lap-bao-cao", "gui-len", "nguon"])
def test_a_summary_that_stands_nowhere(summary, action) -> None:
    nowhere = Snapshot(summary.name, None, summary.read_bytes(), "Biểu 2", "C8")
    assert "Lưu tệp vào một thư mục trên máy" in one(press(action, nowhere, Given()), Say).text


@pytest.mark.parametrize("action", ["lap-bao-cao", "gui-len"])
def test_changes_that_are_not_saved_are_not_sent(summary, action) -> None:
    reply = press(action, snapshot(summary, saved=False), Given())
    assert "thay đổi chưa lưu" in one(reply, Say).text


def test_a_return_that_stands_nowhere_is_checked_all_the_same(home) -> None:
    data = (home / "nhan-ve" / PERIOD / "NT-01" / "NT-01.xlsx").read_bytes()
    assert one(press("kiem-tra", Snapshot("NT-01.xlsx", None, data), Given()), Panel)


def test_a_read_only_workbook_says_how_to_mend_it(home) -> None:
    path = home / "nhan-ve" / PERIOD / "NT-01" / "NT-01.xlsx"
    reply = kiem_tra.press(snapshot(path, read_only=True), Given())
    assert "chỉ đọc" in one(reply, Panel).note


@pytest.mark.parametrize("cell", ["A1", "B8", "ZZ9999", ""])
def test_nguon_of_a_cell_without_a_number(summary, cell) -> None:
    reply = press("nguon", snapshot(summary, sheet="Biểu 2", cell=cell), Given())
    assert "không phải một con số của biểu" in one(reply, Say).text


@pytest.mark.parametrize("folder", ["khong-co", "ke-hoach.xlsx"])
def test_tong_hop_of_what_is_no_folder(home, folder) -> None:
    reply = press("tong-hop", None, Given({"folder": str(home / folder)}))
    assert "Không có thư mục" in one(reply, Say).text


def test_a_period_that_is_none(home) -> None:
    reply = press("phat-bieu", snapshot(home / "ke-hoach.xlsx"), Given({"period": "../../x"}))
    assert "không phải kỳ phát biểu mẫu" in one(reply, Say).text
    assert not list(home.parent.glob("x*"))


def test_a_plan_with_every_period_sent_offers_its_last(home) -> None:
    for quarter in (3, 4):
        (home / "gui-di" / f"2023-Q{quarter}").mkdir(parents=True)
    reply = phat_bieu.press(snapshot(home / "ke-hoach.xlsx"), Given())
    assert reply.ask is not None
    assert reply.ask.default == "2023-Q4"


def test_a_file_that_is_open_elsewhere(summary, monkeypatch) -> None:
    def locked(*_):
        raise PermissionError(13, "in use", str(summary))

    monkeypatch.setattr("aggregator.pipeline.outputs.atomic.write_together", locked)
    reply = press("tong-hop", None, Given({"folder": str(summary.parent.parent)}))
    assert "Đóng tệp đó rồi bấm lại" in one(reply, Say).text


def test_a_question_that_is_cancelled_does_nothing() -> None:
    assert converse("tong-hop", None, Given(), lambda _: None) == Reply()


# --- how other programs talk to it ---


def test_the_reply_as_json(home) -> None:
    path = home / "nhan-ve" / PERIOD / "NT-01" / "NT-01.xlsx"
    request = {"name": path.name, "folder": str(path.parent), "copy": str(path), "cell": "C8"}
    assert wire.snapshot(request) == snapshot(path, cell="C8")
    assert wire.snapshot({}) is None
    answer = wire.answer(press("kiem-tra", wire.snapshot(request), Given()))
    assert [edit["kind"] for edit in answer["edits"]] == ["panel", "status"]
    assert json.loads(json.dumps(answer))["ask"] is None
    asked = wire.answer(press("tong-hop", None, Given({}, {"folder": "Đ:/vp"})))
    assert asked["ask"]["default"] == "Đ:/vp"


def test_what_is_remembered(tmp_path) -> None:
    place = {"XDG_CONFIG_HOME": str(tmp_path)}
    settings.remember(place, {"folder": "/vp/Quý 1"})
    settings.remember(place, {})
    assert settings.load(place) == {"folder": "/vp/Quý 1"}
    (settings.place(place) / "settings.json").write_text("[1]")
    assert settings.load(place) == {}
    assert settings.place({"LOCALAPPDATA": "C"}) == Path("C") / "ketnap"


def run(*words: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-I", *words],
        input=given,
        capture_output=True,
        check=False,
        env={"HOME": "/nonexistent", **environment},
    )


def test_a_button_through_the_pipe(home) -> None:
    path = home / "nhan-ve" / PERIOD / "NT-01" / "NT-01.xlsx"
    request = {"name": path.name, "folder": str(path.parent), "copy": str(path)}
    done = run("-m", "xl_addin", "kiem-tra", "--json", given=json.dumps(request).encode())
    answer = json.loads(done.stdout)
    assert answer["edits"][0]["title"] == "KẾT QUẢ KIỂM TRA"
    assert done.stderr == b""


def test_a_fault_of_ours_is_a_sentence_and_a_log(tmp_path) -> None:
    done = run("-m", "xl_addin", "kiem-tra", "--json", given=b"{", XDG_CONFIG_HOME=str(tmp_path))
    (edit,) = json.loads(done.stdout)["edits"]
    assert "gặp lỗi của chính nó" in edit["text"]
    assert "Traceback" not in edit["text"]
    assert "Traceback" in (tmp_path / "ketnap" / "loi.txt").read_text(encoding="utf-8")
    assert done.stderr == b""


@pytest.mark.parametrize("words", [(), ("xoa-het",), ("kiem-tra ", "--hwnd=1")])
def test_nothing_but_the_catalogue_is_started(words) -> None:
    assert run("-m", "xl_addin", *words).returncode == 2


def test_the_start_imports_nothing_heavy() -> None:
    code = (
        "import sys, xl_addin.start, xl_addin.snapshot, xl_addin.press;"
        "print([m for m in ('pandas','numpy','matplotlib','xlwings','lxml','docx') "
        "if m in sys.modules])"
    )
    assert run("-c", code).stdout.strip() == b"[]"
