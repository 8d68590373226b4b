"""A summary goes up by mail: once, encrypted, and only where the plan allows it."""

from __future__ import annotations

import hashlib
import io
import socket
import ssl
import sys
import types
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from pathlib import Path

import openpyxl
import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from aggregator.mail import sent
from aggregator.mail.server import AddressError, Server, server
from aggregator.model import Plan
from aggregator.workbook.planbook import write as plan_write
from tests.offices import PERIOD, admitted, aggregate, fates, fill, ketnap, office, templates
from tests.test_letters import XLSX, body, no_period, opened, with_mail

HOST = "thu.example.vn"
PASSWORD = "mat-khau-thu"


def a_plan(**changes) -> Plan:
    """A plan that went down to A: what A adds up goes to TP."""
    return replace(with_mail(**changes), slice_of="A")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> bytes:
    return summary_of(tmp_path_factory.mktemp("made"), a_plan()).read_bytes()


def summary_of(home: Path, plan: Plan) -> Path:
    blank = templates(plan, home)
    folder = office(home, {"A.1.xlsx": fill(blank["A.1"], admitted(3))}, plan)
    aggregate(folder)
    return folder / "tong-hop" / f"tong-hop_A_{PERIOD}.xlsx"


@pytest.fixture
def summary(tmp_path, made) -> Path:
    path = tmp_path / "nhan-ve" / PERIOD / "tong-hop" / f"tong-hop_A_{PERIOD}.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(made)
    (tmp_path / "ke-hoach.xlsx").write_bytes(plan_write.write(a_plan()))
    return path


# --- a draft --------------------------------------------------------------------------------------


def test_the_draft_stands_beside_the_summary_and_goes_to_the_level_above(summary) -> None:
    result = ketnap("send", summary)
    assert result.return_value == 0
    letter = opened(summary.with_suffix(".eml"))
    assert letter["To"] == "tp@example.vn"
    assert letter["X-Unsent"] == "1"
    assert letter["From"] is None
    assert "quý I năm 2024" in letter["Subject"]
    text = body(letter)
    for line in (
        "Kính gửi: Đảng bộ thành phố",
        "Kết nạp trong kỳ: 3.",
        "Còn 1 đơn vị chưa có hoặc",
    ):
        assert line in text
    (part,) = letter.iter_attachments()
    assert part.get_content_type() == XLSX
    assert part.get_content() == summary.read_bytes()


def test_beside_several_plans_the_summary_finds_its_own(tmp_path, summary) -> None:
    other = replace(a_plan(classification="Mật"), code="KH-KHAC")
    (tmp_path / "khac.xlsx").write_bytes(plan_write.write(other))
    assert ketnap("send", summary).return_value == 0
    (tmp_path / "ke-hoach.xlsx").write_bytes(plan_write.write(a_plan(classification="Mật")))
    refused = ketnap("send", summary)
    assert (refused.return_value, "Mật" in refused.output) == (2, True)


def test_the_same_summary_gives_the_same_draft(summary, tmp_path) -> None:
    ketnap("send", summary)
    ketnap("send", summary, "--out", tmp_path / "thu.eml")
    assert (tmp_path / "thu.eml").read_bytes() == summary.with_suffix(".eml").read_bytes()


def test_receiver_and_sender_may_be_given(summary) -> None:
    ketnap("send", summary, "--to", "khac@example.vn", "--from", "a@example.vn")
    letter = opened(summary.with_suffix(".eml"))
    assert (letter["To"], letter["From"]) == ("khac@example.vn", "a@example.vn")


def test_the_draft_that_comes_by_mail_or_as_a_file_is_a_return(summary, tmp_path) -> None:
    ketnap("send", summary)
    home = tmp_path / "cap tren"
    home.mkdir()
    mail = {"a.eml": summary.with_suffix(".eml").read_bytes()}
    found = fates(aggregate(office(home, mail, with_mail())))
    assert found[f"a.eml/{summary.name}"] == ("counted", None)


