"""Drafts on disk go out through a server: each once, however often the line breaks."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from aggregator.mail.draft import Attachment, Letter, draft
from aggregator.mail.sent import Book
from aggregator.workbook.planbook import write as plan_write
from tests.offices import PERIOD, ketnap, small_plan, templates
from tests.packages import pack
from tests.test_letters import distributed, with_mail
from tests.test_send import free_port

LETTERS = 300
SEED = 7


@dataclass
class Office:
    """A mail server that may break the line at any point, and what it delivered."""

    breaks: dict[str, float] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    delivered: list = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))

    def breaks_at(self, point: str) -> bool:
        return self.chance.random() < self.breaks.get(point, 0)

    async def handle_MAIL(self, server, _session, envelope, address, _options):  # noqa: N802
        if self.breaks_at("mail"):
            server.transport.abort()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        if self.breaks_at("lost"):
            server.transport.abort()
            return "451 never said"
        if (to := envelope.rcpt_tos[0]) in self.verdicts:
            return self.verdicts[to]
        self.delivered.append(envelope)
        if self.breaks_at("kept"):
            server.transport.abort()
        return "250 OK"

    def copies(self) -> Counter[str]:
        return Counter(to for envelope in self.delivered for to in envelope.rcpt_tos)


class _Breaking(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.event_handler.breaks_at("data"):
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class _Running(Controller):
    def factory(self) -> SMTP:
        return _Breaking(self.handler)


@pytest.fixture(name="server")
def _server():
    running = _Running(Office(), hostname="127.0.0.1", port=free_port())
    running.start()
    yield running
    running.stop()


@pytest.fixture(name="office")
def _office(server) -> Office:
    return server.handler


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch) -> None:
    """Two entries a letter are waited for on disk; what is tested here is the line."""
    real = sqlite3.connect

    def connect(*arguments: object, **named: object) -> sqlite3.Connection:
        database = real(*arguments, **named)
        database.execute("PRAGMA synchronous = OFF")
        return database

    monkeypatch.setattr(sqlite3, "connect", connect)


def letters(folder: Path, number: int) -> dict[str, str]:
    """Drafts in a folder: receiver by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    receivers = {}
    for at in range(number):
        to, path = f"dv{at:03}@example.vn", folder / f"dv{at:03}.eml"
        attachment = Attachment(f"dv{at:03}.xlsx", b"PK" + bytes([at % 256]) * 3000)
        path.write_bytes(draft(Letter(f"Thư {at}", "Kính gửi\n.\n..x\n", to, (attachment,))))
        receivers[path.name] = to
    return receivers


def post(path: Path, server: Controller, *more: object):
    url = f"smtp://127.0.0.1:{server.port}"
    return ketnap("send", path, "--smtp", url, "--from", "a@example.vn", "--pause", 0, *more)


def doubtful(output: str) -> set[str]:
    return {
        line.split("→ ")[1].split(":")[0]
        for line in output.splitlines()
        if line.startswith("KHÔNG RÕ")
    }


def test_300_letters_over_a_line_that_breaks_anywhere_arrive_once(tmp_path, server, office) -> None:
    receivers = set(letters(tmp_path / "gui-di", LETTERS).values())
    office.breaks = {"mail": 0.05, "data": 0.03, "lost": 0.02, "kept": 0.02}
    unsure: set[str] = set()
    for _ in range(20):
        result = post(tmp_path / "gui-di", server)
        unsure |= doubtful(result.output)
        copies = office.copies()
        listed = {line.split("→ ")[1].split(":")[0] for line in result.output.splitlines()
                  if line.startswith("CHƯA GỬI")}  # fmt: skip
        assert max(copies.values()) == 1
        assert receivers - set(copies) <= listed | unsure
        if "chưa gửi" not in result.output:
            break
    assert receivers - unsure <= set(copies)
    assert 0 < len(unsure) < LETTERS / 3
    assert result.return_value == 1
    office.breaks = {}
    result = post(tmp_path / "gui-di", server, "--again")
    assert result.return_value == 0
    assert set(office.copies()) == receivers
    twice = {to for to, number in office.copies().items() if number > 1}
    assert twice <= unsure
    for to in twice:
        numbers = {message_from_bytes(e.content)["Message-ID"]
                   for e in office.delivered if e.rcpt_tos == [to]}  # fmt: skip
        assert len(numbers) == 1
    assert post(tmp_path / "gui-di", server).output == f"{LETTERS} thư nháp: 300 đã gửi từ trước\n"


