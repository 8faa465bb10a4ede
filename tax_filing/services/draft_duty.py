"""Draft a return that is no part of the filing package: withholding (another portal) and the annual settlement."""

from __future__ import annotations

from typing import Final

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod, TaxPeriod
from tax_filing.domain.due import CIT_ANNUAL, WITHHOLDING
from tax_filing.models import TaxReturn
from tax_filing.selectors.facts_from_books import facts_for
from tax_filing.selectors.returns import latest_return
from tax_filing.services.draft_returns import compute_draft

FORMS: Final = (WITHHOLDING, CIT_ANNUAL)


def draft_duty(company: Company, form: str, period: AccountingPeriod, *, actor: User) -> TaxReturn:
    """The draft of the month (withholding) or of the year just ended (settlement), computed anew.

    Raises `InvalidValue` for a form that is not drafted here, `NotPermitted` below accountant.
    """
    require_role(actor, company, Role.ACCOUNTANT)
    span = _span(form, period)
    draft = latest_return(company, form, span) or TaxReturn(
        company=company, form=form, period_start=span.start, period_end=span.end
    )
    drafted = compute_draft(draft, facts_for(company, form, span), actor=actor)
    record(company=company, actor=actor, action="return.drafted", subject=drafted, content={"form": form})
    return drafted


def _span(form: str, period: AccountingPeriod) -> TaxPeriod:
    if form == WITHHOLDING:
        return TaxPeriod(period.start, period.end)
    if form == CIT_ANNUAL:
        return TaxPeriod.parse(str(period.shifted(1).year - 1))
    raise InvalidValue(f"{form} is not drafted here", message_zh=f"“{form}”不在此处编制")
