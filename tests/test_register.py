"""What was read once is not read again, and nobody can tell from the results."""

import hashlib
import json
import os
import signal
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import examine, intake, register, register_file, stored
from aggregator.examined import Examined
from aggregator.model import Carried, Finding, Line, Ref, Repair, Severity, Submission
from aggregator.pipeline import aggregate as pipeline
from aggregator.pipeline.aggregate import Options
from aggregator.pipeline.remembered import Remembered
from aggregator.register import Receipt, Register
from aggregator.report import outcome
from aggregator.report.digest import Digest
from aggregator.stored import Found
from aggregator.workbook.planbook import write as plan_write
from tests.offices import admitted, aggregate, fates, fill, ketnap, office, small_plan, templates

NAME, NUMBER = "Nguyễn Thị Bông Bưởi", "034187001234"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Everything that may lie in a folder, by its path."""
    forms = templates(small_plan(), tmp_path_factory.mktemp("mau"))
    filled = {code: fill(forms[code], admitted(n + 1)) for n, code in enumerate(sorted(forms))}
    return {
        "A.1.xlsx": filled["A.1"],
        "cũ/A.1 (1).xlsx": fill(forms["A.1"], admitted(9)),
        "bản sao.xlsx": filled["A.1"],
        "không đuôi": filled["B.2"],
        "hỏng.xlsx": filled["A.2"][:3000],
        "danh sách.xlsx": personal_list(),
        "lỗi.xlsx": fill(forms["B.1.1"], {**admitted(2), "B2.I": -4, "N.camtinh": "-"}),
        "~$A.1.xlsx": b"khoa",
        "rỗng.xlsx": b"",
        "ghi chú.txt": b"xin nop muon",
    }


@pytest.fixture(scope="module")
def boxes(made: dict[str, bytes]) -> dict[str, bytes]:
    """Containers; each is read in a process of its own, which takes its time."""
    return {
        "hộp.zip": zipped(
            {"trong/A.2.xlsx": made["hỏng.xlsx"], "ghi chú.txt": b"xin", "x.xlsx": b""}
        ),
        "thư.eml": mailed("B.2.xlsx", made["không đuôi"]),
    }


def personal_list() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Họ và tên", "Ngày sinh", "Số CCCD"])
    book.active.append([NAME, "01/02/1987", NUMBER])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def zipped(members: dict[str, bytes], date: tuple = (2024, 4, 2, 8, 0, 0)) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as box:
        for name, data in members.items():
            box.writestr(zipfile.ZipInfo(name, date), data)
    return target.getvalue()


def mailed(name: str, data: bytes) -> bytes:
    message = EmailMessage()
    message["Date"] = "Mon, 08 Apr 2024 09:00:00 +0700"
    message.set_content("Kính gửi")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.fixture
def folder(tmp_path: Path, made: dict[str, bytes]) -> Path:
    home = office(tmp_path, made)
    for path in home.rglob("*"):
        os.utime(path, (1_712_000_000, 1_712_000_000))
    return home


@pytest.fixture
def full_folder(folder: Path, boxes: dict[str, bytes]) -> Path:
    """The same with containers."""
    for name, data in boxes.items():
        (folder / name).write_bytes(data)
        os.utime(folder / name, (1_712_000_000, 1_712_000_000))
    return folder


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that were looked into."""
    seen: list[str] = []
    look = examine.examine_bytes

    def spied(received, context):
        seen.append(received.path)
        return look(received, context)

    monkeypatch.setattr(examine, "examine_bytes", spied)
    return seen


def run(folder: Path, cache: bool = True, strict: bool = False) -> str:
    """The outcome of a run, from which everything is written."""
    options = Options(jobs=1, cache=cache, strict=strict)
    return b"".join(outcome.pieces(Digest(pipeline.aggregate(folder, options)), "1")).decode()


