"""Propose entries for bank lines no ledger line belongs to, and tie the voucher to the line once it is accepted.

Rules kept: a line for which a match is likely waits for a person instead; a movement between own accounts is one entry
for both lines. Nothing is posted here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from bookkeeping.domain.matching import Match
from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.engine.case import Answer, Case
from bookkeeping.models import BankLine, BankLineState, BankMatch, JournalLine, MatchState, Proposal, ProposalState
from bookkeeping.selectors import bank_matching as reading
from bookkeeping.selectors.books import Books, is_general_taxpayer
from bookkeeping.selectors.company_word import company_engine
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.reconcile_account import keep_matches
from bookkeeping.services.write_proposal import judgement, line_data
from kernel.money import text, to_fen
from kernel.period import AccountingPeriod

SOURCE = "bank_line"
BOOKED = "booked"
LIKELY = 0.5
_DAYS_BETWEEN = 3
_MONEY = ("银行存款", "其他货币资金", "库存现金")


@transaction.atomic
def propose_bank_lines(company_id: int, period: AccountingPeriod) -> int:
    """Write or refresh the proposals of a period's open bank lines; how many wait now."""
    _withdraw_settled(company_id)
    lines = _unexplained(company_id, period)
    if not lines:
        return 0
    books, engine = ensure_books(company_id, period.end), company_engine(company_id)
    transfers = own_transfers(lines)
    paired = set(transfers.values())
    for line in lines:
        if line.pk in paired:
            continue
        if (other := transfers.get(line.pk)) is not None:
            _propose_transfer(books, line, next(each for each in lines if each.pk == other))
        else:
            _propose(books, line, engine.propose(_case(books, line), period.end))
    return Proposal.objects.filter(
        company_id=company_id, source_type=SOURCE, period=str(period), state=ProposalState.PROPOSED
    ).count()


def _withdraw_settled(company_id: int) -> None:
    """Proposals whose bank line was matched since are no question any more."""
    settled = BankLine.objects.filter(company_id=company_id, state=BankLineState.MATCHED).values("pk")
    Proposal.objects.filter(
        company_id=company_id, source_type=SOURCE, state=ProposalState.PROPOSED, source_id__in=settled
    ).update(state=ProposalState.REJECTED, decided_at=timezone.now())


def _unexplained(company_id: int, period: AccountingPeriod) -> list[BankLine]:
    """Open lines of the period in yuan that no likely suggestion explains; of accounts that were matched."""
    waiting = BankMatch.objects.filter(company_id=company_id, state=MatchState.SUGGESTED, confidence__gte=LIKELY)
    rows = BankLine.objects.filter(
        company_id=company_id,
        state=BankLineState.OPEN,
        account__is_active=True,
        account__currency="CNY",
        date__gte=period.start,
        date__lte=period.end,
    ).exclude(matches__match__in=waiting)
    return list(rows.exclude(amount=0).select_related("account").order_by("date", "pk"))


def own_transfers(lines: Sequence[BankLine]) -> dict[int, int]:
    """Line out → line in of another own account: the same amount within days, each the other's only such partner."""
    pairs = [
        (out.pk, into.pk)
        for out in lines
        for into in lines
        if out.amount < 0
        and into.amount == -out.amount
        and into.account.account_code != out.account.account_code
        and abs(into.date - out.date) <= timedelta(days=_DAYS_BETWEEN)
    ]
    outs, ins = [out for out, _ in pairs], [into for _, into in pairs]
    return {out: into for out, into in pairs if outs.count(out) == 1 and ins.count(into) == 1}


def _case(books: Books, line: BankLine) -> Case:
    return Case(
        is_general_taxpayer=is_general_taxpayer(books.company, line.date),
        standard=books.company.accounting_standard,
        direction="bank_in" if line.amount > 0 else "bank_out",
        description=line.description,
        counterparty=line.counterparty_name,
        gross_amount=abs(line.amount),
        day=line.date,
        industry=books.company.industry,
    )


