"""Propose the entry of a fee by which a match differs: the bank kept more, or gave less, than the ledger says.

Rule kept: once accepted, the fee's own line on the bank account joins the match, which then has no difference left.
"""

from __future__ import annotations

from django.db import transaction

from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.engine.case import AccountName
from bookkeeping.models import BankMatch, BankMatchLine, JournalLine, MatchState, Proposal, ProposalState
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.write_proposal import leaf_code
from kernel.money import ZERO, text
from kernel.period import AccountingPeriod

SOURCE = "bank_match"
_FEE = AccountName("财务费用", "银行手续费")
_KINDS = ("_fee", "_dear_fee", "_share")


@transaction.atomic
def propose_bank_fees(company_id: int, period: AccountingPeriod) -> int:
    """Write or refresh the proposals for fees of the period's matches; how many wait now."""
    rows = BankMatch.objects.filter(
        company_id=company_id,
        state=MatchState.MATCHED,
        difference__lt=ZERO,
        account__currency="CNY",
        lines__bank_line__date__gte=period.start,
        lines__bank_line__date__lte=period.end,
    )
    found = [match for match in rows.select_related("account").distinct() if match.layer.endswith(_KINDS)]
    for match in found:
        _propose(match, period)
    return len(found)


def _propose(match: BankMatch, period: AccountingPeriod) -> None:
    books = ensure_books(match.company_id, period.end)
    line = next(row.bank_line for row in match.lines.select_related("bank_line") if row.bank_line is not None)
    expense, money = leaf_code(books, _FEE), books.chart.leaves(match.account.account_code)[0]
    title = f"手续费（{line.counterparty_name}）"[:200] if line.counterparty_name else "手续费"
    rows = [
        {
            "side": side,
            "code": code,
            "name": books.chart.full_name(code),
            "amount": text(-match.difference),
            "description": title,
            "counterparty": "",
        }
        for side, code in (("debit", expense), ("credit", money))
    ]
    Proposal.objects.update_or_create(
        company_id=match.company_id,
        source_type=SOURCE,
        source_id=match.pk,
        state=ProposalState.PROPOSED,
        defaults={
            "period": str(period),
            "date": line.date,
            "title": title,
            "facts": {"direction": "bank_out", "counterparty": line.counterparty_name, "item": "手续费"},
            "lines": rows,
            "account_code": expense,
            "proposed_code": expense,
            "confidence": match.confidence,
            "layer": "bank_fee",
            "reason_zh": match.reason_zh,
            "reason_en": match.reason_en,
            "action": "suggest",
        },
    )


def fee_must_be_open(proposal: Proposal) -> None:
    """Raises `VoucherRefused` where the match was undone since, or its fee is booked."""
    match = BankMatch.objects.select_for_update().filter(pk=proposal.source_id, state=MatchState.MATCHED).first()
    if match is None or match.difference == ZERO:
        raise VoucherRefused(
            "the match has no difference any more", message_zh="该笔对账已撤销或手续费已入账", rule="match_differs"
        )


def join_match(proposal: Proposal, voucher_id: int) -> None:
    """The fee's line on the bank account joins its match."""
    match = BankMatch.objects.select_related("account").get(pk=proposal.source_id)
    rows = JournalLine.objects.filter(voucher_id=voucher_id, account__code__startswith=match.account.account_code)
    ours = [row for row in rows if row.debit - row.credit == match.difference]
    if len(ours) == 1:
        BankMatchLine.objects.create(match=match, ledger_line=ours[0])
        match.difference = ZERO
        match.save(update_fields=["difference"])
