"""The compliance rules as small pure functions, one module per theme; `ALL_RULES` is the order in which they run."""

from invoices.domain.rules.amounts import AMOUNT_RULES
from invoices.domain.rules.claims import CLAIM_RULES
from invoices.domain.rules.content import CONTENT_RULES
from invoices.domain.rules.dates import DATE_RULES
from invoices.domain.rules.forms import FORM_RULES
from invoices.domain.rules.numbers import NUMBER_RULES
from invoices.domain.rules.parties import PARTY_RULES
from invoices.domain.rules.rates import RATE_RULES
from invoices.domain.rules.red_letter import RED_LETTER_RULES
from invoices.domain.rules.remarks import REMARK_RULES
from invoices.domain.rules.signatures import SIGNATURE_RULES
from invoices.domain.rules.travel import TRAVEL_RULES
from invoices.domain.rules.verification import VERIFICATION_RULES
from invoices.domain.trip import RuleFunction

ALL_RULES: tuple[RuleFunction, ...] = (
    *PARTY_RULES,
    *NUMBER_RULES,
    *DATE_RULES,
    *AMOUNT_RULES,
    *RATE_RULES,
    *FORM_RULES,
    *CONTENT_RULES,
    *REMARK_RULES,
    *TRAVEL_RULES,
    *RED_LETTER_RULES,
    *CLAIM_RULES,
    *VERIFICATION_RULES,
    *SIGNATURE_RULES,
)

__all__ = ["ALL_RULES"]
