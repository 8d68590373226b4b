"""Where a mail server is, and its password: for sending (`smtp`) and for fetching (`imap`)."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import ssl
from collections.abc import Mapping
from importlib import import_module
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from aggregator.mail.texts import one_line

SECONDS = 30
"""How long a server may keep silent."""
_HOST = re.compile(r"[a-z0-9.:-]+")
_PORTS = {"smtps": 465, "smtp": 587, "imaps": 993, "imap": 143}
_SERVICE = "ketnap"
_LONGEST_REPLY = 200

Protocol = Literal["smtp", "imap"]


class AddressError(ValueError):
    """The URL of a mail server can't be used; holds the sentence."""


class Server(NamedTuple):
    """A mail server: where it is, who asks it, whether encryption begins before the first word.

    `folder` is that of the mailbox, empty where the URL names none.
    """

    host: str
    port: int
    user: str
    encrypted: bool
    folder: str = ""

    @property
    def is_this_machine(self) -> bool:
        """Whether nothing leaves the machine on the way there."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def server(url: str, protocol: Protocol) -> Server:
    """`smtps://user@host:port`, `imaps://user@host:port/folder` or without the `s`.

    Raises AddressError.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressError(_expected(protocol)) from error
    if parts.password is not None:
        raise AddressError(
            "Không ghi mật khẩu trong địa chỉ máy chủ; đặt vào biến môi trường "
            f"{variable(protocol)} hoặc vào keyring"
        )
    host, folder = parts.hostname or "", _folder(parts)
    foreign = parts.scheme not in (protocol, f"{protocol}s") or parts.query or parts.fragment
    if foreign or not _HOST.fullmatch(host) or (folder and protocol == "smtp"):
        raise AddressError(_expected(protocol))
    user = unquote(parts.username or "")
    return Server(host, port or _PORTS[parts.scheme], user, parts.scheme.endswith("s"), folder)


def _folder(parts: SplitResult) -> str:
    return unquote(parts.path.removeprefix("/"))


def _expected(protocol: Protocol) -> str:
    folder = "/thư-mục" if protocol == "imap" else ""
    shape = f"{{}}://tên@máy-chủ:cổng{folder}"
    return (
        f"Địa chỉ máy chủ thư phải có dạng {shape.format(f'{protocol}s')} "
        f"hoặc {shape.format(protocol)}"
    )


def variable(protocol: Protocol) -> str:
    """The environment variable with the password."""
    return f"KETNAP_{protocol.upper()}_PASSWORD"


def password(of: Server, protocol: Protocol) -> str:
    """Out of the environment, else out of the keyring where there is one; empty: not known."""
    given = os.environ.get(variable(protocol), "")
    if given:
        return given
    try:
        ring = import_module("keyring")
    except ImportError:
        return ""
    try:
        return ring.get_password(_SERVICE, f"{of.user}@{of.host}") or ""
    except ring.errors.KeyringError:
        return ""


def shown(reply: bytes | str) -> str:
    """What a server said, as one short line."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return one_line(text)[:_LONGEST_REPLY]


def why(error: Exception) -> str:
    """What is wrong with the way to a server, in words."""
    for kind, words in _WHY.items():
        if isinstance(error, kind):
            return words
    return "kết nối bị lỗi"


_WHY: Mapping[type[Exception], str] = {
    UnicodeError: "tên hoặc mật khẩu có chữ ngoài bảng chữ cái không dấu",
    ssl.SSLCertVerificationError: "chứng thư của máy chủ không đáng tin",
    ssl.SSLError: "không mã hóa được kết nối",
    socket.gaierror: "không tìm thấy tên máy chủ",
    TimeoutError: f"không trả lời sau {SECONDS} giây",
    ConnectionRefusedError: "máy chủ không mở cổng này",
    ConnectionError: "đứt kết nối giữa chừng",
}
