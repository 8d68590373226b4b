"""Returns whose numbers don't fit together: each breaks one identity or one check of values."""

from __future__ import annotations

from collections.abc import Mapping

_COUNTED = ("N.gioithieu", "N.boiduong", "N.gcn", "N.hoso_gui")
"""The steps towards admission that are counted from 1 January."""

NUMBERS: Mapping[str, Mapping[str, int | None]] = {
    "V301": {"B1.C1": -1},
    "V302": {"B1.A": None},
    "V310": {"B2.2.18_30": 0, "B2.2.36_40": 1},
    "V314": {"B1.B1/_truoc": None},
    "I2": {"B1.C3d": 1, "DB.xoaten": 1},
    "I4": {"B1.B1": 3},
    "I6.nghe": {"B2.1.khac": 2},
    "I6.tuoi": {"B2.2.36_40": 1},
    "I6.hocvan": {"B2.3.thcs": 1},
    "I7.cm": {"B2.4.dh": 3},
    "I7.hocham": {"B2.5.pgs": 1},
    **{
        f"I7.{part}": {f"B2.I.{part}": 3}
        for part in ("nu", "dtts", "tongiao", "doanvien", "chudn", "khhgd", "honnhan", "ketnaplai")
    },
    "I8.trehsv": {"B2.1.nong": 0, "B2.1.khac": 0, "B2.1.sv": 2},
    "I8.doanvien": {"B2.I.doanvien": 2, "B2.2.31_35": 0, "B2.2.36_40": 1},
    "I8.ketnaplai": {"B2.I.ketnaplai": 1, "B2.2.18_30": 2, "B2.2.31_35": 0},
    "I10.db": {"B2.III.1": 2, "B2.III.1a": 1, "B2.III.1b": 2, "B2.III.2": 0},
    "I10.cb": {"B2.III.1": 0, "B2.III.2": 2, "B2.III.2a": 1, "B2.III.2b": 2},
    "I10.kn": {"B2.III.1": 3, "B2.III.1a": 2, "B2.III.2": 3, "B2.III.2a": 1},
    "I10.tccsd": dict.fromkeys(
        (f"B2.III.{row}" for row in ("1a", "1b", "2a", "2b")),
        0,
    )
    | {"B2.III.1": 1, "B2.III.2": 1},
    "I15.xoaten": {"DB.xoaten": 1},
    "I15.danhsach": {},
    "I18": dict.fromkeys((*_COUNTED, "N.camtinh", "N.hoso_tham_tra"), 0)
    | {f"{code}/_truoc": 0 for code in _COUNTED},
    "I16": {"DB.chinhthuc": 4},
    "I20": {"N.het_nguon": 1},
    "I21": {},
    "X401": {"B1.A": 41},
    "X402": {"B2.I/_truoc": 3},
    "X403": {"N.gioithieu": 1},
    "X404": {"B1.C5c": 2, "B1.B2c": 1},
    "X405": {
        **dict.fromkeys(
            ("B1.B1", "B2.I", "B2.2.18_30", "B2.1.nong", "B2.3.thpt", "N.quyetdinh"), 7
        ),
        **{"B2.1.khac": 0, "B2.2.31_35": 0},
    },
}
"""Sample -> what it reports otherwise than a right return."""
