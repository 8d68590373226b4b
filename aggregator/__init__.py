"""ketnap: workbooks of party-member admissions, rolled up level by level."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__version__ = "0.1.0"


def to_frame(source: str | Path) -> pd.DataFrame:
    """Every number of a folder of returns or of a summary, one a row; see `pipeline.export`.

    Needs `ketnap[analysis]`. Raises ValueError where there is nothing of ours to read.
    """
    from aggregator.pipeline.export import to_frame as frame
    from aggregator.pipeline.planfile import UnusableError

    try:
        return frame(Path(source))
    except UnusableError as error:
        raise ValueError(str(error)) from error
