"""Enter the asset cards a company brings along, with what was written off before the books begin here.

Rule kept: all of them or none; a card whose code and cost are there already is known, another with that code refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from bookkeeping.domain.depreciation import AssetKind
from bookkeeping.domain.payroll_table import RowError
from bookkeeping.forms import USUAL_ACCOUNTS, usual_account
from bookkeeping.models import AssetCard, Takeover, TakeoverSheet
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.takeover import Material
from bookkeeping.services.import_openings import read_takeover
from bookkeeping.services.keep_assets import add_asset
from bookkeeping.services.taken_accounts import Opened
from bookkeeping.takeover.cards import ForeignCard
from bookkeeping.takeover.cells import code_and_name
from bookkeeping.takeover.sheets import Kind
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import InvalidValue, Refusal

_BY_DEPARTMENT = (("销售", "销售费用"), ("市场", "销售费用"), ("生产", "制造费用"), ("车间", "制造费用"))
_BY_CATEGORY = (
    ("房", "房屋建筑物"), ("建筑", "房屋建筑物"), ("机器", "机器设备"), ("机械", "机器设备"), ("生产", "机器设备"),
    ("车", "运输工具"), ("运输", "运输工具"), ("电子", "电子设备"), ("电脑", "电子设备"), ("家具", "办公家具"),
    ("办公", "办公设备"), ("器具", "办公家具"),
)  # fmt: skip


@dataclass
class CardPlan:
    """What would be entered: cards with their accounts, how many are there already, what is wrong."""

    cards: list[tuple[ForeignCard, tuple[str, str, str]]] = field(default_factory=list)
    problems: list[RowError] = field(default_factory=list)
    known: int = 0


def plan_cards(takeover: Takeover, material: Material) -> CardPlan:
    """The cards of all sheets."""
    plan = CardPlan()
    books = books_of(takeover.company_id)
    standing = {card.code: card for card in AssetCard.objects.filter(company_id=takeover.company_id)}
    place = _places(takeover, books)
    for sheet in material.of_kind(Kind.ASSETS):
        table = material.cards[sheet.pk]
        plan.problems += table.problems
        for card in table.cards:
            if (there := standing.get(card.code)) is not None and (there.cost, there.name) == (card.cost, card.name):
                plan.known += 1
                continue
            if there is not None:
                zh = f"资产编号 {card.code} 已有另一张卡片“{there.name}”"
                plan.problems.append(RowError(card.number, card.name, zh, f"code {card.code} is another card"))
            plan.cards.append((card, _accounts(books, place, card)))
    return plan


def _places(takeover: Takeover, books: Books) -> Callable[[str], str]:
    """Our leaf for an account as a card writes it; "" where it became none."""
    opened = Opened(takeover, takeover.started_by)
    by_name = {row.name: row.our_code for row in opened.rows.values()}

    def place(written: str) -> str:
        code, name = code_and_name(written)
        row = opened.rows.get(code or written)
        found = (row.our_code or row.target) if row else by_name.get(name, "")
        return found if found in books.chart and books.chart.is_leaf(found) else ""

    return place


def _accounts(books: Books, place: Callable[[str], str], card: ForeignCard) -> tuple[str, str, str]:
    """(asset, contra, expense): as the card says, else by its category and department, else the usual ones."""
    usual = [usual_account(books, name) for name in USUAL_ACCOUNTS[card.kind]]
    asset, contra, expense = (place(said) for said in (card.asset_account, card.contra_account, card.expense_account))
    if card.kind is AssetKind.FIXED:
        asset = asset or _leaf(books, "固定资产", card.category or card.name)
        expense = expense or _expense(books, card.department)
    return asset or usual[0], contra or usual[1], expense or usual[2]


def _leaf(books: Books, first: str, said: str) -> str:
    """The leaf of fixed assets a category means."""
    names = [said, *(name for word, name in _BY_CATEGORY if word in said)]
    return next((row.code for name in names if (row := books.chart.leaf(first, name))), "")


def _expense(books: Books, department: str) -> str:
    first = next((name for word, name in _BY_DEPARTMENT if word in department), "")
    row = books.chart.leaf(first, "折旧费") if first else None
    return row.code if row else ""


def import_cards(takeover: Takeover, *, actor: User) -> int:
    """Cards entered. Raises `InvalidValue` with the first problem and its row, and then enters none."""
    company = takeover.company
    require_role(actor, company, Role.ACCOUNTANT)
    material = read_takeover(takeover)
    plan = plan_cards(takeover, material)
    if not plan.cards and not plan.known and not plan.problems:
        raise InvalidValue("there are no cards", message_zh="没有资产卡片可导入")
    if plan.problems:
        first = plan.problems[0]
        raise InvalidValue(f"row {first.row}: {first.message_en}", message_zh=f"第 {first.row} 行：{first.message_zh}")
    with transaction.atomic():
        for card, accounts in plan.cards:
            _add(takeover, card, accounts, actor)
        sheets = [sheet.pk for sheet in material.of_kind(Kind.ASSETS)]
        TakeoverSheet.objects.filter(pk__in=sheets).update(
            imported_at=timezone.now(), imported_by=actor, result={"rows": len(plan.cards) + plan.known}
        )
        content = {"cards": len(plan.cards), "known": plan.known}
        record(company=company, actor=actor, action="takeover.cards_imported", subject=takeover, content=content)
    return len(plan.cards)


def _add(takeover: Takeover, card: ForeignCard, accounts: tuple[str, str, str], actor: User) -> None:
    values = {
        "code": card.code,
        "name": card.name,
        "kind": card.kind.value,
        "department": card.department,
        "in_use": card.in_use,
        "cost": card.cost,
        "salvage": card.salvage,
        "life_months": card.life_months,
        "method": card.method.value,
        "written_off": card.written_off,
        **dict(zip(("asset_account", "contra_account", "expense_account"), accounts, strict=True)),
    }
    try:
        add_asset(takeover.company, values, actor=actor)
    except Refusal as refusal:
        raise InvalidValue(
            f"row {card.number}, {card.name}: {refusal.message}",
            message_zh=f"第 {card.number} 行“{card.name}”：{refusal.message_zh}",
        ) from refusal
