"""What lists of invoices and documents can be narrowed to, for pages and API alike."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.models import Document, DocumentState
from invoices.domain.categories import UNKNOWN, all_categories
from invoices.models import Decision, Direction, Invoice, VerdictState

_TEXT_COLUMNS = (
    "invoice_number",
    "invoice_code",
    "seller_name",
    "buyer_name",
    "seller_taxpayer_id",
    "buyer_taxpayer_id",
    "remarks",
    "lines__item_name",
)


def category_choices() -> list[tuple[str, str]]:
    """Every category with its Chinese name."""
    return [(category.id, category.zh) for category in (*all_categories(), UNKNOWN)]


class InvoiceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Period, direction, verdict, decision, category, booking and free text."""

    period = django_filters.CharFilter(label=_("账期"))
    direction = django_filters.ChoiceFilter(choices=Direction.choices, label=_("方向"))
    verdict = django_filters.ChoiceFilter(choices=VerdictState.choices, label=_("结论"))
    decision = django_filters.ChoiceFilter(choices=Decision.choices, label=_("处理"))
    category = django_filters.ChoiceFilter(choices=category_choices, label=_("类别"))
    booked = django_filters.BooleanFilter(field_name="booked_voucher_id", lookup_expr="isnull", exclude=True)
    doubtful = django_filters.BooleanFilter(method="filter_doubtful")
    q = django_filters.CharFilter(method="filter_text", label=_("搜索"))

    class Meta:
        model = Invoice
        fields = ["period", "direction", "verdict", "decision", "category", "booked", "doubtful", "q"]

    def filter_text(self, rows: QuerySet[Invoice], name: str, value: str) -> QuerySet[Invoice]:
        """Every word must stand in some column."""
        for word in value.split()[:8]:
            found = Q()
            for column in _TEXT_COLUMNS:
                found |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(pk__in=Invoice.objects.filter(found).values("pk"))
        return rows

    def filter_doubtful(self, rows: QuerySet[Invoice], name: str, value: bool) -> QuerySet[Invoice]:  # noqa: FBT001
        """With or without doubtful fields."""
        return rows.filter(doubtful_fields__gt=0) if value else rows.filter(doubtful_fields=0)


class DocumentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """State and name."""

    state = django_filters.ChoiceFilter(choices=DocumentState.choices, label=_("状态"))
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("搜索"))

    class Meta:
        model = Document
        fields = ["state", "q"]
