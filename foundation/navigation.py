"""What the side navigation and the period picker offer.

Rule kept: an entry appears only when its URL name is served, so no room is promised that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from foundation.models import Role
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod

_ = partial(pgettext_lazy, "navigation")  # the same Chinese word may be a different one elsewhere


@dataclass(frozen=True, slots=True)
class _Place:
    """One destination: its name, icon, URL name, the pages below it and the role it takes to enter."""

    label: Promise
    url_name: str
    icon: str = ""
    below: tuple[_Place, ...] = ()
    least: Role = Role.VIEWER


@dataclass(frozen=True, slots=True)
class Entry:
    """A destination resolved for one company: `active` when the page shown lies in it."""

    label: str
    url: str
    icon: str
    active: bool
    below: tuple[Entry, ...] = ()


_COMPANY: Final = (
    _Place(_("总览"), "workbench:company", "home"),
    _Place(
        _("收票"),
        "invoices:list",
        "receipt",
        (
            _Place(_("发票"), "invoices:list"),
            _Place(_("上传"), "invoices:upload"),
            _Place(_("原件"), "invoices:documents"),
            _Place(_("识别准确率"), "invoices:accuracy"),
            _Place(_("归集"), "invoices:pouch"),
            _Place(_("税局清单"), "invoices:lists"),
            _Place(_("合规规则"), "invoices:rules"),
        ),
    ),
    _Place(
        _("记账"),
        "bookkeeping:vouchers",
        "book",
        (
            _Place(_("待审建议"), "bookkeeping:proposals"),
            _Place(_("记账引擎"), "bookkeeping:learning"),
            _Place(_("凭证"), "bookkeeping:vouchers"),
            _Place(_("银行账户"), "bookkeeping:bank_accounts"),
            _Place(_("银行对账"), "bookkeeping:reconciliation"),
            _Place(_("会计科目"), "bookkeeping:accounts"),
            _Place(_("资产卡片"), "bookkeeping:assets"),
            _Place(_("员工"), "bookkeeping:employees", least=Role.ACCOUNTANT),
            _Place(_("工资"), "bookkeeping:payroll", least=Role.ACCOUNTANT),
            _Place(_("账表"), "bookkeeping:trial_balance"),
            _Place(_("存货与成本"), "bookkeeping:stock"),
            _Place(_("财务报表"), "bookkeeping:statements"),
            _Place(_("结账"), "bookkeeping:period"),
            _Place(_("接账"), "bookkeeping:takeovers", least=Role.ACCOUNTANT),
        ),
    ),
    _Place(_("核对"), "workbench:reconciliations", "scale"),
    _Place(
        _("报税"),
        "tax_filing:due",
        "report-money",
        (
            _Place(_("各税申报表"), "tax_filing:due"),
            _Place(_("申报与缴款"), "tax_filing:plan"),
        ),
    ),
    _Place(_("机器人"), "rpa:runs", "robot"),
    _Place(_("预警"), "risk:warnings", "alert-triangle"),
    _Place(
        _("档案"),
        "archives:sources",
        "archive",
        (
            _Place(_("原始凭证索引"), "archives:sources"),
            _Place(_("归档与导出"), "archives:packages", least=Role.SUPERVISOR),
            _Place(_("自动审核规则"), "archives:rules"),
            _Place(_("操作日志"), "archives:log", least=Role.SUPERVISOR),
            _Place(_("软件使用说明书"), "archives:manual"),
        ),
    ),
    _Place(_("设置"), "foundation:members", "settings"),
)


def url_if_known(name: str, *args: object) -> str:
    """The address of a URL name, empty while no room serves it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def company_entries(request: HttpRequest, company_id: int) -> list[Entry]:
    """The navigation of one company with the period kept in every address."""
    query = f"?period={request.GET['period']}" if "period" in request.GET else ""
    return list(_resolve(_COMPANY, request, company_id, query))


def _resolve(places: tuple[_Place, ...], request: HttpRequest, company_id: int, query: str) -> Iterator[Entry]:
    match = request.resolver_match
    shown, room = (match.view_name, match.namespace) if match else ("", "")
    for place in places:
        url = url_if_known(place.url_name, company_id)
        if not url or getattr(request, "role", place.least) < place.least:
            continue
        same_room = place.url_name.partition(":")[0] == room
        exact = place.url_name == shown
        below = tuple(_resolve(place.below, request, company_id, query)) if same_room else ()
        active = exact or (same_room and bool(place.icon) and room != "workbench")
        yield Entry(str(place.label), url + query, place.icon, active, below if len(below) > 1 else ())


def periods_to_show(books_begin: str, shown: str, today: date) -> list[str]:
    """Months from the first books to the current month and the one shown, newest first."""
    last = AccountingPeriod.of(today)
    try:
        first = AccountingPeriod.parse(books_begin)
    except InvalidValue:
        first = last.shifted(-11)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = {str(last.shifted(-back)) for back in range(max(count, 1))}
    return sorted(months | ({shown} if shown else set()), reverse=True)
