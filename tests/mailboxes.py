"""A real IMAP server on this machine, for one test module: Dovecot with one mailbox."""

from __future__ import annotations

import contextlib
import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import trustme
from imapclient import IMAPClient

from tests import system

USER = "btc"
PASSWORD = "mat-khau-hop-thu"
_PATIENCE_SECONDS = 20

_CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
mail_location = maildir:{home}/mail/box
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 0
first_valid_gid = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {encrypted}
    ssl = yes
  }}
}}
"""


class Mailbox:
    """The running server: its ports, and a way to put letters in."""

    def __init__(self, port: int, encrypted: int) -> None:
        self.port = port
        self.encrypted = encrypted

    @contextlib.contextmanager
    def asked(self) -> Iterator[IMAPClient]:
        """A conversation as the mailbox's owner."""
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=_PATIENCE_SECONDS) as client:
            client.login(USER, PASSWORD)
            yield client

    def receive(self, folder: str, *letters: bytes, moment: datetime | None = None) -> None:
        """Letters arrive in a folder, made where it isn't there."""
        with self.asked() as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for letter in letters:
                client.append(folder, letter, msg_time=moment)


@contextlib.contextmanager
def running(authority: trustme.CA, host: str) -> Iterator[Mailbox]:
    """Dovecot with an empty mailbox, gone afterwards."""
    # Paths of sockets must be short, and the server's own users must get there.
    home = Path(tempfile.mkdtemp(prefix="kn-"))
    home.chmod(0o755)
    mailbox = Mailbox(_free_port(), _free_port())
    certificate = authority.issue_cert(host)
    certificate.private_key_pem.write_to_path(str(home / "key.pem"))
    for at, blob in enumerate(certificate.cert_chain_pems):
        blob.write_to_path(str(home / "cert.pem"), append=at > 0)
    (home / "conf").write_text(_configuration(home, mailbox))
    server = subprocess.Popen([str(system.dovecot()), "-F", "-c", str(home / "conf")])
    try:
        _await(mailbox.port, server, home / "log")
        yield mailbox
    finally:
        server.terminate()
        server.wait(_PATIENCE_SECONDS)
        shutil.rmtree(home, ignore_errors=True)


def _configuration(home: Path, mailbox: Mailbox) -> str:
    me, is_root = getpass.getuser(), os.geteuid() == 0
    # Dovecot opens no mailbox as root.
    owner = pwd.getpwnam("mail") if is_root else pwd.getpwuid(os.geteuid())
    (home / "mail").mkdir()
    os.chown(home / "mail", owner.pw_uid, owner.pw_gid)
    return _CONFIGURATION.format(
        home=home,
        internal="dovecot" if is_root else me,
        group="dovecot" if is_root else grp.getgrgid(owner.pw_gid).gr_name,
        login="dovenull" if is_root else me,
        password=PASSWORD,
        uid=owner.pw_uid,
        gid=owner.pw_gid,
        port=mailbox.port,
        encrypted=mailbox.encrypted,
    )


def _await(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"dovecot does not answer: {log.read_text() if log.is_file() else ''}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
