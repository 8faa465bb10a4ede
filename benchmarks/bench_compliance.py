"""Does the cost of checking an invoice stay what it is, however many there are?

Two questions: the checks themselves over 1,000 to 100,000 invoices with duplicates among them, and finding a duplicate
among up to 1,000,000 earlier invoices in the database in use (run it once on SQLite and once on PostgreSQL). The
look-ups are those of the product; their query plans are read, and a plan without the index fails the benchmark.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db import connection, transaction

from benchmarks.figure import Figure
from foundation.models import Agency, Company, Document
from invoices.domain.compliance import Verdict, check_compliance
from invoices.domain.context import CheckContext, CompanyProfile, KnownInvoice
from invoices.domain.fapiao import Fapiao, FapiaoLine, Kind, Medium, Method
from invoices.models import Invoice
from invoices.selectors.known_invoices import same_content, same_number, same_number_elsewhere
from kernel.period import AccountingPeriod

SIZES: Final = (1_000, 10_000, 100_000)
EARLIER: Final = (1_000, 100_000, 1_000_000)
DUPLICATE_SHARE: Final = 0.02
LOOK_UPS: Final = 200
_FIRST: Final = date(2026, 1, 1)
_INDEXES: Final = ("invoice_by_number", "invoice_by_content", "invoice_by_number_anywhere")


class PlanWithoutIndex(Exception):
    """A look-up would read the whole table."""


class _Undo(Exception):
    """Rolls the measured rows back: the benchmark leaves no trace."""


def figures() -> Iterator[Figure]:
    """Growth of the checks, then cost of the look-ups."""
    yield from _growth()
    found: list[Figure] = []
    try:
        with transaction.atomic():
            found.extend(_look_ups())
            raise _Undo
    except _Undo:
        yield from found


def _growth() -> Iterator[Figure]:
    company = CompanyProfile("赤松商贸有限公司", "91310000MA00000025", "general", AccountingPeriod(2026, 12))
    base = 0.0
    for size in SIZES:
        batch = list(_batch(size, company))
        started = time.perf_counter()
        duplicates = _checked(batch, company)
        each = (time.perf_counter() - started) / size * 1e6
        base = base or each
        yield Figure(f"compliance.check_of_{size}", each, "µs each", f"of {SIZES[0]}", each / base)
        yield Figure(f"compliance.duplicates_in_{size}", duplicates, "found", "made", duplicates / _made(size))


def _made(size: int) -> int:
    return int(size * DUPLICATE_SHARE)


def _batch(size: int, company: CompanyProfile) -> Iterator[Fapiao]:
    """Valid invoices, then some of them once more."""
    chance = random.Random(size)
    made = [_invoice(number, chance, company) for number in range(size - _made(size))]
    yield from made
    yield from chance.sample(made, _made(size))


def _invoice(number: int, chance: random.Random, company: CompanyProfile) -> Fapiao:
    day = _FIRST + timedelta(days=chance.randrange(330))
    net = Decimal(chance.randrange(100, 10_000_000)) / 100
    tax = (net * Decimal("0.06")).quantize(Decimal("0.01"))
    line = FapiaoLine(
        "*信息技术服务*软件开发", "信息技术服务", net_amount=net, tax_rate=Decimal("0.06"), tax_amount=tax
    )
    return Fapiao(
        Kind.FULLY_DIGITAL_SPECIAL, Medium.XML, Method.STRUCTURED,
        invoice_number=f"26312{number:015d}", issue_date=day,
        seller_name="云杉咨询有限公司", seller_taxpayer_id="91310000MA00000012",
        buyer_name=company.name, buyer_taxpayer_id=company.taxpayer_id,
        net_amount=net, tax_amount=tax, gross_amount=net + tax, lines=(line,),
    )  # fmt: skip


def _checked(batch: list[Fapiao], company: CompanyProfile) -> int:
    """Checks all, each knowing the earlier ones of its number or content; how many were rejected."""
    by_number: dict[str, list[KnownInvoice]] = {}
    by_content: dict[tuple[object, object], list[KnownInvoice]] = {}
    rejected = 0
    for fapiao in batch:
        number, content = fapiao.invoice_number or "", (fapiao.issue_date, fapiao.gross_amount)
        known = (*by_number.get(number, ())[:20], *by_content.get(content, ())[:20])
        context = CheckContext(today=date(2026, 12, 31), company=company, presented="xml", known_invoices=known)
        rejected += check_compliance(fapiao, context).verdict is Verdict.REJECT
        one = KnownInvoice(number, None, fapiao.gross_amount, fapiao.seller_name, fapiao.issue_date)
        by_number.setdefault(number, []).append(one)
        by_content.setdefault(content, []).append(one)
    return rejected


def _look_ups() -> Iterator[Figure]:
    template, filled, base = _template(), 0, 0.0
    for size in EARLIER:
        _fill(template, filled, size)
        filled = size
        chance = random.Random(size)
        seconds = [_one_look_up(template, chance.randrange(size)) for _ in range(LOOK_UPS)]
        each = statistics.median(seconds) * 1e6
        base = base or each
        name = f"compliance.duplicate_among_{size}_{connection.vendor}"
        yield Figure(name, each, "µs", f"among {EARLIER[0]}", each / base)
    for index, plan in _plans(template):
        if index not in plan:
            raise PlanWithoutIndex(plan)
        yield Figure(f"compliance.plan_uses_{index}_{connection.vendor}", 1, "yes")


def _template() -> Invoice:
    agency = Agency.objects.create(name="bench")
    company = Company.objects.create(
        agency=agency, name="bench", taxpayer_id="91310000MA00000025", books_begin="2026-01", legal_form="enterprise"
    )
    document = Document.objects.create(company=company, name="bench", sha256="0" * 64, size=1, media_type="x")
    return Invoice.objects.create(
        company=company, document=document, kind="fully_digital_special", medium="xml", method="structured",
        invoice_number="template", issue_date=_FIRST, gross_amount=Decimal(1), period="2026-01", seller_name="bench",
    )  # fmt: skip


def _fill(template: Invoice, first: int, until: int) -> None:
    """Earlier invoices `first` to `until`, copied inside the database, and the planner's statistics renewed."""
    number, day, gross = {
        "sqlite": ("printf('26312%015d', i)", "date(t.issue_date, '+' || (i % 330) || ' days')", "(i % 99991) / 100.0"),
        "postgresql": ("'26312' || lpad(i::text, 15, '0')", "t.issue_date + (i % 330)", "(i % 99991) / 100.0"),
    }[connection.vendor]
    new = {"invoice_number": number, "issue_date": day, "gross_amount": gross, "position": "i + 1"}
    columns = [str(field.column) for field in Invoice._meta.concrete_fields if not field.primary_key]
    values = ", ".join(new.get(column, f"t.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {until}) "
            f"INSERT INTO invoices_invoice ({', '.join(columns)}) SELECT {values} FROM n, invoices_invoice t "
            f"WHERE t.id = {template.pk}"
        )
        cursor.execute("ANALYZE invoices_invoice")


def _one_look_up(template: Invoice, number: int) -> float:
    """Seconds of all three look-ups for the invoice with this number come again."""
    later, fapiao = _again(template, number)
    started = time.perf_counter()
    found = list(same_number(later, fapiao.invoice_number))
    list(same_content(later, fapiao))
    list(same_number_elsewhere(later, fapiao.invoice_number or ""))
    seconds = time.perf_counter() - started
    if len(found) != 1:
        raise PlanWithoutIndex(f"found {len(found)} duplicates instead of one")
    return seconds


def _again(template: Invoice, number: int) -> tuple[Invoice, Fapiao]:
    fapiao = Fapiao(
        Kind.FULLY_DIGITAL_SPECIAL, Medium.XML, Method.STRUCTURED, invoice_number=f"26312{number:015d}",
        issue_date=_FIRST + timedelta(days=number % 330), gross_amount=Decimal(number % 99991) / 100,
    )  # fmt: skip
    return Invoice(company=template.company, document=template.document), fapiao


def _plans(template: Invoice) -> Iterator[tuple[str, str]]:
    later, fapiao = _again(template, 17)
    rows: tuple[Callable[[], str], ...] = (
        lambda: same_number(later, fapiao.invoice_number).explain(),
        lambda: same_content(later, fapiao).explain(),
        lambda: same_number_elsewhere(later, fapiao.invoice_number or "").explain(),
    )
    yield from ((index, explain()) for index, explain in zip(_INDEXES, rows, strict=True))
