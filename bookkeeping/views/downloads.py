"""The asset cards as an Excel file; reports and statements are files by `report_pages` and `reports`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookkeeping.domain.sheet import Column, Kind, Sheet, amounts, row
from bookkeeping.selectors.assets import asset_rows
from bookkeeping.views.report_pages import file_answer
from bookkeeping.views.shared import company_of, period_of
from foundation.access import company_view
from foundation.models import Role


@company_view(Role.VIEWER)
@require_safe
def assets_file(request: HttpRequest, company_id: int) -> HttpResponse:
    """The asset cards of the period as Excel."""
    month = period_of(request)
    columns = (
        Column("code", _("资产编号")),
        Column("name", _("资产名称")),
        Column("kind", _("资产类型")),
        Column("department", _("使用部门")),
        Column("in_use", _("启用日期"), Kind.DATE),
        Column("months", _("使用月数"), Kind.COUNT),
        *amounts(
            [("cost", _("资产原值")), ("charge", _("本期计提")), ("accumulated", _("累计计提")), ("net", _("净值"))]
        ),
    )
    rows = [
        row(
            [
                found.card.code,
                found.card.name,
                found.card.get_kind_display(),
                found.card.department,
                found.card.in_use,
                found.card.life_months,
                found.card.cost,
                found.charge,
                found.accumulated,
                found.net,
            ]
        )
        for found in asset_rows(company_id, month)
    ]
    return file_answer(Sheet(_("资产卡片"), str(month), columns, rows), company_of(request), f"assets-{month}", "xlsx")
