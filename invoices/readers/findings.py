"""What reading itself found wrong: figures that do not add up, ids that fail their check, words against figures.

Rule kept: these are findings about the paper or its reading, for a person to look at; the rules of law are elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from invoices.domain.amounts import amount_in_words
from invoices.domain.fapiao import Fapiao, Kind
from kernel.finding import Finding, Severity
from kernel.taxpayer_id import is_taxpayer_id


def reading_findings(fapiao: Fapiao) -> list[Finding]:
    """All of them, in the order of the fields."""
    return [*_sums(fapiao), *_words(fapiao), *_ids(fapiao)]


def _finding(rule: str, chinese: str, english: str, **evidence: object) -> Finding:
    return Finding(
        rule,
        Severity.WARN,
        chinese,
        english,
        fix_zh="请对照票面核对",
        fix_en="Compare with the document",
        evidence={name: str(value) for name, value in evidence.items()},
    )


def _sums(fapiao: Fapiao) -> Iterator[Finding]:
    net, tax, gross = fapiao.net_amount, fapiao.tax_amount, fapiao.gross_amount
    if net is None or tax is None or gross is None or fapiao.kind is Kind.AIR_ITINERARY:
        return
    if net + tax != gross:
        yield _finding(
            "reading.net_plus_tax",
            "金额加税额不等于价税合计",
            "Net and tax do not make the total",
            net=net,
            tax=tax,
            gross=gross,
        )


def _words(fapiao: Fapiao) -> Iterator[Finding]:
    # a customs receipt writes out the tax, every other receipt the total
    written = fapiao.tax_amount if fapiao.kind is Kind.CUSTOMS_VAT else fapiao.gross_amount
    if fapiao.amount_in_words is None or written is None:
        return
    words: Decimal | None = amount_in_words(fapiao.amount_in_words)
    if words != written:
        yield _finding(
            "reading.amount_in_words", "大写金额与小写金额不一致", "The amount in words differs from the figures",
            words=fapiao.amount_in_words, figures=written,
        )  # fmt: skip


def _ids(fapiao: Fapiao) -> Iterator[Finding]:
    for name, chinese in (("seller", "销售方"), ("buyer", "购买方")):
        value = getattr(fapiao, f"{name}_taxpayer_id")
        if value and not is_taxpayer_id(value):
            yield _finding(
                f"reading.{name}_taxpayer_id", f"{chinese}纳税人识别号校验位不符",
                f"The {name}'s taxpayer id fails its check character", value=value,
            )  # fmt: skip
