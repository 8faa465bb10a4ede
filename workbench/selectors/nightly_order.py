"""Which company is most urgent: the earliest deadline of a return that is not accepted yet."""

from __future__ import annotations

from datetime import date

from foundation.models import Company
from kernel.errors import NotReady
from kernel.period import AccountingPeriod
from tax_filing.exports import due_returns, submissions_of


def open_deadline(company: Company, period: AccountingPeriod) -> date | None:
    """The next last day of what the company owes for the month; `None` where nothing is due or nobody can say."""
    try:
        due = due_returns(company.pk, period)
    except NotReady:
        return None
    if not due:
        return None
    filed = {(sent.form, sent.tax_period) for sent in submissions_of(company.pk, period) if sent.state == "accepted"}
    return min((one.deadline for one in due if (one.form, str(one.tax_period)) not in filed), default=None)
