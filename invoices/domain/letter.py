"""The letter that goes back to the seller or claimant with a rejected invoice (退票函), in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from invoices.domain.fapiao import Fapiao
from kernel.finding import Finding
from kernel.money import text


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the invoice back."""

    company: str
    taxpayer_id: str


def rejection_letter(fapiao: Fapiao, findings: Sequence[Finding], *, sender: Sender, reason: str, on: date) -> str:
    """The letter: which invoice, what is wrong by which rule, what is asked for."""
    gross = "—" if fapiao.gross_amount is None else f"{text(fapiao.gross_amount)} 元"
    issued = fapiao.issue_date.isoformat() if fapiao.issue_date else "—"
    head = [
        f"{fapiao.seller_name or '开票单位'}：",
        f"贵方开具的发票（号码 {fapiao.invoice_number or '—'}，开票日期 {issued}，价税合计 {gross}）"
        "经审核不能入账，现予退回。",
    ]
    points = [
        f"{number}. {finding.message_zh}（依据：{finding.law}）处理办法：{finding.fix_zh}"
        for number, finding in enumerate(findings, start=1)
    ]
    own = [f"说明：{reason}"] if reason else []
    tail = [
        f"开票资料：{sender.company}，统一社会信用代码 {sender.taxpayer_id}。",
        f"{sender.company}",
        f"{on:%Y}年{on.month}月{on.day}日",
    ]
    return "\n".join([*head, *points, *own, *tail])