def test_a_letter_arrives_as_its_draft_stands(tmp_path, server, office) -> None:
    letters(tmp_path, 1)
    assert post(tmp_path / "dv000.eml", server).return_value == 0
    (envelope,) = office.delivered
    sent = message_from_bytes(envelope.content)
    kept = message_from_bytes((tmp_path / "dv000.eml").read_bytes())
    assert sent["From"] == envelope.mail_from == "a@example.vn"
    assert {"X-Unsent", "X-Ketnap", "Bcc"}.isdisjoint(sent.keys())
    assert sent["Date"]
    for mine, theirs in zip(sent.walk(), kept.walk(), strict=True):
        assert mine.get_payload(decode=True) == theirs.get_payload(decode=True)


def test_what_the_server_refuses_is_named_and_the_others_go(tmp_path, server, office) -> None:
    letters(tmp_path, 4)
    office.answers = {"dv001@example.vn": "550 no such user", "dv002@example.vn": "452 quota full"}
    result = post(tmp_path, server)
    assert result.return_value == 1
    assert set(office.copies()) == {"dv000@example.vn", "dv003@example.vn"}
    assert "4 thư nháp: 2 đã gửi; 2 chưa gửi" in result.output
    for line in ("CHƯA GỬI dv001.eml → dv001@example.vn: ", "550 no such user", "452 quota full"):
        assert line in result.output
    office.answers = {}
    assert "4 thư nháp: 2 đã gửi; 2 đã gửi từ trước" in post(tmp_path, server).output


@pytest.mark.parametrize("full", ["552 5.2.2 mailbox full", "452 4.3.1 insufficient storage"])
def test_a_mailbox_found_full_when_the_letter_has_come_gets_it_later(
    tmp_path, server, office, full
) -> None:
    letters(tmp_path, 3)
    office.verdicts = {"dv001@example.vn": full}
    result = post(tmp_path, server)
    assert result.return_value == 1
    assert full in result.output
    assert "3 thư nháp: 2 đã gửi; 1 chưa gửi" in result.output
    office.verdicts = {}
    assert "3 thư nháp: 1 đã gửi; 2 đã gửi từ trước" in post(tmp_path, server).output
    assert set(office.copies().values()) == {1}


def test_of_several_plans_beside_an_outbox_one_classification_blocks_it(tmp_path, server) -> None:
    letters(tmp_path / "gui-di", 2)
    for name, mark in (("a.xlsx", ""), ("b.xlsx", "")):
        (tmp_path / name).write_bytes(plan_write.write(small_plan(classification=mark)))
    assert "2 đã gửi" in post(tmp_path / "gui-di", server).output
    (tmp_path / "b.xlsx").write_bytes(plan_write.write(small_plan(classification="Mật")))
    refused = post(tmp_path / "gui-di", server)
    assert (refused.return_value, "Mật" in refused.output) == (2, True)


def test_a_server_that_takes_nothing_is_not_asked_300_times(tmp_path, server, office) -> None:
    letters(tmp_path, 9)
    office.breaks = {"mail": 1}
    result = post(tmp_path, server)
    assert result.output.count("đứt kết nối") == 3
    assert result.output.count("đã dừng") == 6
    office.breaks = {"kept": 1}
    assert "3 không rõ đã tới hay chưa; 6 chưa gửi" in post(tmp_path, server).output
    assert len(office.delivered) == 3


def test_what_another_run_is_sending_is_left_to_it(tmp_path, server, office, monkeypatch) -> None:
    letters(tmp_path, 3)
    real = Book.begin

    def begin(book: Book, sha256: str, to: str, *more: object) -> int:
        if to.startswith("dv001"):
            real(book, sha256, to, *more)
        return real(book, sha256, to, *more)

    monkeypatch.setattr(Book, "begin", begin)
    result = post(tmp_path, server)
    assert "2 đã gửi; 1 không rõ đã tới hay chưa" in result.output
    assert set(office.copies()) == {"dv000@example.vn", "dv002@example.vn"}


def test_a_server_that_cannot_be_reached_is_asked_once(tmp_path) -> None:
    letters(tmp_path, 3)
    url = f"smtp://127.0.0.1:{free_port()}"
    result = ketnap("send", tmp_path, "--smtp", url, "--from", "a@example.vn", "--pause", 60)
    assert result.output.count("không mở cổng") == 1
    assert result.output.count("đã dừng") == 2