def test_nobody_above_leaves_the_draft_without_receiver_and_says_so(tmp_path) -> None:
    plan = replace(with_mail(), slice_of="")
    blank = templates(plan, tmp_path)
    folder = office(tmp_path, {"C.xlsx": fill(blank["C"], admitted(1))}, plan)
    aggregate(folder)
    summary = folder / "tong-hop" / f"tong-hop_TP_{PERIOD}.xlsx"
    result = ketnap("send", summary)
    assert opened(summary.with_suffix(".eml"))["To"] is None
    assert "--to" in result.output
    assert by_mail(summary, 1).return_value == 2


@pytest.mark.parametrize(
    "options",
    [
        ["--to", "không phải"],
        ["--to", "a@example.vn\nBcc: b@example.vn"],
        ["--from", "a b@example.vn"],
        ["--smtp", "http://localhost"],
        ["--smtp", "smtp://"],
        ["--smtp", "smtp://localhost:x"],
        ["--smtp", "smtp://localhost"],
        ["--smtp", "smtp://a%40example.vn@localhost"],
        ["--smtp", "smtp://a:bi-mat@localhost"],
    ],
)
def test_what_cannot_be_meant_is_2_and_writes_nothing(summary, monkeypatch, options) -> None:
    monkeypatch.delenv("KETNAP_SMTP_PASSWORD", raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)
    result = ketnap("send", summary, *options)
    assert result.return_value == 2
    assert result.output.count("\n") == 1
    assert "bi-mat" not in result.output
    assert [path.name for path in summary.parent.iterdir()] == [summary.name]


def test_the_summary_is_never_written_over(summary, made) -> None:
    assert ketnap("send", summary, "--out", summary).return_value == 2
    assert summary.read_bytes() == made


def not_summaries(home: Path) -> dict[str, bytes]:
    lost = openpyxl.Workbook()
    target = home / "la.xlsx"
    lost.save(target)
    return {
        "no period": no_period(templates(a_plan(), home)["A.1"]),
        "text": b"abc",
        "nothing": b"",
        "foreign": target.read_bytes(),
        "template": templates(a_plan(), home)["A.1"],
        "plan": plan_write.write(a_plan()),
    }


@pytest.mark.parametrize(
    "what", ["text", "nothing", "foreign", "template", "plan", "control", "no period"]
)
def test_what_is_no_summary_is_2_with_a_sentence(tmp_path, what) -> None:
    path = tmp_path / "tệp.xlsx"
    if what == "control":
        path = summary_of(tmp_path, a_plan()).with_name(f"kiem-tra_A_{PERIOD}.xlsx")
    else:
        path.write_bytes(not_summaries(tmp_path)[what])
    result = ketnap("send", path)
    assert result.return_value == 2
    assert path.name in result.output
    assert not list(tmp_path.rglob("*.eml"))


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.parametrize("where", ["summary", "plan", "lost"])
def test_a_classification_blocks_every_letter(tmp_path, summary, made, where) -> None:
    secret = a_plan(classification="Mật")
    if where == "summary":
        summary = summary_of(tmp_path, secret)
    elif where == "plan":
        (tmp_path / "ke-hoach.xlsx").write_bytes(plan_write.write(secret))
    else:
        book = openpyxl.load_workbook(io.BytesIO(made))
        del book["_ketnap"]
        book.save(summary)
    result = ketnap("send", summary, "--to", "a@example.vn")
    assert result.return_value == 2
    assert ("_ketnap" if where == "lost" else "Mật") in result.output
    assert not list(tmp_path.rglob("*.eml"))


# --- through a server -----------------------------------------------------------------------------


