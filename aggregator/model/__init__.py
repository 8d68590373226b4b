"""The vocabulary: frozen records that every other module speaks in. Standard library only."""

from aggregator.model.basics import (
    NOWHERE,
    Fault,
    Finding,
    Key,
    Method,
    Number,
    Ref,
    Repair,
    Severity,
)
from aggregator.model.form import (
    CARRIED,
    Column,
    Expression,
    Fact,
    Form,
    Identity,
    Indicator,
    Sheet,
    Term,
)
from aggregator.model.judging import Judgement, Verdict
from aggregator.model.plan import Allocation, Deadline, Exemption, History, Plan, Quota, Unit
from aggregator.model.result import FileRecord, FileStatus, Part, Result, UnitResult, UnitStatus
from aggregator.model.returns import Carried, Line, Source, Submission

__all__ = [
    "CARRIED",
    "NOWHERE",
    "Allocation",
    "Carried",
    "Column",
    "Deadline",
    "Exemption",
    "Expression",
    "Fact",
    "Fault",
    "FileRecord",
    "FileStatus",
    "Finding",
    "Form",
    "History",
    "Identity",
    "Indicator",
    "Judgement",
    "Key",
    "Line",
    "Method",
    "Number",
    "Part",
    "Plan",
    "Quota",
    "Ref",
    "Repair",
    "Result",
    "Severity",
    "Sheet",
    "Source",
    "Submission",
    "Term",
    "Unit",
    "UnitResult",
    "UnitStatus",
    "Verdict",
]
