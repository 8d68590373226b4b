"""New returns out of a mailbox: each once, with its date, and the mailbox stays as it was."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme

from aggregator.mail.server import Server, server
from aggregator.model import Deadline, Unit
from aggregator.workbook.planbook import write as plan_write
from tests import mailboxes, system
from tests.offices import PERIOD, admitted, aggregate, fates, fill, ketnap, templates
from tests.packages import pack
from tests.test_letters import with_mail

pytestmark = pytest.mark.skipif(system.dovecot() is None, reason="Dovecot is not installed")

HOST = "thu.example.vn"
DUE = date(2024, 4, 5)
PLAN = with_mail(deadlines=(Deadline("D", "Báo cáo quý I", PERIOD, DUE),))
ARRIVED = datetime(2024, 4, 9, 20, 30, tzinfo=UTC)
"""Already the next day in Viet Nam."""


@pytest.fixture(name="authority", scope="module")
def _authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(name="mailbox", scope="module")
def _mailbox(authority) -> Iterator[mailboxes.Mailbox]:
    with mailboxes.running(authority, HOST) as running:
        yield running


@pytest.fixture(name="blank", scope="module")
def _blank(tmp_path_factory) -> dict[str, bytes]:
    return templates(PLAN, tmp_path_factory.mktemp("blank"))


@pytest.fixture(autouse=True)
def _password(monkeypatch) -> None:
    monkeypatch.setenv("KETNAP_IMAP_PASSWORD", mailboxes.PASSWORD)


@pytest.fixture(name="folder")
def _folder(request) -> str:
    """A folder of the mailbox for one test, with a name as officers give them."""
    return f"Báo cáo {abs(hash(request.node.nodeid))}"


@pytest.fixture(name="into")
def _into(tmp_path) -> Path:
    (tmp_path / "ke-hoach.xlsx").write_bytes(plan_write.write(PLAN))
    return tmp_path / "nhan-ve" / PERIOD


def letter(data: bytes | None = None, name: str = "bao cao.xlsx", **headers: str) -> bytes:
    message = EmailMessage()
    told = {
        "From": "a.1@example.vn",
        "Subject": "Báo cáo",
        "Date": "Tue, 2 Apr 2024 08:00:00 +0700",
    }
    for key, text in (told | headers).items():
        message[key] = text
    message.set_content("Kính gửi.\nFrom: ai đó\n")
    message.add_alternative("<p>Kính gửi.</p>", subtype="html")
    if data is not None:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def collect(mailbox, folder: str, into: Path, *more: object, port: int = 0):
    url = f"imap://{mailboxes.USER}@127.0.0.1:{port or mailbox.port}/{quote(folder)}"
    return ketnap("collect", "--imap", url, "--into", into, *more)


def saved(into: Path) -> list[bytes]:
    return sorted(path.read_bytes().replace(b"\r\n", b"\n") for path in into.rglob("*.eml"))


def test_a_letter_is_saved_as_it_came_and_counted_with_its_date(
    mailbox, folder, into, blank
) -> None:
    returns = {code: fill(blank[code], admitted(1)) for code in ("A.1", "C")}
    on_time = letter(returns["A.1"])
    late = letter(returns["C"], From="C <c@example.vn>", Date="Mon, 8 Apr 2024 08:00:00 +0700")
    mailbox.receive(folder, on_time, late, letter(), moment=ARRIVED)
    result = collect(mailbox, folder, into)
    assert result.return_value == 0
    assert "Đã lấy 2 thư" in result.output
    assert saved(into) == sorted([on_time, late])
    outcome = aggregate(into)
    counted = {path for path, fate in fates(outcome).items() if fate == ("counted", None)}
    assert {path.rpartition("/")[2] for path in counted} == {"bao cao.xlsx"}
    assert {path.split("_")[1] for path in counted} == {"A.1", "C"}
    (found,) = [f for f in outcome["findings"] if f["code"] == "C602"]
    assert (found["unit"], "muộn 3 ngày" in found["message"]) == ("C", True)


def test_the_mailbox_stays_as_it_was(mailbox, folder, into) -> None:
    mailbox.receive(folder, letter(b"PK\3\4"), letter())

    def state() -> dict:
        with mailbox.asked() as client:
            client.select_folder(folder, readonly=True)
            return client.fetch(client.search(), ["FLAGS", "INTERNALDATE"])

    before = state()
    collect(mailbox, folder, into)
    with mailbox.asked() as client:
        assert client.folder_status(folder, ["UNSEEN"])[b"UNSEEN"] == 2
    after = state()
    assert {uid: row[b"INTERNALDATE"] for uid, row in after.items()} == {
        uid: row[b"INTERNALDATE"] for uid, row in before.items()
    }
    assert not any(set(row[b"FLAGS"]) - {b"\\Recent"} for row in after.values())


def test_a_second_run_fetches_only_what_is_new(mailbox, folder, into) -> None:
    mailbox.receive(folder, letter(b"PK\3\4 1"), letter(b"PK\3\4 2"))
    collect(mailbox, folder, into)
    assert "Đã lấy 0 thư" in collect(mailbox, folder, into).output
    mailbox.receive(folder, letter(b"PK\3\4 3"))
    other = into.with_name("2024-Q2")
    assert "Đã lấy 1 thư" in collect(mailbox, folder, other).output
    assert (len(saved(into)), len(saved(other))) == (2, 1)


@pytest.mark.parametrize("how", ["lost", "torn", "link", "anew"])
def test_without_the_mark_nothing_is_saved_twice(mailbox, folder, into, how) -> None:
    mailbox.receive(folder, letter(b"PK\3\4 1"), letter(b"PK\3\4 2"))
    collect(mailbox, folder, into)
    moved = into / "da xem" / "thu cua A.eml"
    moved.parent.mkdir()
    next(into.glob("*.eml")).rename(moved)
    mark = into.parent.parent / ".ketnap" / "hop-thu.json"
    more = []
    if how == "lost":
        mark.unlink()
    elif how == "torn":
        mark.write_bytes(b'{"')
    elif how == "link":
        mark.unlink()
        mark.parent.rename(into / "khac")
        mark.parent.symlink_to(into / "khac")
    else:
        more = ["--anew"]
    result = collect(mailbox, folder, into, *more)
    assert "Đã lấy 0 thư" in result.output
    assert "2 thư đã có từ trước" in result.output
    assert len(saved(into)) == 2
    assert not (into / "khac" / "hop-thu.json").exists()


def test_a_folder_numbered_anew_is_read_from_its_beginning(mailbox, folder, into) -> None:
    mailbox.receive(folder, letter(b"PK\3\4 1"), letter(b"PK\3\4 2"))
    collect(mailbox, folder, into)
    mark = into.parent.parent / ".ketnap" / "hop-thu.json"
    marks = {
        box: [validity - 1, uid] for box, (validity, uid) in json.loads(mark.read_text()).items()
    }
    mark.write_text(json.dumps(marks))
    mailbox.receive(folder, letter(b"PK\3\4 3"))
    assert "Đã lấy 1 thư" in collect(mailbox, folder, into).output


def forwarded(data: bytes) -> bytes:
    inner, outer = EmailMessage(), EmailMessage()
    inner["Subject"] = "Báo cáo"
    inner.set_content("x")
    inner.add_attachment(data, maintype="application", subtype="zip", filename="a.zip")
    outer["Subject"] = "Chuyển tiếp"
    outer.set_content("x")
    outer.add_attachment(inner)
    return outer.as_bytes()


BROKEN = (
    b"Subject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: application/octet-stream; name=a.xlsx\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nUEsDBBQ=\r\n"
)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(50)


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        (letter(pack({"a.xlsx": b"PK\3\4"}), "a.zip"), True),
        (letter(b"PK\3\4", "=?utf-8?q?b=C3=A1o?="), True),
        (letter(b"Rar!\x1a\x07\x00", "a.rar"), True),
        (letter(b"\x78\x9f\x3e\x22", "winmail.dat"), True),
        (forwarded(pack({"a.xlsx": b"PK\3\4"})), True),
        (BROKEN, True),
        (BROKEN.replace(b"boundary=x", b""), False),
        (letter(b"%PDF-1.7", "quyet dinh.pdf"), False),
        (letter(PICTURE, "chu ky.png"), False),
        (b"Subject: only text\r\n\r\nPK\r\n", False),
        (b"\xff\xfe no header", False),
    ],
    ids=range(11),
)
def test_only_letters_that_may_hold_a_workbook_are_saved(
    mailbox, folder, into, message, wanted
) -> None:
    mailbox.receive(folder, message)
    result = collect(mailbox, folder, into)
    assert result.return_value == 0
    assert len(saved(into)) == wanted


def test_the_name_of_a_letter_names_a_day_and_a_unit_never_a_person(
    mailbox, folder, into, tmp_path
) -> None:
    shared = {code: PLAN.units[code]._replace(email="chung@example.vn") for code in ("A", "B")}
    plan = replace(PLAN, units={**PLAN.units, **shared})
    (tmp_path / "ke-hoach.xlsx").write_bytes(plan_write.write(plan))
    senders = ["C Ơi <C@example.vn>", "nguyen.thi.thu@example.vn", "chung@example.vn"]
    letters = [letter(b"PK\3\4", From=sender) for sender in senders]
    mailbox.receive(folder, *letters, moment=ARRIVED)
    collect(mailbox, folder, into)
    names = sorted(path.name[: -len("_123456789012.eml")] for path in into.glob("*.eml"))
    assert names == ["2024-04-10_C", "2024-04-10_thu", "2024-04-10_thu"]
    assert {path.stat().st_mtime for path in into.glob("*.eml")} == {ARRIVED.timestamp()}


def test_beside_several_plans_each_sender_is_found_in_any_of_them(
    mailbox, folder, into, tmp_path
) -> None:
    other = Unit("X", "Chi bộ khác", "", "chi_bo", email="x@example.vn")
    (tmp_path / "khac.xlsx").write_bytes(plan_write.write(replace(PLAN, units={"X": other})))
    letters = [letter(b"PK\3\4", From=sender) for sender in ("x@example.vn", "c@example.vn")]
    mailbox.receive(folder, *letters, moment=ARRIVED)
    assert collect(mailbox, folder, into).return_value == 0
    names = sorted(path.name[: -len("_123456789012.eml")] for path in into.glob("*.eml"))
    assert names == ["2024-04-10_C", "2024-04-10_X"]


def test_a_letter_with_torn_mime_is_listed_and_stops_nothing(mailbox, folder, into, blank) -> None:
    good = fill(blank["C"], admitted(1))
    mailbox.receive(folder, BROKEN, letter(good, From="c@example.vn"))
    collect(mailbox, folder, into)
    outcome = aggregate(into)
    assert sorted(file["status"] for file in outcome["files"]) == ["counted", "rejected"]


def test_a_message_that_is_too_large_is_said(mailbox, folder, into, monkeypatch) -> None:
    monkeypatch.setattr("aggregator.mail.mailbox.LARGEST", 5_000)
    mailbox.receive(folder, letter(b"PK\3\4"), letter(b"PK\3\4" * 2_000), moment=ARRIVED)
    result = collect(mailbox, folder, into)
    assert result.return_value == 1
    assert "1 thư quá lớn, không lấy: ngày 10/04/2024" in result.output
    assert "Đã lấy 1 thư" in result.output


# --- what goes wrong ------------------------------------------------------------------------------


@contextmanager
def cut_after(port: int, limit: int) -> Iterator[int]:
    """A way to the server that breaks after so many bytes from it."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        going = threading.Thread(target=serve, args=(door, port, limit))
        going.start()
        yield door.getsockname()[1]
        going.join(10)


