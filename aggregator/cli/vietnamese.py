"""Click in Vietnamese: headings, usage errors, and the one place where a fault of ours ends."""

from __future__ import annotations

import errno
import gc
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType

import click

from aggregator.cli.examples import EXAMPLES

DONE_WITH_ERRORS = 1
USAGE = 2
FAULT = 3
_LITTLE_GARBAGE = 100_000
"""Between looks through all that is alive: what a command makes is needed to its end."""


class _Dressed(click.Command):
    """Help pages under Vietnamese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        pieces = pieces.replace("[OPTIONS]", "[TÙY CHỌN]")
        pieces = pieces.replace("COMMAND [ARGS]...", "LỆNH [THAM SỐ]...")
        formatter.write_usage(ctx.command_path, pieces, prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [r for r in (p.get_help_record(ctx) for p in self.get_params(ctx)) if r]
        with formatter.section("Tùy chọn"):
            formatter.write_dl([(o, h.replace("[required]", "[bắt buộc]")) for o, h in records])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        given = EXAMPLES.get(_words_after_ketnap(ctx), ())
        if given:
            with formatter.section("Ví dụ"):
                for purpose, line in given:
                    formatter.write(f"  {purpose}\n    {line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện trang này rồi thoát."
        return option


class Command(_Dressed):
    """A command."""

    def invoke(self, ctx: click.Context) -> object:
        """What it writes may go elsewhere, if it has an option for that."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno in _WRONG_PLACE and any("--out" in each.opts for each in self.params):
                error.add_note("Nếu đó là nơi ghi kết quả, chọn nơi khác bằng --out.")
            raise


class Group(_Dressed, click.Group):
    """A group of commands."""

    command_class = Command
    chapters: Mapping[str, Sequence[str]] = MappingProxyType({})
    """Headings of the help page, and the names of the commands under each; else one for all."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, names in (self.chapters or {"Lệnh": self.list_commands(ctx)}).items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(heading):
                formatter.write_dl([(name, _in_short(each)) for name, each in commands if each])


def _in_short(command: click.Command) -> str:
    return command.get_short_help_str(limit=200).partition(";")[0].rstrip(".")


def _words_after_ketnap(ctx: click.Context) -> str:
    words: list[str] = []
    at: click.Context | None = ctx
    while at is not None:
        words.insert(0, at.command.name or "")
        at = at.parent
    return " ".join(words[1:] if words[0] == "ketnap" else words)


def run(command: click.Command) -> None:
    """Run a console script; every way it can end has its exit code: 0, 1, 2 or 3."""
    gc.set_threshold(_LITTLE_GARBAGE)
    with _FaultReport():
        try:
            code = command.main(standalone_mode=False)
        except click.ClickException as error:
            click.echo(_words(error), err=True)
            code = USAGE
        except OSError as error:
            click.echo(_refusal(error), err=True)
            code = USAGE
        except click.Abort:
            click.echo("Đã dừng.", err=True)
            code = USAGE
    gc.freeze()  # What is still alive goes with the process; nobody needs to look through it.
    sys.exit(code or 0)


def _words(error: click.ClickException) -> str:
    help_line = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        help_line = f"\nXem cách dùng: {error.ctx.command_path} --help"
    match error:
        case click.NoSuchOption():
            text = f"Không có tùy chọn {error.option_name}."
        case click.MissingParameter():
            text = f"Thiếu tham số {_named(error.param)}."
        case click.BadParameter():
            text = f"Tham số {_named(error.param)} không hợp lệ: {_expected(error.param)}"
        case click.UsageError() if "No such command" in error.message:
            text = f"Không có lệnh {error.message.split()[-1].rstrip('.')}."
        case _:
            text = error.format_message()
    return text + help_line


def _named(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Argument):
        return parameter.make_metavar(click.Context(click.Command("")))
    return parameter.opts[0] if parameter else ""


def _expected(parameter: click.Parameter | None) -> str:
    match parameter.type if parameter else None:
        case click.Path(file_okay=False):
            return "cần một thư mục có thật"
        case click.Path():
            return "cần một tệp có thật"
        case click.FloatRange():
            return "cần một số từ 0 trở lên"
        case _:
            return "cần một số nguyên lớn hơn 0"


_CAUSES = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ đọc",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.ENOENT: "không có thư mục hoặc tệp đó",
    errno.ENOTDIR: "một phần của đường dẫn là tệp, không phải thư mục",
    errno.EISDIR: "đó là thư mục, không phải tệp",
    errno.EEXIST: "đã có tệp cùng tên",
    errno.ENAMETOOLONG: "tên quá dài",
}
_WRONG_PLACE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC)


def _refusal(error: OSError) -> str:
    """What the system refused and why, and what may be done."""
    cause = _CAUSES.get(error.errno or 0, f"hệ điều hành báo lỗi {error.errno}")
    notes: Sequence[str] = getattr(error, "__notes__", ())
    return " ".join([f"Không đọc hoặc ghi được “{error.filename}”: {cause}.", *notes])


class _FaultReport:
    """Turns an exception nobody expected into a short report that can be sent to the makers."""

    def __enter__(self) -> _FaultReport:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None or not isinstance(error, Exception):
            return
        import platform
        import tempfile
        import traceback

        lines = traceback.format_exception(kind, error, trace)
        text = f"Python {platform.python_version()} {platform.system()}\n{''.join(lines)}"
        with tempfile.NamedTemporaryFile(
            "w", prefix="ketnap-loi-", suffix=".txt", delete=False, encoding="utf-8"
        ) as report:
            report.write(text)
        place = Path(report.name)
        click.echo(
            f"Chương trình gặp lỗi của chính nó. Gửi tệp này cho người làm: {place}", err=True
        )
        sys.exit(FAULT)
