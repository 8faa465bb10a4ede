"""What posting needs to know of a company, read once per batch: accounts, sets of analysis items, review rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from bookkeeping.charts import layout
from bookkeeping.domain.analysis import Analysis, fitting
from bookkeeping.domain.posting import BY_HAND, check_accounts
from bookkeeping.domain.statements import Layout
from bookkeeping.domain.voucher import VoucherDraft
from bookkeeping.domain.voucher_types import DEFAULT_SCHEME
from bookkeeping.models import Account, AutomaticReviewRule
from bookkeeping.selectors.books import books_of
from bookkeeping.services.keep_analysis import sets_for
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.review_voucher import review_code, review_rule, rule_text
from foundation.bulk import marks, select
from foundation.models import Company, User


class AccountTerms(NamedTuple):
    """What posting needs to know of an account. It takes lines when it is a leaf and in use."""

    id: int
    takes_lines: bool
    tracks_counterparty: bool
    dimensions: tuple[str, ...]
    unit: str
    currency: str

    @property
    def asks(self) -> bool:
        """Whether lines say something beside amount and counterparty."""
        return bool(self.dimensions or self.unit or self.currency)


@dataclass(frozen=True)
class Desk:
    """What posting needs to know of a company, read once per batch."""

    company: Company
    actor: User | None
    accounts: Mapping[str, AccountTerms]
    sets: Mapping[Analysis, int]
    rules: Mapping[str, int]
    layout: Layout
    now: Any

    @property
    def voucher_scheme(self) -> str:
        """The company's set of voucher types."""
        return str(self.company.policy.get("voucher_types", DEFAULT_SCHEME))


def desk_for(company: Company, drafts: list[VoucherDraft], actor: User | None) -> Desk:
    """The desk for these drafts. Raises `VoucherRefused`, `InvalidValue` for an account that takes no lines."""
    codes = {line.account_code for draft in drafts for line in draft.lines}
    accounts = _accounts(company.pk, codes)
    if not codes <= accounts.keys():
        # The books may not be open yet, or lack what a new VAT status asks for.
        for day in {draft.date for draft in drafts}:
            ensure_books(company.pk, day)
        accounts = _accounts(company.pk, codes)
    if not codes <= accounts.keys() or not all(terms.takes_lines for terms in accounts.values()):
        chart = books_of(company.pk).chart
        for draft in drafts:
            check_accounts(chart, draft.lines, by_hand=draft.origin in BY_HAND)
    rules = {} if actor else _rules(company.pk, {draft.origin for draft in drafts})
    sets = sets_for(company.pk, _analyses(drafts, accounts))
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return Desk(company, actor, accounts, sets, rules, layout(company.accounting_standard), now)


def _analyses(drafts: list[VoucherDraft], accounts: Mapping[str, AccountTerms]) -> set[Analysis]:
    if not any(terms.dimensions for terms in accounts.values()):
        return set()
    return {fitting(line.analysis, accounts[line.account_code].dimensions) for draft in drafts for line in draft.lines}


def _rules(company_id: int, origins: set[str]) -> dict[str, int]:
    """By origin, the automatic rule that reviews its vouchers."""
    codes = {origin: review_code(origin) for origin in origins}
    found = select(
        f"SELECT code, text, id FROM {AutomaticReviewRule._meta.db_table} "
        f"WHERE company_id = %s AND code IN ({marks(tuple(codes))}) ORDER BY version",
        [company_id, *codes.values()],
    )
    # The newest version counts, and only while it says what the program does today.
    newest = {code: (text, pk) for code, text, pk in found}
    return {
        origin: newest[code][1]
        if code in newest and newest[code][0] == rule_text(origin)
        else review_rule(company_id, origin).pk
        for origin, code in codes.items()
    }


def _accounts(company_id: int, codes: set[str]) -> dict[str, AccountTerms]:
    found = select(
        f"SELECT code, id, is_leaf, is_active, tracks_counterparty, dimensions, unit, currency "
        f"FROM {Account._meta.db_table} WHERE company_id = %s AND code IN ({marks(tuple(codes))})",
        [company_id, *codes],
    )
    return {
        code: AccountTerms(pk, bool(is_leaf and is_active), bool(tracks), tuple(dimensions.split()), unit, currency)
        for code, pk, is_leaf, is_active, tracks, dimensions, unit, currency in found
    }