@dataclass
class Postman:
    """A server's memory; it may hang up when the letter has come."""

    letters: list = field(default_factory=list)
    came: list = field(default_factory=list)
    names: list = field(default_factory=list)
    hangs_up: bool = False

    async def handle_DATA(self, connection, session, envelope):  # noqa: N802
        self.names.append(session.host_name)
        self.came.append(envelope)
        if self.hangs_up:
            connection.transport.abort()
            return "451 never said"
        self.letters.append(envelope)
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address.startswith("khong-co"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def postman():
    return Postman()


@pytest.fixture
def serve(postman):
    running = []

    def start(**options) -> int:
        controller = Controller(postman, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        running.append(controller)
        return controller.port

    yield start
    for controller in running:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def by_mail(summary: Path, port: int, *more: object):
    url = f"smtp://127.0.0.1:{port}"
    return ketnap("send", summary, "--smtp", url, "--from", "a@example.vn", *more)


def test_a_letter_arrives_as_the_draft_would_and_is_noted(
    summary, postman, serve, monkeypatch
) -> None:
    for name in ("gethostname", "getfqdn"):
        monkeypatch.setattr(socket, name, lambda *_: "may-tinh-cua-toi")
    result = by_mail(summary, serve())
    assert result.return_value == 0
    (envelope,) = postman.letters
    assert (envelope.mail_from, envelope.rcpt_tos) == ("a@example.vn", ["tp@example.vn"])
    letter = message_from_bytes(envelope.content, policy=policy.default)
    assert letter["X-Unsent"] is None
    assert letter["Message-ID"].endswith("@example.vn>")
    assert next(letter.iter_attachments()).get_content() == summary.read_bytes()
    kept = opened(summary.with_suffix(".eml"))
    assert kept["Message-ID"] == letter["Message-ID"]
    assert "may-tinh-cua-toi" not in envelope.content.decode() + str(postman.names)


def test_the_book_says_what_went_to_whom(summary, tmp_path, serve) -> None:
    by_mail(summary, serve())
    digest = hashlib.sha256(summary.read_bytes()).hexdigest()
    with sent.opened(tmp_path) as book:
        assert book.last(digest, "TP@example.vn").confirmed
        assert book.last(digest, "khac@example.vn") is None


def test_the_same_content_goes_to_the_same_receiver_once(summary, postman, serve) -> None:
    port = serve()
    by_mail(summary, port)
    result = by_mail(summary, port)
    assert result.return_value == 1
    assert "--again" in result.output
    assert len(postman.letters) == 1
    assert by_mail(summary, port, "--to", "khac@example.vn").return_value == 0
    assert by_mail(summary, port, "--again").return_value == 0
    assert len(postman.letters) == 3


def test_a_line_cut_before_the_answer_leaves_a_doubt_that_is_said(summary, postman, serve) -> None:
    postman.hangs_up = True
    port = serve()
    result = by_mail(summary, port)
    assert result.return_value == 1
    assert "đứt kết nối" in result.output
    assert "không rõ thư đã tới" in result.output
    assert opened(summary.with_suffix(".eml"))["X-Unsent"] == "1"
    postman.hangs_up = False
    result = by_mail(summary, port)
    assert (result.return_value, postman.letters) == (1, [])
    assert "không rõ đã tới hay chưa" in result.output
    assert by_mail(summary, port, "--again").return_value == 0


def test_a_second_copy_of_a_doubtful_letter_has_the_same_number(summary, postman, serve) -> None:
    port = serve()
    postman.hangs_up = True
    by_mail(summary, port)
    postman.hangs_up = False
    for _ in range(2):
        by_mail(summary, port, "--again")
    doubtful, copy, meant = (message_from_bytes(e.content)["Message-ID"] for e in postman.came)
    assert doubtful == copy != meant


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--to", "khong-co@example.vn"], "địa chỉ nhận bị từ chối"),
        (["--smtp", "smtp://127.0.0.1:1"], "không mở cổng này"),
        (["--smtp", "smtp://khong-co.invalid"], "không tìm thấy tên máy chủ"),
    ],
)
def test_a_server_that_refuses_is_1_with_a_draft_to_send_by_hand(
    summary, serve, more, said
) -> None:
    result = by_mail(summary, serve(), *more)
    assert result.return_value == 1
    assert said in result.output
    assert summary.with_suffix(".eml").is_file()


def test_a_book_that_cannot_be_written_sends_nothing(summary, tmp_path, postman, serve) -> None:
    (tmp_path / ".ketnap").mkdir()
    (tmp_path / ".ketnap" / "thu.sqlite").write_bytes(b"not a database" * 100)
    result = by_mail(summary, serve())
    assert result.return_value == 1
    assert "Chưa gửi thư" in result.output
    assert postman.letters == []


