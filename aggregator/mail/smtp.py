"""Hands letters to a mail server; never without encryption, but on this very machine.

What is known of a letter when the line breaks: until its last line is on the way the server may
not deliver it; after that only the server's answer tells.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from enum import Enum
from types import TracebackType

from aggregator.mail.server import SECONDS, Server, shown, why

_NAMELESS = "[127.0.0.1]"
"""What we call ourselves: neither the server nor anybody later learns this machine's name."""
_CLOSING = 421
_YES, _GO_ON = 2, 3
"""First digits of answers."""
_DOT = re.compile(rb"(?m)^\.")


class Failure(Enum):
    """What a failure leaves open."""

    LETTER = "this letter isn't taken, others may be"
    LATER = "not taken now, perhaps in a while"
    SERVER = "no letter will be taken this way"
    UNSURE = "whether the letter was taken isn't known"


class UndeliveredError(Exception):
    """The server didn't confirm the letter; holds the sentence."""

    def __init__(self, sentence: str, failure: Failure) -> None:
        super().__init__(sentence)
        self.failure = failure


class Line:
    """A conversation with a server: opened by the first letter, opened again after it broke."""

    def __init__(self, to: Server, password: str) -> None:
        self._to = to
        self._password = password
        self._connection: smtplib.SMTP | None = None
        self._was_open = False
        self._offered = False

    def __enter__(self) -> Line:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Take leave; the letters are confirmed, how the conversation ends no longer matters."""
        if self._connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
            self._hang_up()

    def offer(self, sender: str, recipient: str) -> None:
        """Ask the server to take a letter. Raises UndeliveredError, never an UNSURE one."""
        try:
            connection = self._opened()
            if self._offered:
                connection.rset()
            self._offered = True
            answer = connection.mail(sender)
            refused = self._refusal(answer, _YES, Failure.SERVER, "địa chỉ gửi")
            if refused is None:
                answer = connection.rcpt(recipient)
                refused = self._refusal(answer, _YES, Failure.LETTER, "địa chỉ nhận")
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            raise self._broken(error) from error
        if refused is not None:
            raise refused

    def carry(self, letter: bytes) -> None:
        """Hand over the letter that was offered; back only when the server confirmed it.

        Raises UndeliveredError.
        """
        connection = self._connection
        assert connection is not None, "offer comes first"
        on_the_way = False
        try:
            answer = connection.docmd("DATA")
            refused = self._refusal(answer, _GO_ON, Failure.LETTER, "thư")
            if refused is None:
                connection.send(_DOT.sub(b"..", letter).removesuffix(b"\r\n") + b"\r\n.\r\n")
                on_the_way = True
                answer = connection.getreply()
                refused = self._refusal(answer, _YES, Failure.LETTER, "thư")
        except (OSError, smtplib.SMTPException) as error:
            raise self._broken(error, on_the_way) from error
        if refused is not None:
            raise refused

    def _opened(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = _connected(self._to)
            self._connection.ehlo_or_helo_if_needed()
            if self._to.user:
                self._connection.login(self._to.user, self._password)
            self._was_open = True
        return self._connection

    def _refusal(
        self, answer: tuple[int, bytes], wanted: int, lasting: Failure, what: str
    ) -> UndeliveredError | None:
        """What an answer other than the wanted means; a server that says 4xx asks to come again."""
        code, reply = answer
        if code // 100 == wanted:
            return None
        if code == _CLOSING:
            self._hang_up()
        sentence = self._sentence(f"{what} bị từ chối: {code} {shown(reply)}")
        return UndeliveredError(sentence, Failure.LATER if code < 500 else lasting)

    def _broken(self, error: Exception, on_the_way: bool = False) -> UndeliveredError:
        self._hang_up()
        if on_the_way:
            words = (
                f"{_reason(error)}; không rõ thư đã tới hay chưa, hỏi nơi nhận trước khi gửi lại"
            )
            return UndeliveredError(self._sentence(words), Failure.UNSURE)
        lasting = _is_lasting(error) or not self._was_open
        failure = Failure.SERVER if lasting else Failure.LATER
        return UndeliveredError(self._sentence(_reason(error)), failure)

    def _sentence(self, words: str) -> str:
        return f"Máy chủ thư {self._to.host}:{self._to.port} không nhận thư: {words}"

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._offered = False


def _connected(to: Server) -> smtplib.SMTP:
    """Encrypted, with a certificate that was looked at, wherever it leads off this machine."""
    if to.encrypted:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(to.host, to.port, _NAMELESS, timeout=SECONDS, context=context)
    connection = smtplib.SMTP(to.host, to.port, _NAMELESS, timeout=SECONDS)
    if not to.is_this_machine:
        try:
            connection.starttls(context=ssl.create_default_context())
        except (OSError, smtplib.SMTPException):
            connection.close()
            raise
    return connection


def _is_lasting(error: Exception) -> bool:
    """Whether asking again would get the same answer."""
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, _LASTING)


_LASTING = (
    socket.gaierror,
    ssl.SSLCertVerificationError,
    smtplib.SMTPNotSupportedError,
    UnicodeError,
)


def _reason(error: Exception) -> str:
    match error:
        case smtplib.SMTPAuthenticationError():
            return "sai tên hoặc mật khẩu"
        case smtplib.SMTPNotSupportedError():
            return "máy chủ không có mã hóa STARTTLS hoặc không cho đăng nhập"
        case smtplib.SMTPResponseException():
            return f"máy chủ trả lời {error.smtp_code} {shown(error.smtp_error)}"
        case smtplib.SMTPServerDisconnected():
            return "đứt kết nối giữa chừng"
        case _:
            return why(error)
