"""`python -m tests.live_status [N]`: N fillings, a few thousand in some minutes."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.live_status.compare import differences
from tests.live_status.templates import templates
from tests.lo_engine.engine import LibreOffice

MOST_SHOWN = 40


def main(number: int) -> int:
    """The number of fillings on which the two disagree."""
    found = shown = done = 0
    start = time.process_time()
    with tempfile.TemporaryDirectory(prefix="live_status_") as place:
        office = LibreOffice(Path(place) / "profile")
        every = list(templates())
        each = -(-number // len(every))
        for at, template in enumerate(every):
            wrong = 0
            for seed, said in differences(
                office, template, range(at * each, (at + 1) * each), Path(place)
            ):
                done += 1
                wrong += bool(said)
                if said and shown < MOST_SHOWN:
                    shown += 1
                    print(f"{template.name} seed {seed}:", *said, sep="\n    ")
            print(f"{template.name}: {each} fillings, {wrong} disagreements", flush=True)
            found += wrong
        office.quit()
    print(f"{done} fillings, {found} disagreements, {time.process_time() - start:.0f} s of Python")
    return found


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)))
