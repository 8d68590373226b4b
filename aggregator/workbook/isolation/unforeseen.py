"""What reading a hostile file may raise that nobody thought of: it costs that file, never the run.

Want of memory and of time are not among it: whoever watches the reading has to hear of those.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from xml.parsers.expat import ExpatError

from aggregator.workbook.package.refusal import Refused

UNFORESEEN: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    ExpatError,
    LookupError,
    OSError,
    Refused,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
)