def _propose(books: Books, line: BankLine, answer: Answer) -> None:
    title = _title(line)
    rows = [line_data(books, one, title) for one in answer.lines]
    others = [row for row, one in zip(rows, answer.lines, strict=True) if one.name.account not in _MONEY]
    money = _money_row(books, line, title)
    if {row["side"] for row in others} != {_other_side(money)} or _sum(others) != abs(line.amount):
        # What the words say does not come to what the bank moved: the main account takes it all, and a person is asked.
        others = [{**(others or rows)[0], "side": _other_side(money), "amount": money["amount"]}]
    would_post = answer.action == "post"
    values = {"action": "suggest" if would_post else answer.action, "would_post": would_post}
    _write(books, line, [*others, money], {**values, **judgement(books, answer)}, title)


def _propose_transfer(books: Books, out: BankLine, into: BankLine) -> None:
    title = f"内部转账 {out.account.name} → {into.account.name}"[:200]
    values = {
        "action": "suggest",
        "confidence": 0.95,
        "layer": "own_transfer",
        "reason_zh": "本企业两个账户之间金额相同、日期相近的一出一进",
        "reason_en": "the same amount left one own account and reached another within days",
        "alternatives": [],
    }
    _write(books, out, [_money_row(books, into, title), _money_row(books, out, title)], values, title, into.pk)


def _money_row(books: Books, line: BankLine, title: str) -> dict[str, str]:
    """The side of the bank account, always the amount the bank moved."""
    code = books.chart.leaves(line.account.account_code)[0]
    return {
        "side": "debit" if line.amount > 0 else "credit",
        "code": code,
        "name": books.chart.full_name(code),
        "amount": text(abs(line.amount)),
        "description": title,
        "counterparty": "",
    }


def _other_side(row: dict[str, str]) -> str:
    return "credit" if row["side"] == "debit" else "debit"


def _sum(rows: Sequence[dict[str, str]]) -> Decimal:
    return sum((Decimal(row["amount"]) for row in rows), Decimal(0))


def _title(line: BankLine) -> str:
    what = line.description or ("收款" if line.amount > 0 else "付款")
    return f"{what}（{line.counterparty_name}）"[:200] if line.counterparty_name else what[:200]


def _write(
    books: Books, line: BankLine, rows: list[dict[str, str]], values: dict[str, object], title: str, other: int = 0
) -> None:
    facts = {
        "direction": "bank_in" if line.amount > 0 else "bank_out",
        "counterparty": line.counterparty_name,
        "item": line.description,
        "gross_amount": text(abs(line.amount)),
        "other_line": str(other or ""),
    }
    Proposal.objects.update_or_create(
        company=books.company,
        source_type=SOURCE,
        source_id=line.pk,
        state=ProposalState.PROPOSED,
        defaults={
            "period": str(AccountingPeriod.of(line.date)),
            "date": line.date,
            "title": title,
            "facts": facts,
            "lines": rows,
            "account_code": rows[0]["code"],
            "proposed_code": rows[0]["code"],
            **values,
        },
    )


def must_be_open(proposal: Proposal) -> None:
    """Raises `VoucherRefused` where a bank line of the proposal was matched since: its voucher would book it twice."""
    wanted = _lines_of(proposal)
    if BankLine.objects.filter(pk__in=wanted, state=BankLineState.OPEN).count() != len(wanted):
        raise VoucherRefused(
            "the bank line is matched already", message_zh="该银行流水已对账，不必再入账", rule="bank_line_open"
        )


def tie_to_voucher(proposal: Proposal, voucher_id: int) -> None:
    """Match the bank lines of an accepted proposal with the lines its voucher has on their accounts."""
    for line in BankLine.objects.filter(pk__in=_lines_of(proposal)).select_related("account"):
        rows = JournalLine.objects.filter(voucher_id=voucher_id, account__code__startswith=line.account.account_code)
        ours = [row.pk for row in rows if row.debit - row.credit == line.amount]
        if len(ours) == 1:
            made = Match((ours[0],), (line.pk,), BOOKED, 1.0, "match", to_fen(Decimal(0)))
            keep_matches(reading.desk_of(line.account), [made], MatchState.MATCHED)


def _lines_of(proposal: Proposal) -> list[int]:
    other = proposal.facts.get("other_line")
    return [proposal.source_id, *([int(other)] if other else [])]
