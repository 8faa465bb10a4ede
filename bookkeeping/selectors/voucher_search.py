"""Finding vouchers of a period: by words, type, number, account, amount, person, state and origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookkeeping.domain.typed_rows import TOO_LARGE
from bookkeeping.models import JournalLine, Voucher, VoucherState
from kernel.errors import NotMoney
from kernel.money import exact, round_to_fen
from kernel.period import AccountingPeriod

MOST_DIGITS = 18
ORIGINS: Mapping[str, str | Promise] = {
    "manual": pgettext_lazy("origin", "手工录入"),
    "engine": pgettext_lazy("origin", "发票入账"),
    "import": pgettext_lazy("origin", "文件导入"),
    "api": pgettext_lazy("origin", "接口写入"),
    "depreciation": pgettext_lazy("origin", "折旧摊销"),
    "payroll": pgettext_lazy("origin", "工资"),
    "cost_of_sales": pgettext_lazy("origin", "销售成本"),
    "provisional": pgettext_lazy("origin", "暂估入库"),
    "revaluation": pgettext_lazy("origin", "期末调汇"),
    "tax": pgettext_lazy("origin", "税费"),
    "close_pnl": pgettext_lazy("origin", "结转损益"),
    "reversal": _("红字冲销"),
}
"""By kind (the part before the colon), how a voucher came to be."""


def whole_number(text: str) -> int | None:
    """A number of an address or form that the database can look up; nothing for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


@dataclass(frozen=True, slots=True)
class VoucherFilter:
    """What is asked for; what is empty or unreadable asks for nothing."""

    q: str = ""
    state: str = ""
    type: str = ""
    number_from: str = ""
    number_to: str = ""
    account: str = ""
    amount_from: str = ""
    amount_to: str = ""
    preparer: str = ""
    origin: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> VoucherFilter:
        """From the parameters of an address."""
        return cls(**{name: said.get(name, "").strip()[:120] for name in cls.__slots__})

    @property
    def is_detailed(self) -> bool:
        """Whether more than words and state is asked for."""
        return any(getattr(self, name) for name in self.__slots__ if name not in {"q", "state"})


def find_vouchers(company_id: int, period: AccountingPeriod, asked: VoucherFilter) -> QuerySet[Voucher]:
    """The vouchers of the period that fit, those without a number first, then the highest."""
    rows = Voucher.objects.filter(*_of_voucher(asked), company_id=company_id, period=str(period))
    for condition in _of_lines(asked):
        rows = rows.filter(Exists(JournalLine.objects.filter(condition, voucher=OuterRef("pk"))))
    if asked.q:
        words = JournalLine.objects.filter(_containing(asked.q), voucher=OuterRef("pk"))
        rows = rows.filter(Q(description__icontains=asked.q) | Exists(words))
    return rows.alias(waits=Q(number=None)).order_by("-waits", "voucher_type", "-number", "-pk")


def _of_voucher(asked: VoucherFilter) -> Iterator[Q]:
    if asked.state in VoucherState.values:
        yield Q(state=asked.state)
    if asked.type:
        yield Q(voucher_type=asked.type)
    if (preparer := whole_number(asked.preparer)) is not None:
        yield Q(prepared_by_id=preparer)
    if asked.origin in ORIGINS:
        yield Q(origin=asked.origin) | Q(origin__startswith=f"{asked.origin}:")
    for name, look_up in (("number_from", "number__gte"), ("number_to", "number__lte")):
        if (number := whole_number(getattr(asked, name))) is not None:
            yield Q(**{look_up: number})


def _of_lines(asked: VoucherFilter) -> Iterator[Q]:
    """Conditions each met by some line of the voucher."""
    if asked.account:
        yield Q(account__code__startswith=asked.account.split(" ", 1)[0])
    low, high = _amount(asked.amount_from), _amount(asked.amount_to)
    if low is not None or high is not None:
        bounds = {"gte": low, "lte": high}
        yield _within("debit", bounds) | _within("credit", bounds)


def _within(side: str, bounds: Mapping[str, Decimal | None]) -> Q:
    said = {f"{side}__{name}": value for name, value in bounds.items() if value is not None}
    return Q(**said) & ~Q(**{side: 0})


def _amount(text: str) -> Decimal | None:
    try:
        value = exact(text) if text else None
    except NotMoney:
        return None
    return None if value is None or abs(value) >= TOO_LARGE else round_to_fen(value)


def _containing(words: str) -> Q:
    found = (
        Q(description__icontains=words)
        | Q(account__name__icontains=words)
        | Q(account__code__startswith=words)
        | Q(counterparty__icontains=words)
    )
    amount = _amount(words)
    return found if amount is None else found | Q(debit=amount) | Q(credit=amount)
