"""Where a run may note, beside its plan, what the next one needn't work out again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from aggregator.model import Form
from aggregator.register_file import FOLDER
from aggregator.report.kept import Place
from aggregator.workbook.package import deflate

INDEX = "da-ghi-{}.idx"
"""What stands where in each kind of output that was written last, of whichever folder."""


class Memory(NamedTuple):
    """The folder of the register, and what all that is noted there depends on."""

    home: Path
    context: str

    @classmethod
    def of(cls, home: Path, context: str, form: Form) -> Memory:
        """That of a run with a register of that context."""
        return cls(home, f"{context} {form.code} {form.version}")

    def place(self, output: Path) -> Place:
        """Where the index of an output lies."""
        context = f"{self.context} {deflate.NAME} {output.resolve().as_posix()}"
        kind, _, _ = output.stem.partition("_")
        return Place(output, self.home / FOLDER / INDEX.format(kind), context)
