"""What a rule function yields when it trips: the rule, the evidence, the fields it looked at.

Rule kept: a rule function knows facts only; severity and wording come from the dated rule file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from invoices.domain.categories import Category
from invoices.domain.context import CheckContext
from invoices.domain.fapiao import Fapiao
from law.store import NoRuleInForce, RuleValue, lookup


@dataclass(frozen=True, slots=True)
class Trip:
    """One rule tripped. `fields` are the invoice fields the conclusion rests on: a doubtful reading weakens it."""

    rule: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What every rule function looks at."""

    fapiao: Fapiao
    context: CheckContext
    category: Category

    @property
    def day(self) -> date:
        """The day whose law applies: the issue date, else the first day of the books' period, else today."""
        period = self.context.company.accounting_period
        return self.fapiao.issue_date or (period.start if period else self.context.today)

    @property
    def has_invoice(self) -> bool:
        """False where the seller is gone and other papers stand in for the invoice."""
        return not (self.context.seller_status == "deregistered" and not self.fapiao.invoice_number)

    def lacks(self, name: str) -> bool:
        """Whether a field of the invoice is known to be missing, while there is an invoice that should bear it."""
        return self.has_invoice and self.context.lacks(name)

    @property
    def item(self) -> str:
        """The first item name, "" when there is none."""
        return next((line.item_name for line in self.fapiao.lines if line.item_name), "")

    @property
    def items(self) -> tuple[str, ...]:
        """All item names."""
        return tuple(line.item_name for line in self.fapiao.lines if line.item_name)


RuleFunction = Callable[[Case], Iterator[Trip]]


def rule_in_force(name: str, day: date) -> RuleValue | None:
    """The version of an invoice rule on the day, `None` when there is none."""
    try:
        return lookup(f"invoices.{name}", day)
    except NoRuleInForce:
        return None
