"""How much memory a process may take beside what it has already."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

if sys.platform == "linux":
    import resource

    def _bound(memory: int) -> int:
        """So many bytes of address space more than is mapped, within the bounds there are."""
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        there = resource.getrlimit(resource.RLIMIT_AS)
        return min([mapped + memory, *(each for each in there if each != resource.RLIM_INFINITY)])

    @contextmanager
    def ceiling(memory: int) -> Iterator[None]:
        """At most `memory` bytes of address space more, inside of it."""
        before = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_bound(memory), before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)

    def confine(memory: int) -> None:
        """At most `memory` bytes of address space more, for good."""
        bound = _bound(memory)
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))

else:

    def ceiling(_memory: int) -> AbstractContextManager[None]:
        return nullcontext()

    def confine(_memory: int) -> None:
        """No such limit for a process without a job object on Windows, none that holds on macOS."""