# --- encryption and passwords ---------------------------------------------------------------------


@pytest.fixture(name="authority")
def _authority(monkeypatch, tmp_path) -> trustme.CA:
    """Who signs the server's certificate; the name of the server leads to this machine."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    real = socket.create_connection
    monkeypatch.setattr(
        socket,
        "create_connection",
        lambda address, *more, **named: real(("127.0.0.1", address[1]), *more, **named),
    )
    return authority


def certified(authority: trustme.CA, name: str = HOST) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def login(_server, _session, _envelope, _mechanism, given) -> AuthResult:
    return AuthResult(success=given.password == PASSWORD.encode(), handled=False)


def off_machine(summary: Path, url: str):
    return ketnap("send", summary, "--smtp", url, "--from", "a@example.vn")


@pytest.mark.usefixtures("authority")
def test_off_this_machine_nothing_is_said_without_encryption(summary, postman, serve) -> None:
    result = off_machine(summary, f"smtp://{HOST}:{serve()}")
    assert result.return_value == 1
    assert "STARTTLS" in result.output
    assert postman.letters == []


def test_starttls_and_a_password_from_the_environment(
    summary, postman, serve, authority, monkeypatch
) -> None:
    port = serve(
        tls_context=certified(authority), require_starttls=True, authenticator=login,
        auth_required=True,
    )  # fmt: skip
    url = f"smtp://a%40example.vn@{HOST}:{port}"
    monkeypatch.setenv("KETNAP_SMTP_PASSWORD", "sai")
    assert "sai tên hoặc mật khẩu" in off_machine(summary, url).output
    monkeypatch.setenv("KETNAP_SMTP_PASSWORD", "mật khẩu")
    assert "không dấu" in off_machine(summary, url).output
    monkeypatch.setenv("KETNAP_SMTP_PASSWORD", PASSWORD)
    result = ketnap("send", summary, "--smtp", url)
    assert result.return_value == 0
    assert postman.letters[0].mail_from == "a@example.vn"
    assert PASSWORD not in result.output


def test_a_certificate_of_somebody_else_is_not_believed(summary, postman, serve, authority) -> None:
    port = serve(tls_context=certified(authority, "khac.example.vn"))
    assert "chứng thư" in off_machine(summary, f"smtp://{HOST}:{port}").output
    assert postman.letters == []


def test_smtps_with_a_password_from_the_keyring(
    summary, postman, serve, authority, monkeypatch
) -> None:
    asked = []

    def get_password(service: str, name: str) -> str:
        asked.append((service, name))
        return PASSWORD

    monkeypatch.delenv("KETNAP_SMTP_PASSWORD", raising=False)
    errors = types.SimpleNamespace(KeyringError=KeyError)
    ring = types.SimpleNamespace(get_password=get_password, errors=errors)
    monkeypatch.setitem(sys.modules, "keyring", ring)
    port = serve(
        ssl_context=certified(authority), server_hostname=None, authenticator=login,
        auth_require_tls=False,
    )  # fmt: skip
    assert off_machine(summary, f"smtps://a@{HOST}:{port}").return_value == 0
    assert asked == [("ketnap", f"a@{HOST}")]
    assert len(postman.letters) == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost", Server("localhost", 587, "", False)),
        ("smtp://[::1]:25/", Server("::1", 25, "", False)),
        ("smtps://a%40b.vn@mail.b.vn", Server("mail.b.vn", 465, "a@b.vn", True)),
    ],
)
def test_urls_of_servers(url, expected) -> None:
    assert server(url, "smtp") == expected
    assert expected.is_this_machine is (expected.host != "mail.b.vn")


@pytest.mark.parametrize(
    "url", ["", "mail.vn", "smtp://", "smtp://a b", "smtp://a/b", "smtp://a:0x"]
)
def test_other_urls_are_none(url) -> None:
    with pytest.raises(AddressError):
        server(url, "smtp")
