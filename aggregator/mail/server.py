"""Hands a letter to a mail server; never without encryption, but on this very machine."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from aggregator.mail.texts import one_line

_HOST = re.compile(r"[a-z0-9.:-]+")
_PORTS = {"smtps": 465, "smtp": 587}
_SECONDS = 30
_LONGEST_REPLY = 200
_NAMELESS = "[127.0.0.1]"
"""What we call ourselves: neither the server nor anybody later learns this machine's name."""


class AddressError(ValueError):
    """The URL of a mail server can't be used; holds the sentence."""


class UndeliveredError(Exception):
    """The server didn't confirm the letter; holds the sentence."""


class Server(NamedTuple):
    """A mail server: where it is, who asks it, whether encryption begins before the first word."""

    host: str
    port: int
    user: str
    encrypted: bool

    @property
    def is_this_machine(self) -> bool:
        """Whether nothing leaves the machine on the way there."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def server(url: str) -> Server:
    """`smtps://user@host:port` or `smtp://…`. Raises AddressError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressError(_EXPECTED) from error
    if parts.password is not None:
        raise AddressError(
            "Không ghi mật khẩu trong địa chỉ máy chủ; đặt vào biến môi trường "
            "KETNAP_SMTP_PASSWORD hoặc vào keyring"
        )
    host = parts.hostname or ""
    strange = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in _PORTS or not _HOST.fullmatch(host) or strange:
        raise AddressError(_EXPECTED)
    user = unquote(parts.username or "")
    return Server(host, port or _PORTS[parts.scheme], user, parts.scheme == "smtps")


_EXPECTED = "Địa chỉ máy chủ thư phải có dạng smtps://tên@máy-chủ:cổng hoặc smtp://tên@máy-chủ:cổng"


def deliver(to: Server, password: str, sender: str, recipient: str, letter: bytes) -> None:
    """Hand the letter over; back only when the server confirmed it. Raises UndeliveredError."""
    try:
        connection = _connected(to)
    except (OSError, smtplib.SMTPException) as error:
        where = f"{to.host}:{to.port}"
        raise UndeliveredError(f"Không nối được tới máy chủ thư {where}: {_why(error)}") from error
    try:
        if to.user:
            connection.login(to.user, password)
        connection.sendmail(sender, [recipient], letter)
        _take_leave(connection)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise UndeliveredError(f"Máy chủ thư {to.host} không nhận thư: {_why(error)}") from error
    finally:
        connection.close()


def _connected(to: Server) -> smtplib.SMTP:
    """Encrypted, with a certificate that was looked at, wherever it leads off this machine."""
    if to.encrypted:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(to.host, to.port, _NAMELESS, timeout=_SECONDS, context=context)
    connection = smtplib.SMTP(to.host, to.port, _NAMELESS, timeout=_SECONDS)
    if not to.is_this_machine:
        try:
            connection.starttls(context=ssl.create_default_context())
        except (OSError, smtplib.SMTPException):
            connection.close()
            raise
    return connection


def _take_leave(connection: smtplib.SMTP) -> None:
    """The letter is confirmed: how the conversation ends no longer matters."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        connection.quit()


def _why(error: Exception) -> str:
    for kind, words in _WHY.items():
        if isinstance(error, kind):
            return words
    if isinstance(error, smtplib.SMTPResponseException):
        return f"máy chủ trả lời {error.smtp_code} {_shown(error.smtp_error)}"
    return "kết nối bị lỗi"


def _shown(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return one_line(text)[:_LONGEST_REPLY]


_WHY: Mapping[type[Exception], str] = {
    smtplib.SMTPAuthenticationError: "sai tên hoặc mật khẩu",
    smtplib.SMTPRecipientsRefused: "địa chỉ nhận bị từ chối",
    smtplib.SMTPSenderRefused: "địa chỉ gửi bị từ chối",
    smtplib.SMTPNotSupportedError: "máy chủ không có mã hóa STARTTLS hoặc không cho đăng nhập",
    smtplib.SMTPServerDisconnected: (
        "đứt kết nối giữa chừng, không rõ thư đã tới hay chưa; hỏi nơi nhận trước khi gửi lại"
    ),
    UnicodeError: "tên hoặc mật khẩu có chữ ngoài bảng chữ cái không dấu",
    ssl.SSLCertVerificationError: "chứng thư của máy chủ không đáng tin",
    ssl.SSLError: "không mã hóa được kết nối",
    socket.gaierror: "không tìm thấy tên máy chủ",
    TimeoutError: f"không trả lời sau {_SECONDS} giây; nếu thư có thể đã tới, hỏi nơi nhận",
    ConnectionRefusedError: "máy chủ không mở cổng này",
}
