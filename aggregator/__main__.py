"""`python -m aggregator`: the same as `ketnap`, for a Python that has no scripts folder."""

from __future__ import annotations

from aggregator.cli import main

if __name__ == "__main__":
    main()
