"""A finding: one thing wrong in the user's papers, as a value. Findings are collected, never raised.

Rule kept: each finding names its rule, shows its evidence and says how to mend it, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters; the order of definition is the order of weight."""

    INFO = "info"
    WARN = "warn"
    REJECT = "reject"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, by which rule, on what evidence, and the remedy."""

    rule: str
    severity: Severity
    message_zh: str
    message_en: str
    law: str = ""
    fix_zh: str = ""
    fix_en: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among `findings`, `None` when there are none."""
    order = list(Severity)
    return max((finding.severity for finding in findings), key=order.index, default=None)
