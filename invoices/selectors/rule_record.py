"""How each compliance rule has done: how often people let pass what it rejected, and what they found that it missed.

Rule kept: shares are over what people decided, never over what nobody looked at; without decisions there is no share,
and the 95 % bound says how little a few decisions prove.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from foundation.learning import lower_bound
from invoices.models import Decision, InvoiceDecision
from law.store import STORE, RuleValue, rules_under


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """One rule with its last version. Shares are ratios, `None` without decisions."""

    rule: RuleValue
    name: str
    rejected: int
    """Invoices it rejected on which somebody decided."""
    overridden: int
    """Of these, let pass by a supervisor: false rejections."""
    missed: int
    """Invoices sent back for this rule although it had not tripped."""
    seen: int
    """Invoices decided on by people on which it had not tripped."""

    @property
    def false_reject_rate(self) -> float | None:
        """Overridden of rejected."""
        return self.overridden / self.rejected if self.rejected else None

    @property
    def false_reject_at_most(self) -> float | None:
        """What the share stays below with 95 % probability."""
        return 1 - lower_bound(self.rejected - self.overridden, self.overridden) if self.rejected else None

    @property
    def miss_rate(self) -> float | None:
        """Missed of what it should have seen: rightly rejected and missed."""
        truly = self.rejected - self.overridden + self.missed
        return self.missed / truly if truly else None


def rule_records(company_id: int) -> list[RuleRecord]:
    """Every rule of the rule book; those with most decisions first."""
    rejected, overridden, missed, tripped = (Counter[str]() for _ in range(4))
    decided = list(_last_decisions(company_id))
    for row in decided:
        named = {name for name, severity in row.tripped.items() if severity == "reject"}
        tripped.update(row.tripped.keys())
        if row.decision != Decision.ACCEPTED:
            rejected.update(named)
        if row.decision == Decision.OVERRIDDEN:
            overridden.update(named)
        if row.missed_rule:
            missed[row.missed_rule] += 1
    records = [
        RuleRecord(
            rule=STORE.versions(rule)[-1],
            name=name,
            rejected=rejected[name],
            overridden=overridden[name],
            missed=missed[name],
            seen=len(decided) - tripped[name],
        )
        for rule in rules_under("invoices")
        for name in [rule.removeprefix("invoices.")]
    ]
    return sorted(records, key=lambda one: (-(one.rejected + one.missed), one.name))


def _last_decisions(company_id: int) -> Iterable[InvoiceDecision]:
    """The last decision on each invoice."""
    last: dict[int, InvoiceDecision] = {}
    for row in InvoiceDecision.objects.filter(company_id=company_id).order_by("pk"):
        last[row.invoice_id] = row
    return last.values()
