"""Which fields of a reading a person should look at, and why, in words.

A field is doubtful when its reading is unsure (below `DOUBTFUL_BELOW`), when arithmetic, a check character or the QR
speaks against it, or when every receipt of its kind carries it and none was read. What a person confirmed or wrote is
no longer doubted. Data that came structured is taken at its word: what is wrong with it is wrong with the paper.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import floor
from typing import Final

from invoices.domain.compliance import DOUBTFUL_BELOW
from invoices.domain.fapiao import Fapiao, Kind, Method
from invoices.domain.kinds import NUMBERED, VAT_INVOICES
from invoices.domain.numbers import parse_qr
from kernel.finding import Finding
from kernel.money import ZERO, text

_QR_FIELDS: Final = ("invoice_code", "invoice_number", "issue_date", "check_code", "net_amount", "gross_amount")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field is doubted."""

    zh: str
    en: str


Doubts = Mapping[str, tuple[Reason, ...]]


def doubts(fapiao: Fapiao, findings: Iterable[Finding], *, confirmed: Collection[str] = ()) -> Doubts:
    """Reasons by field; `findings` are those of the reading (`readers.findings`), `confirmed` what people settled."""
    found: dict[str, tuple[Reason, ...]] = {}
    if fapiao.method is not Method.STRUCTURED:
        for name, reason in (
            *_missing(fapiao),
            *_contradicted(fapiao, findings),
            *_against_qr(fapiao),
            *_lines_apart(fapiao),
        ):
            found[name] = (*found.get(name, ()), reason)
    for name, trust in fapiao.confidence.items():
        if trust < DOUBTFUL_BELOW:
            found[name] = (*found.get(name, ()), _unsure(trust))
    return {name: reasons for name, reasons in found.items() if name not in confirmed}


def _unsure(trust: float) -> Reason:
    # rounded down, so that 89.96 % is not said to be 90 % and below 90 %
    share, bound = f"{floor(trust * 1000) / 10:g}%", f"{DOUBTFUL_BELOW:.0%}"
    return Reason(f"识别把握 {share}，低于 {bound}", f"Read with {share} confidence, below {bound}")


def _missing(fapiao: Fapiao) -> Iterator[tuple[str, Reason]]:
    if fapiao.kind is Kind.UNKNOWN:
        yield "kind", Reason("没有认出票种", "The kind was not recognised")
        return
    expected = ["gross_amount"]
    if fapiao.kind in NUMBERED:
        expected += ["invoice_number", "issue_date"]
    if fapiao.kind in VAT_INVOICES:
        expected.append("seller_name")
    for name in expected:
        if getattr(fapiao, name) is None:
            yield name, Reason("没有读到，请照票面补上", "Not read; fill it in from the document")


def _contradicted(fapiao: Fapiao, findings: Iterable[Finding]) -> Iterator[tuple[str, Reason]]:
    """What the reading itself found to be wrong, on each field that may be the cause."""
    for finding in findings:
        values = ", ".join(finding.evidence.values())
        reason = Reason(f"{finding.message_zh}（{values}）", f"{finding.message_en} ({values})")
        for name in _fields_of(finding.rule, fapiao):
            if getattr(fapiao, name) is not None:
                yield name, reason


def _fields_of(rule: str, fapiao: Fapiao) -> tuple[str, ...]:
    subject = rule.removeprefix("reading.")
    if subject == "net_plus_tax":
        return ("net_amount", "tax_amount", "gross_amount")
    if subject == "amount_in_words":
        return (subject, "tax_amount" if fapiao.kind is Kind.CUSTOMS_VAT else "gross_amount")
    return (subject,)


def _against_qr(fapiao: Fapiao) -> Iterator[tuple[str, Reason]]:
    payload = parse_qr(fapiao.qr) if fapiao.qr else None
    for name in _QR_FIELDS if payload else ():
        said, read = getattr(payload, name), getattr(fapiao, name)
        if said is not None and read is not None and said != read:
            yield name, Reason(f"二维码里是 {said}", f"The QR code says {said}")


def _lines_apart(fapiao: Fapiao) -> Iterator[tuple[str, Reason]]:
    for name, zh, en in (("net_amount", "金额", "net"), ("tax_amount", "税额", "VAT")):
        expected = getattr(fapiao, name)
        found = sum((getattr(line, name) or ZERO for line in fapiao.lines), Decimal(0))
        if fapiao.lines and expected is not None and found != expected:
            reason = Reason(
                f"明细{zh}合计 {text(found)}，票面{zh} {text(expected)}",
                f"Lines add up to {en} {text(found)}, the document says {text(expected)}",
            )
            yield "lines", reason


def lines_add_up(fapiao: Fapiao) -> bool:
    """Whether the lines make the totals of the document."""
    return not any(_lines_apart(fapiao))
