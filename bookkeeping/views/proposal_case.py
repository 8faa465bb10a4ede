"""One case of the review queue as its panel shows it, and the entry a person rewrote there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookkeeping.domain.account import Side
from bookkeeping.domain.typed_rows import typed_code
from bookkeeping.models import BankLine, Proposal
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.review_queue import QueueRow, habit_of, last_decided, review_queue, rule_offered
from bookkeeping.services.accept_proposal import EditedLine
from bookkeeping.views.shared import actor_of, period_of
from invoices.exports import invoice_picture
from kernel.errors import InvalidValue
from kernel.money import money

MOST_LINES = 60


def panel(request: HttpRequest, queue: list[QueueRow], proposal: Proposal | None) -> dict[str, Any]:
    """What the panel of a case needs; a case that was decided meanwhile gives way to the first that waits."""
    at = next((n for n, row in enumerate(queue) if proposal and proposal.pk in row.rank.ids), None)
    if at is None:
        if not queue:
            return {"proposal": None}
        at, proposal = 0, queue[0].proposal
    row, shown = queue[at], proposal or queue[at].proposal
    following = queue[at + 1] if at + 1 < len(queue) else queue[at - 1] if at else None
    return {
        "proposal": shown,
        "rank": row.rank,
        "following": following.proposal.pk if following else "",
        "offered": rule_offered(shown),
        "picture": invoice_picture(shown.company_id, shown.source_id) if shown.source_type == "invoice" else None,
        "bank_facts": _bank_facts(shown),
        "english": get_language() == "en",
        **_doubt(request, shown),
    }


def _doubt(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    """The correction that was asked about, with the habit it goes against."""
    code = request.GET.get("doubt", "")
    chart = books_of(proposal.company_id).chart
    habit = habit_of(proposal, code) if code in chart else None
    shown = code if habit else proposal.account_code
    return {
        "habit": habit,
        "habit_name": chart.full_name(habit.account) if habit and habit.account in chart else "",
        "typed": f"{shown} {chart.full_name(shown)}" if shown in chart else shown,
    }


def _bank_facts(proposal: Proposal) -> list[tuple[str, str]]:
    """The facts of the bank line a proposal is for, by the names of its fields; none for other sources."""
    if proposal.source_type != "bank_line":
        return []
    found = BankLine.objects.filter(pk=proposal.source_id, company_id=proposal.company_id)
    line = found.select_related("account").first()
    if line is None:
        return []
    names = ("date", "amount", "balance", "description", "counterparty_name", "counterparty_account",
             "counterparty_bank", "reference", "serial_number")  # fmt: skip
    account = (str(line.account._meta.verbose_name), str(line.account))
    fields = [BankLine._meta.get_field(name) for name in names]
    rows = [(str(getattr(field, "verbose_name", "")), getattr(line, field.name)) for field in fields]
    return [account, *((label, _shown(value)) for label, value in rows if value not in {None, ""})]


def _shown(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def queue_page(request: HttpRequest, company_id: int, proposal: Proposal | None) -> dict[str, Any]:
    """Everything the page of the queue shows."""
    period = period_of(request)
    queue = review_queue(company_id, period)
    return {
        "queue": queue,
        "waiting": sum(row.rank.count for row in queue),
        "last": last_decided(company_id, period, actor_of(request)),
        "page_keys": page_keys(),
        **panel(request, queue, proposal),
    }


def edited_lines(request: HttpRequest) -> list[EditedLine]:
    """The rows of the full entry; empty rows are left out. Raises `InvalidValue`, `NotMoney`."""
    post = request.POST
    names = ("side", "code", "amount", "text", "party")
    columns = {name: post.getlist(name)[:MOST_LINES] for name in names}
    lines = []
    for side, code, amount, text, party in zip(*columns.values(), strict=False):
        if not code.strip() and not amount.strip():
            continue
        if side not in Side:
            raise InvalidValue(f"no side {side}", message_zh="请选择借方或贷方")
        lines.append(EditedLine(Side(side), typed_code(code), money(amount), text[:200], party[:120]))
    return lines


def page_keys() -> list[tuple[tuple[str, ...], str]]:
    """Keys of the queue, for the sheet of keys."""
    return [
        (("j", "k"), _("上下移动")),
        (("Enter",), _("采纳")),
        (("1", "2", "3", "4"), _("选备选科目")),
        (("a",), _("查找科目：编码、名称或拼音首字母")),
        (("e",), _("修改整张分录")),
        (("b",), _("成批采纳相同的条目")),
        (("x",), _("驳回并说明理由")),
        (("r",), _("采纳或新定规则")),
        (("u",), _("撤销上一次处理")),
    ]
