"""The formulas that follow an officer's typing in the plan workbook, each a defined name.

A name is written once and refers to the row it is used in, so that rows stay small and may be
sorted, copied down and deleted. Their columns have no code in row 1: nobody reads them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aggregator.quota import labels
from aggregator.workbook.planbook import balance as planned
from aggregator.workbook.planbook import columns as columns
from aggregator.workbook.planbook.columns import ALLOCATIONS, EXEMPTIONS, HISTORY, QUOTAS, Table

LAST_ROW = 100_000
"""So far down reach the lists and sums; it costs nothing where the rows are empty."""
UNKNOWN = "không có mã này"
MILLION = 1_000_000


class Live(NamedTuple):
    """A column of formulas. `formula` is the cell's, `{r}` the row in it; hidden ones serve others.

    `meaning`, where there is one, is that of the defined name which the formula is; in it `@A` is
    the cell in column A of the same row.
    """

    label: str
    formula: str
    meaning: str = ""
    width: float = 8
    look: str = ""

    @property
    def hidden(self) -> bool:
        """Whether officers do not see it."""
        return not self.look


def _thousands(value: str) -> str:
    """A count from 0 with a dot before its last three digits, whatever the computer's language."""
    return f'IF({value}<1000,{value},INT({value}/1000)&"."&RIGHT(1000+MOD({value},1000),3))'


def _off(value: str) -> str:
    """In words how much a sum is off, which is not 0."""
    less, more = _thousands(f"(-{value})"), _thousands(value)
    return f'IF({value}<0,"{planned.SHORT} "&{less},"{planned.OVER} "&{more})'


def rank(cell: str) -> str:
    """How late a version is, by its number; of a text, by the one at its end."""
    first = f'OR({cell}="",LEFT({cell},7)="ban đầu")'
    digits = f"IFERROR(VALUE(RIGHT({cell},2)),IFERROR(VALUE(RIGHT({cell},1)),0))"
    return f"IF({first},0,IFERROR(VALUE({cell}),{digits}))"


def _unit_name(prefix: str) -> Live:
    meaning = f'IF(@B="","",IFERROR(VLOOKUP(@B,dv_cay,2,FALSE)&"","{UNKNOWN}"))'
    return Live("Tên đơn vị", f"={prefix}_ten", meaning, 36, "muted")


_SHARE_VERDICT = (
    f'IF(@H="",IF(OR(@A="",@B=""),"",IF(@E="{UNKNOWN}","{planned.NO_UNIT}",'
    f'"{planned.NO_AMOUNT}")),IF(@K="","{planned.REPLACED}",'
    f'IF(ISNA(MATCH(@A,ct_ma,0)),"{planned.UNJUDGED}",'
    f'IF(ISNUMBER(MATCH(@K,ct_khoa,0)),"{planned.AT_NODE}",'
    f'IF(@L="","{planned.OUTSIDE}",IF(@F="","",IF(@F=@C,"{planned.ENOUGH}",{_off("(@F-@C)")})))))))'
)

SHARES = (
    _unit_name("pb"),
    Live(
        "Giao tiếp bên dưới",
        "=pb_giao_tiep",
        'IF(@K="","",IF(ISNA(MATCH(@K,pb_tren,0)),"",SUMIF(pb_tren,@K,pb_so)))',
        14,
        "number",
    ),
    Live("Đối chiếu", "=pb_doi_chieu", _SHARE_VERDICT, 22, "cell"),
    Live(
        "mọi khóa",
        "=pb_mot_khoa",
        f'IF(OR(@A="",@B="",NOT(ISNUMBER(@C)),@E="{UNKNOWN}"),"",'
        'IF(OR(@C<0,@C<>INT(@C)),"",@A&"|"&@B))',
    ),
    Live(
        "lặp của dòng",
        '=IF($H{r}="","",IF(MATCH($H{r},pb_moi_khoa,0)=ROW()-1,"",MATCH($H{r},pb_moi_khoa,0)))',
    ),
    Live("thứ tự", f"=pb_lan*{MILLION}+ROW()"),
    Live(
        "khóa đang dùng",
        '=IF(OR($H{r}="",pb_so_lap=0),$H{r},IF(AND($I{r}="",ISNA(MATCH(ROW()-1,pb_lap,0))),$H{r},'
        'IF(COUNTIFS(pb_moi_khoa,$H{r},pb_thu_tu,">"&$J{r})=0,$H{r},"")))',
    ),
    Live(
        "thuộc phần của",
        "=pb_phan_cua",
        'IF(@K="","",IF(ISNUMBER(MATCH(@K,ct_khoa,0)),"",pb_cap_tren))',
    ),
)

_LEAST, _MOST = "ROUNDUP(N(@G),0)", "MAX(ROUNDUP(N(@G),0),INT(N(@H)))"
_PARTS, _OWN = "SUMIF(pb_tren,@U,pb_so)", "SUMIF(pb_khoa,@U,pb_so)"

_GIVEN_VERDICT = (
    f'IF(@S="","",IF(@U="",IF(ISNUMBER(MATCH(@E,dm_cap_tren,0)),"{planned.FROM_ABOVE}",'
    f'"{planned.REPLACED}"),IF(COUNTIF(pb_khoa,@A&"|*")=0,"{planned.UNGIVEN}",'
    f'IF(NOT(ISNUMBER(@G)),"",IF(@Q<{_LEAST},{_off(f"(@Q-{_LEAST})")},'
    f"IF(@Q>{_MOST},{_off(f'(@Q-{_MOST})')},"
    f'IF(@Q>{_LEAST},"{planned.SPARE} "&{_thousands(f"(@Q-{_LEAST})")},"{planned.ENOUGH}")))))))'
)

GIVEN = (
    Live(
        "Đã phân bổ",
        "=ct_da_giao",
        f'IF(@U="","",{_PARTS}+IF(AND({_OWN}={_LEAST},{_PARTS}<>0),0,{_OWN}))',
        12,
        "number",
    ),
    Live("Đối chiếu phân bổ", "=ct_doi_chieu", _GIVEN_VERDICT, 20, "cell"),
    Live(
        "mọi khóa",
        "=ct_mot_khoa",
        f'IF(AND(OR(@B="K1",@B="{labels()["K1"]}"),@A<>"",@D<>"",@E<>""),@A&"|"&@E,"")',
    ),
    Live("thứ tự", f"=ct_lan*{MILLION}+ROW()"),
    Live(
        "khóa đang dùng",
        "=ct_khoa_dung",
        'IF(@S="","",IF(COUNTIFS(ct_moi_khoa,@S,ct_thu_tu,">"&@T)>0,"",'
        'IF(ISNUMBER(MATCH(@E,dm_cap_tren,0)),"",@S)))',
    ),
    Live("mã đang dùng", "=ct_ma_dung", 'IF(@U="","",@A)'),
)

OF: Mapping[Table, tuple[Live, ...]] = {
    QUOTAS: GIVEN,
    ALLOCATIONS: SHARES,
    EXEMPTIONS: (_unit_name("mi"),),
    HISTORY: (_unit_name("ls"),),
}
"""The formulas beside the columns of a sheet."""