def serve(door: socket.socket, port: int, limit: int) -> None:
    caller, _ = door.accept()
    with caller, socket.create_connection(("127.0.0.1", port)) as there:
        upward = threading.Thread(target=pump, args=(caller, there, 1 << 30))
        upward.start()
        pump(there, caller, limit)
        upward.join(10)


def pump(source: socket.socket, target: socket.socket, limit: int) -> None:
    with suppress(OSError):
        while limit > 0 and (data := source.recv(min(limit, 4096))):
            target.sendall(data)
            limit -= len(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("limit", [0, 200, 3_000, 9_000, 20_000])
def test_a_line_that_breaks_costs_no_letter_and_doubles_none(mailbox, folder, into, limit) -> None:
    letters = [letter(b"PK\3\4" + bytes([at]) * 4_000) for at in range(5)]
    mailbox.receive(folder, *letters)
    with cut_after(mailbox.port, limit) as port:
        result = collect(mailbox, folder, into, port=port)
    assert result.return_value == 1
    assert "đứt kết nối" in result.output
    assert "chạy lại lệnh này" in result.output
    begun = len(saved(into))
    assert begun < 5
    assert f"Đã lấy {begun} thư" in result.output
    assert collect(mailbox, folder, into).return_value == 0
    assert saved(into) == sorted(letters)
    assert not list(into.rglob(".ketnap-*"))


def test_what_the_server_refuses_is_1_with_a_sentence(mailbox, into, monkeypatch) -> None:
    result = collect(mailbox, "không có", into)
    assert (result.return_value, "máy chủ trả lời" in result.output) == (1, True)
    assert "không mở cổng" in collect(mailbox, "INBOX", into, port=1).output
    monkeypatch.setenv("KETNAP_IMAP_PASSWORD", "sai")
    assert "sai tên hoặc mật khẩu" in collect(mailbox, "INBOX", into).output
    monkeypatch.setenv("KETNAP_IMAP_PASSWORD", "mật khẩu")
    assert "không dấu" in collect(mailbox, "INBOX", into).output


@pytest.mark.parametrize(
    "url",
    ["", "http://a@b", "imap://localhost", "imap://a:bi-mat@localhost", "smtp://a@localhost",
     "imap://a@localhost:x", "imap://a@localhost/INBOX?x"],
)  # fmt: skip
def test_what_cannot_be_meant_is_2(into, url) -> None:
    result = ketnap("collect", "--imap", url, "--into", into)
    assert result.return_value == 2
    assert "bi-mat" not in result.output
    assert not into.exists()


def test_without_a_password_nothing_is_asked(into, monkeypatch) -> None:
    monkeypatch.delenv("KETNAP_IMAP_PASSWORD")
    result = ketnap("collect", "--imap", "imap://a@localhost", "--into", into)
    assert result.return_value == 2
    assert "KETNAP_IMAP_PASSWORD" in result.output


# --- encryption -----------------------------------------------------------------------------------


@pytest.fixture(name="off_machine")
def _off_machine(authority, monkeypatch, tmp_path) -> None:
    """Every name leads to this machine, and the test's authority is believed."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    real = socket.create_connection
    monkeypatch.setattr(
        socket,
        "create_connection",
        lambda address, *more, **named: real(("127.0.0.1", address[1]), *more, **named),
    )


@pytest.mark.usefixtures("off_machine")
@pytest.mark.parametrize("scheme", ["imap", "imaps"])
@pytest.mark.parametrize(("host", "said"), [(HOST, "Đã lấy 1 thư"), ("khac.vn", "chứng thư")])
def test_off_this_machine_the_line_is_encrypted(mailbox, folder, into, scheme, host, said) -> None:
    mailbox.receive(folder, letter(b"PK\3\4"))
    port = mailbox.encrypted if scheme == "imaps" else mailbox.port
    url = f"{scheme}://{mailboxes.USER}@{host}:{port}/{quote(folder)}"
    result = ketnap("collect", "--imap", url, "--into", into)
    assert said in result.output
    assert mailboxes.PASSWORD not in result.output


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("imap://a@localhost", Server("localhost", 143, "a", False)),
        ("imaps://a%40b.vn@b.vn/B%C3%A1o", Server("b.vn", 993, "a@b.vn", True, "Báo")),
    ],
)
def test_urls_of_mailboxes(url, expected) -> None:
    assert server(url, "imap") == expected