def test_a_book_that_cannot_be_written_sends_nothing(tmp_path, server, office) -> None:
    letters(tmp_path, 2)
    (tmp_path / ".ketnap").write_bytes(b"")
    result = post(tmp_path, server)
    assert result.return_value == 1
    assert "Chưa gửi thư" in result.output
    assert "2 chưa gửi" in result.output
    assert office.delivered == []


def test_only_drafts_with_one_receiver_are_sent(tmp_path, server, office) -> None:
    letters(tmp_path / "a", 1)
    lone = (tmp_path / "a" / "dv000.eml").read_bytes()
    files = {
        "nhieu.eml": lone.replace(b"To: ", b"To: b@example.vn, "),
        "cc.eml": lone.replace(b"To: ", b"Cc: b@example.vn\r\nTo: "),
        "khong.eml": lone.replace(b"To: dv000@example.vn\r\n", b""),
        "sai.eml": lone.replace(b"dv000@", b"dv..000@"),
        "da-nhan.eml": lone.replace(b"X-Unsent: 1\r\n", b""),
        ".ketnap-x.eml": lone,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    result = post(tmp_path, server)
    assert set(office.copies()) == {"dv000@example.vn"}
    said = "5 thư nháp: 1 đã gửi; 4 chưa gửi; 1 tệp .eml không phải thư nháp, bỏ qua"
    assert said in result.output
    assert result.output.count("nhiều nơi nhận") == 2


def test_an_edited_letter_is_a_new_one(tmp_path, server, office) -> None:
    letters(tmp_path, 2)
    post(tmp_path, server)
    path = tmp_path / "dv001.eml"
    path.write_bytes(path.read_bytes().replace(b"Subject: ", b"Subject: 2 "))
    assert "1 đã gửi; 1 đã gửi từ trước" in post(tmp_path, server).output
    assert office.copies()["dv001@example.vn"] == 2


def test_again_over_a_folder_leaves_alone_what_certainly_arrived(tmp_path, server, office) -> None:
    letters(tmp_path, 2)
    post(tmp_path, server)
    assert "2 đã gửi từ trước" in post(tmp_path, server, "--again").output
    assert "1 đã gửi" in post(tmp_path / "dv000.eml", server, "--again").output
    assert sum(office.copies().values()) == 3


def test_what_distribute_wrote_goes_out_as_it_is(tmp_path, server, office) -> None:
    distributed(tmp_path, with_mail())
    result = post(tmp_path / "gui-di", server)
    assert result.return_value == 0
    assert set(office.copies()) == {f"{code}@example.vn" for code in "abc"}
    assert (tmp_path / ".ketnap" / "thu.sqlite").is_file()
    assert not (tmp_path / "gui-di" / ".ketnap").exists()


@pytest.mark.parametrize("where", ["plan", "letter"])
def test_a_classification_blocks_the_whole_outbox(tmp_path, server, office, where) -> None:
    plan, secret = with_mail(), with_mail(classification="Mật")
    distributed(tmp_path, plan)
    path = tmp_path / "ke-hoach.xlsx"
    if where == "plan":
        path.write_bytes(plan_write.write(secret))
    else:
        box = tmp_path / "gui-di" / PERIOD / "A.eml"
        box.write_bytes(classified_letter(tmp_path, secret))
    result = post(tmp_path / "gui-di", server)
    assert result.return_value == 2
    assert "Mật" in result.output
    assert office.delivered == []


def classified_letter(home: Path, secret) -> bytes:
    """A draft with a workbook of a classified plan in a zip, as nothing of ours writes it."""
    box = Attachment("A.zip", pack({"A.1.xlsx": templates(secret, home)["A.1"]}))
    return draft(Letter("Biểu mẫu", "Kính gửi\n", "a@example.vn", (box,)))


@pytest.mark.parametrize(
    "more", [(), ("--to", "a@example.vn"), ("--out", "x.eml"), ("--smtp", "smtp://localhost")]
)
def test_drafts_without_a_way_out_are_2(tmp_path, more) -> None:
    letters(tmp_path, 1)
    assert ketnap("send", tmp_path, *more).return_value == 2


def test_a_folder_without_drafts_is_2(tmp_path, server) -> None:
    assert post(tmp_path, server).return_value == 2
