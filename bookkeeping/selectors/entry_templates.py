"""The engine's templates as a company sees them: skeleton, open slots, conditions, and the company's own word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bookkeeping.domain.account import Chart
from bookkeeping.engine.case import AccountName
from bookkeeping.engine.company_templates import EVENT, Change, skeleton
from bookkeeping.engine.events import Event, events
from bookkeeping.engine.invoices import templates
from bookkeeping.engine.trades import for_standard
from bookkeeping.models import EntryTemplate
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.company_word import OWN, change_of, newest_templates
from foundation.models import Company, VatStatus

CATCH_ALL = "expense"


@dataclass(frozen=True, slots=True)
class SkeletonLine:
    """One line: side, role of the amount, and its account or open slot; `changed` when the company put another."""

    place: int
    side: str
    amount: str
    slot: str
    account: str
    changed: str = ""
    changed_code: str = ""

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"line-{self.place}"


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """Where the other side of an invoice goes, by kind of receipt (`default`: all others)."""

    kind: str
    account: str
    changed: str = ""
    changed_code: str = ""

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"settle-{self.kind}"


@dataclass(frozen=True, slots=True)
class TemplateView:
    """One template as the page shows it; `row` is the company's newest version, None without one."""

    code: str
    title_zh: str
    title_en: str
    lines: list[SkeletonLine]
    settlement: list[SettlementLine] = field(default_factory=list)
    words: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    vat: str = ""
    taxpayer: str = ""
    row: EntryTemplate | None = None

    @property
    def is_on(self) -> bool:
        """Whether it is used."""
        return self.row is None or self.row.is_on

    @property
    def may_be_off(self) -> bool:
        """Events may be switched off; skeletons of invoices and the event that fits everything may not."""
        return may_be_off(self.code)


def may_be_off(code: str) -> bool:
    """Whether a company may switch the template off."""
    return code.startswith(OWN) or (code.startswith(EVENT) and code != EVENT + CATCH_ALL)


def engine_codes() -> set[str]:
    """Codes of every template of the engine."""
    return {*templates(), *(EVENT + event.id for event in events())}


@dataclass(frozen=True, slots=True)
class _Desk:
    """A company's chart and its newest versions, read once a page."""

    standard: str
    chart: Chart
    kept: dict[str, EntryTemplate]

    @classmethod
    def of(cls, company: Company) -> _Desk:
        kept = {row.code: row for row in newest_templates(company.pk)}
        return cls(company.accounting_standard, books_of(company.pk).chart, kept)

    def change(self, code: str) -> Change:
        row = self.kept.get(code)
        return change_of(row.content) if row else Change()

    def named(self, name: AccountName | None) -> tuple[str, str]:
        """(name, code with full name as pickers write it); empty for None."""
        leaf = self.chart.leaf(name.account, name.detail) if name else None
        return (str(name) if name else ""), (f"{leaf.code} {self.chart.full_name(leaf.code)}" if leaf else "")


def invoice_templates(company: Company) -> list[TemplateView]:
    """The skeletons of invoices."""
    desk = _Desk.of(company)
    return [_invoice(row, desk) for row in templates().values()]


def event_templates(company: Company, query: str = "") -> list[TemplateView]:
    """Business events in the order they are tried; with `query` those whose id, words or accounts hold it."""
    desk = _Desk.of(company)
    found = [_event(event, desk) for event in events()]
    return [view for view in found if not query or query in _words(view)]


def template_view(company: Company, code: str) -> TemplateView | None:
    """One of the engine's templates."""
    desk = _Desk.of(company)
    if code in templates():
        return _invoice(templates()[code], desk)
    event = next((event for event in events() if EVENT + event.id == code), None)
    return _event(event, desk) if event else None


def own_templates(company: Company) -> list[EntryTemplate]:
    """The company's own templates, newest version of each."""
    return [row for row in newest_templates(company.pk) if row.code.startswith(OWN)]


def versions(company: Company, code: str) -> list[EntryTemplate]:
    """Every version of a template, newest first."""
    return list(EntryTemplate.objects.filter(company=company, code=code).select_related("saved_by"))


def tax_accounts(company: Company) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """By dated taxpayer status: (from, status, [(what, account)]) as the skeletons book VAT."""
    found = []
    for status in company.taxpayer_statuses.order_by("effective_from"):
        general = status.vat_status == VatStatus.GENERAL
        sale = "sale_general" if general else "sale_small_scale"
        rows = [("output", _vat_of(sale))]
        rows.append(("input", _vat_of("purchase") if general else ""))
        found.append((str(status.effective_from), str(status.get_vat_status_display()), rows))
    return found


def _vat_of(code: str) -> str:
    row = next(row for row in templates()[code]["lines"] if row["amount"] in {"vat", "tax"})
    return str(AccountName(row["account"], row.get("detail") or ""))


def _line(at: int, row: dict[str, Any], desk: _Desk, change: Change) -> SkeletonLine:
    slot = str(row.get("slot", ""))
    name = AccountName(row.get("account", ""), row.get("detail") or "")
    shown = "" if slot else str(for_standard(name, desk.standard))
    return SkeletonLine(at, row["side"], row["amount"], slot, shown, *desk.named(change.lines.get(at)))


def _lines(code: str, desk: _Desk) -> list[SkeletonLine]:
    return [_line(at, row, desk, desk.change(code)) for at, row in enumerate(skeleton(code))]


def _invoice(row: dict[str, Any], desk: _Desk) -> TemplateView:
    code, change = str(row["id"]), desk.change(str(row["id"]))
    usual = row["settle"]
    kinds = [*usual, *(kind for kind in change.settle if kind not in usual)]
    settlement = [
        SettlementLine(kind, str(AccountName(*usual.get(kind, usual["default"]))), *desk.named(change.settle.get(kind)))
        for kind in kinds
    ]
    taxpayer = {"sale_general": "general", "sale_small_scale": "small_scale"}.get(code, "")
    kept = desk.kept.get(code)
    return TemplateView(code, row["zh"], row["en"], _lines(code, desk), settlement, taxpayer=taxpayer, row=kept)


def _event(event: Event, desk: _Desk) -> TemplateView:
    code = EVENT + event.id
    return TemplateView(
        code,
        event.id,
        event.id,
        _lines(code, desk),
        words=tuple(pattern.pattern for pattern in (event.anything, *event.everything)),
        excluded=(event.nothing.pattern,) if event.nothing else (),
        trades=tuple(sorted(event.only)),
        vat=event.vat,
        row=desk.kept.get(code),
    )


def _words(view: TemplateView) -> str:
    accounts = [line.account + line.changed for line in view.lines]
    return " ".join([view.code, *view.words, *accounts])
