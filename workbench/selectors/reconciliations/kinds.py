"""What is reconciled each month, in the order an accountant looks at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from foundation.models import Company
from kernel.period import AccountingPeriod
from workbench.selectors.reconciliations import sheets
from workbench.selectors.reconciliations.sheets import Checked

_ = partial(pgettext_lazy, "reconciliation")


@dataclass(frozen=True, slots=True)
class Reconciling:
    """One reconciliation: its name, what it compares, the page where differences are put right."""

    key: str
    title: Promise
    explains: Promise
    check: Callable[[Company, AccountingPeriod], Checked]
    page: str


_ALL: Final = (
    Reconciling("bank", _("银行与账面"), _("银行账户 ↔ 账上的银行科目"), sheets.bank, "bookkeeping:reconciliation"),
    Reconciling("settlement", _("收付款与发票"), _("收付款 ↔ 发票：结算与账龄"), sheets.settlement, "workbench:chase"),
    Reconciling("vouchers", _("发票与凭证"), _("本期发票 ↔ 记账凭证"), sheets.vouchers, "bookkeeping:proposals"),
    Reconciling("bureau", _("发票与税局清单"), _("我方发票 ↔ 税局开具与取得清单"), sheets.bureau, "invoices:lists"),
    Reconciling("vat", _("增值税科目与申报表"), _("增值税科目 ↔ 增值税申报表"), sheets.vat, "tax_filing:due"),
    Reconciling("payroll", _("工资与扣缴申报"), _("工资表个税 ↔ 扣缴申报"), sheets.payroll, "bookkeeping:payroll"),
)
KINDS: Final[dict[str, Reconciling]] = {one.key: one for one in _ALL}