def written(folder: Path, *options: object) -> dict[str, str]:
    """A run of the command: the digest of each file it wrote."""
    aggregate(folder, "--jobs", 1, *options)
    files = sorted(path for path in (folder / "tong-hop").rglob("*") if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def database(folder: Path) -> Path:
    return folder.parent.parent / ".ketnap" / "so.sqlite"


def test_the_second_run_looks_into_nothing_and_writes_the_same(
    full_folder: Path, looks: list[str]
) -> None:
    full = written(full_folder, "--no-cache")
    assert not database(full_folder).exists()
    assert written(full_folder) == full
    assert len(looks) >= 8
    looks.clear()
    assert written(full_folder) == full
    assert looks == ["rỗng.xlsx"]


def test_a_file_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is hashed, what is remembered under the digest and what is read are the same bytes."""
    read: list[bytes] = []
    load = intake.load

    def spied(entry: intake.Entry) -> intake.Received:
        if entry.loaded is None:
            read.append(entry.real)
        return load(entry)

    monkeypatch.setattr(intake, "load", spied)
    run(folder)
    returns = [path for path in read if path.endswith(b".xlsx")]
    assert len(returns) == len(set(returns)) >= 6


def test_only_what_changed_is_looked_into(
    folder: Path, made: dict[str, bytes], looks: list[str]
) -> None:
    run(folder)
    looks.clear()
    (folder / "lỗi.xlsx").write_bytes(made["không đuôi"])
    (folder / "A.1.xlsx").rename(folder / "đổi tên.xlsx")
    os.utime(folder / "cũ/A.1 (1).xlsx", (1_713_000_000, 1_713_000_000))
    incremental = run(folder)
    assert set(looks) == {"lỗi.xlsx", "rỗng.xlsx"}
    assert incremental == run(folder, cache=False)


def test_the_kind_of_name_matters(folder: Path) -> None:
    """The same bytes are no workbook of a wrong format where the name never promised one."""
    (folder / "ghi chú.txt").rename(folder / "ghi chú.xlsx")
    run(folder)
    (folder / "ghi chú.xlsx").rename(folder / "ghi chú.txt")
    assert run(folder) == run(folder, cache=False)


def test_members_take_the_new_time_of_their_container(folder: Path, made: dict[str, bytes]) -> None:
    """A member without a date of its own competes by the time of its box."""
    undated = zipped({"A.1.xlsx": made["cũ/A.1 (1).xlsx"]}, (1980, 0, 0, 0, 0, 0))
    (folder / "hộp.zip").write_bytes(undated)
    (folder / "cũ/A.1 (1).xlsx").unlink()
    fate = []
    for time in (1_600_000_000, 1_720_000_000):
        os.utime(folder / "hộp.zip", (time, time))
        fate.append(fates(json.loads(run(folder)))["hộp.zip/A.1.xlsx"][0])
    assert fate == ["superseded", "counted"]


def test_another_plan_reads_anew(folder: Path, looks: list[str]) -> None:
    run(folder)
    looks.clear()
    without = small_plan()
    without.units.pop("B.2")
    (folder.parent.parent / "ke-hoach.xlsx").write_bytes(plan_write.write(without))
    assert fates(json.loads(run(folder)))["không đuôi"] == ("rejected", "S202")
    assert len(looks) >= 8
    with sqlite3.connect(database(folder)) as kept:
        assert kept.execute("SELECT count(DISTINCT context) FROM records").fetchone() == (1,)


def test_strict_and_lenient_are_kept_apart(folder: Path) -> None:
    lenient, strict = run(folder), run(folder, strict=True)
    assert lenient != strict
    assert (run(folder), run(folder, strict=True)) == (lenient, strict)


# --- whatever is wrong with it -----------------------------------------------------------------


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 500)


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def scrambled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)


def another_register(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE records (key TEXT, context TEXT, checksum, record TEXT)")


def a_view_of_endless_length(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute(
            "CREATE VIEW records AS WITH RECURSIVE n(key) AS (SELECT 1 UNION ALL SELECT key + 1"
            " FROM n) SELECT key, '' AS context, 0 AS checksum, '' AS record FROM n"
        )


def other_numbers(path: Path) -> None:
    """As a failing disk would leave them: the digits differ, the checksum does not."""
    with sqlite3.connect(path) as kept:
        kept.execute("UPDATE records SET record = CAST(replace(record, '3', '7') AS BLOB)")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def no_place(path: Path) -> None:
    path.unlink()
    path.parent.rmdir()
    path.parent.write_text("not a folder")


def a_link(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere.sqlite")
    path.symlink_to(path.parent.parent / "elsewhere.sqlite")


def deleted(path: Path) -> None:
    path.unlink()


HARMS = [garbage, torn, scrambled, another_register, a_view_of_endless_length, other_numbers,
         a_folder, no_place, a_link, deleted]  # fmt: skip


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_harmed_register_costs_time_and_nothing_else(
    folder: Path, harm: Callable[[Path], None]
) -> None:
    full = run(folder)
    harm(database(folder))
    assert run(folder) == full
    assert run(folder) == full


@pytest.mark.parametrize("harm", [garbage, torn, another_register, a_view_of_endless_length])
def test_a_useless_register_is_made_anew(
    folder: Path, harm: Callable[[Path], None], looks: list[str]
) -> None:
    run(folder)
    harm(database(folder))
    run(folder)
    looks.clear()
    run(folder)
    assert looks == ["rỗng.xlsx"]


def test_a_link_is_not_written_through(folder: Path) -> None:
    target = folder.parent.parent / "another's.sqlite"
    target.write_bytes(b"")
    database(folder).parent.mkdir()
    database(folder).symlink_to(target)
    run(folder)
    assert target.read_bytes() == b""


def test_a_locked_register_is_done_without(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_file, "_PATIENCE_SECONDS", 0.05)
    full = run(folder)
    other = sqlite3.connect(database(folder), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert run(folder) == full
    other.close()


def test_a_register_that_may_not_be_written_is_still_read(
    folder: Path, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = run(folder)
    looks.clear()
    connect = sqlite3.connect
    only_reading = f"file:{database(folder)}?mode=ro"
    monkeypatch.setattr(
        sqlite3, "connect", lambda _path, **how: connect(only_reading, uri=True, **how)
    )
    (folder / "mới.txt").write_text("mới")
    assert json.loads(run(folder))["units"] == json.loads(full)["units"]
    assert set(looks) == {"rỗng.xlsx", "mới.txt"}


def test_what_a_killed_run_had_read_is_kept(
    folder: Path, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(register, "_BATCH", 1)
        monkeypatch.setattr(Remembered, "keep", _dies_at_the_fourth(Remembered.keep))
        run(folder)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    full = run(folder, cache=False)
    once = len(looks)
    looks.clear()
    assert run(folder) == full
    assert len(looks) == once - 3


def _dies_at_the_fourth(work: Callable) -> Callable:
    calls = []

    def counted(*arguments):
        calls.append(1)
        if len(calls) == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(*arguments)

    return counted


# --- what is kept ------------------------------------------------------------------------------


def test_nothing_of_a_person_is_kept(full_folder: Path) -> None:
    run(full_folder)
    kept = b"".join(path.read_bytes() for path in database(full_folder).parent.iterdir())
    for secret in (NAME, "Bông Bưởi", NUMBER, "01/02/1987", "Kính gửi", "xin nop"):
        assert secret.encode() not in kept
        assert secret.encode("unicode_escape") not in kept


def test_receipts_say_when_each_content_first_came(full_folder: Path) -> None:
    run(full_folder)
    with sqlite3.connect(database(full_folder)) as kept:
        before = kept.execute("SELECT * FROM receipts ORDER BY path").fetchall()
    paths = [path for _, path, _ in before]
    assert "nhan-ve/2024-Q1/hộp.zip/ghi chú.txt" in paths
    (full_folder / "A.1.xlsx").rename(full_folder / "đổi tên.xlsx")
    run(full_folder)
    with sqlite3.connect(database(full_folder)) as kept:
        assert kept.execute("SELECT * FROM receipts ORDER BY path").fetchall() == before


def test_without_a_plan_the_register_lies_in_the_folder(folder: Path) -> None:
    (folder.parent.parent / "ke-hoach.xlsx").unlink()
    first = run(folder)
    assert (folder / ".ketnap" / "so.sqlite").is_file()
    assert run(folder) == first
    assert not any(".ketnap" in f["path"] for f in json.loads(first)["files"])


def test_help_names_it() -> None:
    assert "--no-cache" in ketnap("aggregate", "--help").output


def test_two_registers_at_once_keep_both(tmp_path: Path) -> None:
    with Register(tmp_path, "x") as one, Register(tmp_path, "x") as two:
        one.keep("1", "một".encode())
        two.keep("2", b"two")
        two.receive([Receipt("s", "đường/dẫn\udcff")], ())
    with Register(tmp_path, "x") as again, Register(tmp_path, "y") as other:
        assert (again.find("1"), again.find("2")) == ("một".encode(), b"two")
        assert other.find("1") is None


WHEN = datetime(2024, 4, 1, 7, 0, 0, 123, UTC)
texts = st.text(max_size=5)
moments = st.builds(
    datetime.fromtimestamp,
    st.integers(0, 10**10),
    st.sampled_from([UTC, timezone(timedelta(hours=7))]),
)
numbers = (
    st.none()
    | st.integers(0, 300)
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
)
refs = st.builds(Ref, st.just("a/b.zip/c"), texts, texts)
submissions = st.builds(
    Submission,
    texts,
    texts,
    st.lists(numbers, max_size=4).map(tuple),
    st.lists(st.integers(0, 9)).map(tuple),
    st.integers(0, 9),
    st.lists(
        st.builds(Line, texts, texts, st.dictionaries(texts, numbers, max_size=2)), max_size=2
    ).map(tuple),
    st.lists(st.tuples(texts, st.integers(0, 9)), max_size=2).map(tuple),
)
records = st.builds(
    Examined,
    st.just("a/b.zip/c"),
    texts,
    moments,
    st.none() | moments,
    texts,
    st.builds(Carried, *[texts] * len(Carried._fields)),
    st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    st.integers(0, 99),
    st.none() | submissions,
    st.lists(
        st.builds(Finding, texts, st.sampled_from(Severity), texts, texts, texts, refs), max_size=2
    ).map(tuple),
    st.lists(st.builds(Repair, texts, refs, texts, texts), max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(records)
def test_a_record_comes_back_as_it_was(record: Examined) -> None:
    found = Found("a/b.zip", "f0", WHEN)
    kept = stored.to_bytes([record, record], found)
    back = stored.from_bytes(kept, found)
    assert back == [record, record]
    assert repr(back) == repr([record, record])
    assert stored.from_bytes(kept, found._replace(modified=WHEN.replace(year=2023))) is None


def test_decimals_keep_their_form() -> None:
    for number in ("1.50", "1E+3", "0.1", "-0", "12345678901234567890.123456789"):
        assert repr(stored._load_number(stored._dump_number(Decimal(number)))) == repr(
            Decimal(number)
        )
