"""Post the vouchers of the running year a company brings along, in the order of their old numbers.

Rules kept: all of a file or nothing; the same file posts nothing twice, and another file with the same old numbers is
refused; a number that changes is kept in the narration.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from bookkeeping.domain.payroll_table import RowError
from bookkeeping.domain.posting import check_accounts
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, entry
from bookkeeping.domain.voucher_types import SCHEMES, type_of
from bookkeeping.models import BooksPeriod, Takeover, TakeoverSheet, Voucher
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.takeover import Material
from bookkeeping.services.import_openings import read_takeover
from bookkeeping.services.post_drafts import post_drafts
from bookkeeping.services.taken_accounts import Opened, item_name
from bookkeeping.takeover.entries import EntryLine, ForeignVoucher
from bookkeeping.takeover.sheets import Kind
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from foundation.provenance import Ref
from kernel.errors import InvalidValue, Refusal

ORIGIN = "takeover"
KEY = "takeover:"


@dataclass
class VoucherPlan:
    """What would be posted. `known` are vouchers of the same file that stand in the books already."""

    vouchers: list[tuple[TakeoverSheet, ForeignVoucher]] = field(default_factory=list)
    problems: list[RowError] = field(default_factory=list)
    known: int = 0


def plan_vouchers(takeover: Takeover, material: Material) -> VoucherPlan:
    """The vouchers of all sheets in order, and everything that keeps them from being posted."""
    plan = VoucherPlan()
    company = takeover.company
    for sheet in material.of_kind(Kind.VOUCHERS):
        table = material.vouchers[sheet.pk]
        plan.problems += table.problems
        plan.vouchers += [(sheet, one) for one in table.vouchers]
    plan.vouchers.sort(key=lambda pair: (pair[1].period, pair[1].word, pair[1].number))
    seen = Counter(one.identity for _sheet, one in plan.vouchers)
    standing = _standing(company.pk)
    closed = set(BooksPeriod.objects.filter(company=company, is_closed=True).values_list("period", flat=True))
    opened = Opened(takeover, takeover.started_by)
    for sheet, one in plan.vouchers:
        plan.known += standing.get(one.identity) == _file(sheet)
        for zh, en in _troubles(sheet, one, standing, seen):
            plan.problems.append(RowError(one.lines[0].number, one.name, zh, en))
        if one.period < company.first_period:
            zh = f"{one.period} {one.name} 早于账套启用 {company.books_begin}，应并入期初余额"
            plan.problems.append(
                RowError(one.lines[0].number, one.name, zh, f"{one.identity} is before the books begin")
            )
        elif str(one.period) in closed and one.identity not in standing:
            zh = f"账期 {one.period} 已结账，{one.name} 不能记入"
            plan.problems.append(RowError(one.lines[0].number, one.name, zh, f"{one.period} is closed"))
    keys = dict.fromkeys(line.account.code or line.account.name for _sheet, one in plan.vouchers for line in one.lines)
    for key in keys:
        if opened.missing(key):
            plan.problems.append(RowError(0, key, f"科目 {key} 还没有对应", f"account {key} is not mapped"))
    return plan


def _troubles(
    sheet: TakeoverSheet, one: ForeignVoucher, standing: dict[str, str], seen: Counter[str]
) -> Iterator[tuple[str, str]]:
    if standing.get(one.identity, _file(sheet)) != _file(sheet):
        yield f"{one.period} {one.name} 已从另一文件导入", f"{one.identity} came in from another file"
    if seen[one.identity] > 1:
        yield f"{one.period} {one.name} 在多个文件中出现", f"{one.identity} stands in more than one file"


def _file(sheet: TakeoverSheet) -> str:
    return sheet.document.sha256[:16]


def _standing(company_id: int) -> dict[str, str]:
    """By old identity, the file a voucher in the books came from."""
    keys = Voucher.objects.filter(company_id=company_id, key__startswith=KEY).values_list("key", flat=True)
    parts = (str(key).removeprefix(KEY).split(":", 1) for key in keys)
    return {identity: file for file, identity in parts}


def import_vouchers(takeover: Takeover, *, actor: User) -> int:
    """How many vouchers are in the books now by these files. Raises `InvalidValue` with the first problem."""
    company = takeover.company
    require_role(actor, company, Role.ACCOUNTANT)
    plan = plan_vouchers(takeover, read_takeover(takeover))
    if not plan.vouchers and not plan.problems:
        raise InvalidValue("there are no vouchers", message_zh="没有凭证可导入")
    if plan.problems:
        first = plan.problems[0]
        raise InvalidValue(first.message_en, message_zh=first.message_zh)
    with transaction.atomic():
        opened = Opened(takeover, actor)
        lines = [line for _sheet, one in plan.vouchers for line in one.lines]
        opened.settle(dict.fromkeys(line.account.code or line.account.name for line in lines))
        drafts = _drafts(opened, plan, company.pk)
        ids = post_drafts(company.pk, drafts, actor)
        sheets = {sheet.pk for sheet, _one in plan.vouchers}
        TakeoverSheet.objects.filter(pk__in=sheets).update(
            imported_at=timezone.now(), imported_by=actor, result={"rows": len(ids)}
        )
        content = {"vouchers": len(ids), "known": plan.known}
        record(company=company, actor=actor, action="takeover.vouchers_imported", subject=takeover, content=content)
    return len(ids)


def _drafts(opened: Opened, plan: VoucherPlan, company_id: int) -> list[VoucherDraft]:
    numbers = _last_numbers(company_id)
    standing, books = _standing(company_id), books_of(company_id)
    drafts = []
    for sheet, one in plan.vouchers:
        lines = tuple(_line(opened, line) for line in one.lines)
        word = _word(books, one, lines)
        period = str(one.period)
        if one.identity not in standing:
            numbers[period, word] += 1
        _check(opened, one, lines)
        drafts.append(
            VoucherDraft(
                one.day,
                _told(one, f"{word}-{numbers[period, word]}"),
                lines,
                f"{KEY}{_file(sheet)}:{one.identity}",
                (Ref("document", sheet.document_id, one.name),),
                ORIGIN,
                word,
                one.attachments,
            )
        )
    return drafts


def _last_numbers(company_id: int) -> Counter[tuple[str, str]]:
    rows = BooksPeriod.objects.filter(company_id=company_id).values_list("period", "last_numbers")
    return Counter({(period, word): last for period, lasts in rows for word, last in lasts.items()})


def _word(books: Books, one: ForeignVoucher, lines: Sequence[DraftLine]) -> str:
    """The old type where we have it, else the one the company's set gives."""
    if one.word in SCHEMES[books.voucher_scheme]:
        return one.word
    return type_of(books.voucher_scheme, lines, books.cash_codes)


def _told(one: ForeignVoucher, ours: str) -> str:
    """The narration; an old number that is not ours is kept behind it."""
    said = one.description or "—"
    return said[:200] if ours == one.name else f"{said[:170]}（原 {one.name}）"


def _line(opened: Opened, line: EntryLine) -> DraftLine:
    code, party = opened.place(line.account.code or line.account.name)
    account = opened.chart[code]
    if not party and account.tracks_counterparty:
        items = line.items
        party = item_name(items.get("counterparty") or items.get("analysis") or items.get("employee") or "")
    made = entry(code, line.side, line.amount, text=line.description, counterparty=party)
    return DraftLine(
        made.account_code,
        made.debit,
        made.credit,
        made.description,
        made.is_red_letter,
        made.counterparty,
        opened.analysis(code, line.items),
        line.quantity if account.unit else line.quantity * 0,
        line.foreign if account.currency else line.foreign * 0,
    )


def _check(opened: Opened, one: ForeignVoucher, lines: Sequence[DraftLine]) -> None:
    try:
        check_accounts(opened.chart, lines)
    except Refusal as refusal:
        raise InvalidValue(
            f"{one.identity}: {refusal.message}", message_zh=f"{one.period} {one.name}：{refusal.message_zh}"
        ) from refusal
