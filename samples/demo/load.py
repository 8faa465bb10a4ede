"""Loads the demo agency into the database: people, clients, opened books, bank vouchers, the first month's documents.

Rule kept: everything goes through the doors of the rooms it belongs to; a client loaded once is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from bookkeeping.exports import BankAccountFacts, import_statement, open_books, post_draft, save_bank_account
from foundation.audit import record
from foundation.credentials import store_secret
from foundation.models import Agency, AuditEntry, Company, TaxpayerStatus, User
from invoices.exports import receive_files
from kernel.period import AccountingPeriod
from samples.demo.documents import documents
from samples.demo.ledger import drafts
from samples.demo.people import agency, ensure_people
from samples.demo.plan import CompanyPlan, companies
from samples.demo.statement import statement
from samples.demo.wages import pay

_LOADED = "demo.loaded"
_PORTAL = {"user_name": "handler", "password": "practice-password"}
Say = Callable[[str], None]


def load(logins: Path, say: Say) -> list[Company]:
    """Everything; returns the clients. `say` gets one line per client."""
    of = agency()
    people = ensure_people(of, logins)
    return [_load_company(of, plan, people["accountant"], say) for plan in companies()]


def _load_company(of: Agency, plan: CompanyPlan, actor: User, say: Say) -> Company:
    company = _company(of, plan)
    if AuditEntry.objects.filter(company=company, action=_LOADED).exists():
        say(f"{company.name}: already here")
        return company
    month = company.first_period
    open_books(company, actor=actor)
    for draft in drafts(plan, month):
        post_draft(company.pk, draft, actor)
    pay(plan, company, month, actor)
    _bank(company, plan, month, actor)
    files = [(document.name, document.sample.content) for document in documents(plan, month)]
    receive_files(company, files, actor)
    store_secret(company, "bureau.portal", _PORTAL)
    record(company=company, actor=actor, action=_LOADED, content={"files": len(files), "period": str(month)})
    say(f"{company.name}: {len(files)} documents of {month}")
    return company


def _bank(company: Company, plan: CompanyPlan, month: AccountingPeriod, actor: User) -> None:
    """The bank account with the statement of its first month, which the vouchers above agree with."""
    party = plan.party
    facts = BankAccountFacts("基本户", "1002", bank=party.bank, number=party.account)
    save_bank_account(company, facts, actor=actor)
    file = statement(plan, month)
    import_statement(company, file.name, file.content, actor=actor)


def _company(of: Agency, plan: CompanyPlan) -> Company:
    first = plan.months()[0]
    company, _ = Company.objects.get_or_create(
        agency=of,
        taxpayer_id=plan.party.taxpayer_id,
        defaults={
            "name": plan.party.name,
            "legal_form": plan.form,
            "industry": plan.industry,
            "books_begin": str(first),
        },
    )
    TaxpayerStatus.objects.get_or_create(
        company=company,
        effective_from=date(first.year, first.month, 1),
        defaults={"vat_status": plan.vat_status, "vat_filing": plan.vat_filing},
    )
    return company
