"""Items of the analysis dimensions, and the combinations of them that lines carry."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookkeeping.domain.analysis import ON_LINES, Analysis, Dimension, Item, analysis_of

DIMENSIONS = [
    (Dimension.CUSTOMER.value, pgettext_lazy("books", "客户")),
    (Dimension.SUPPLIER.value, _("供应商")),
    (Dimension.DEPARTMENT.value, _("部门")),
    (Dimension.EMPLOYEE.value, _("职员")),
    (Dimension.PROJECT.value, pgettext_lazy("books", "项目")),
    (Dimension.STOCK_ITEM.value, _("存货")),
]


class AnalysisItem(models.Model):
    """One customer, supplier, department, employee, project or stock item of a company (核算项目)."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="analysis_items")
    dimension = models.CharField(_("核算类别"), max_length=12, choices=DIMENSIONS)
    code = models.CharField(_("编码"), max_length=30)
    name = models.CharField(_("名称"), max_length=120)
    specification = models.CharField(_("规格型号"), max_length=80, blank=True)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)
    search_text = models.CharField(max_length=240, default="", editable=False)

    class Meta:
        verbose_name = _("核算项目")
        verbose_name_plural = _("核算项目")
        ordering = ["dimension", "code"]
        constraints = [
            models.UniqueConstraint(fields=["company", "dimension", "code"], name="analysis_item_code_once"),
            models.UniqueConstraint(
                fields=["company", "dimension", "name", "specification"], name="analysis_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AnalysisSet(models.Model):
    """The items one line carries, kept once however many lines carry them. Never changes."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    department = models.ForeignKey(
        AnalysisItem, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("部门")
    )
    employee = models.ForeignKey(
        AnalysisItem, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("职员")
    )
    project = models.ForeignKey(
        AnalysisItem, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=pgettext_lazy("books", "项目")
    )
    stock_item = models.ForeignKey(
        AnalysisItem, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("存货")
    )

    class Meta:
        verbose_name = _("核算项目组合")
        verbose_name_plural = _("核算项目组合")
        constraints = [models.UniqueConstraint(fields=["company", "key"], name="analysis_set_once")]

    def __str__(self) -> str:
        return "、".join(item.name for item in self.items)

    @property
    def items(self) -> list[AnalysisItem]:
        """The items in the order of `ON_LINES`."""
        return [item for dimension in ON_LINES if (item := getattr(self, dimension)) is not None]

    @property
    def value(self) -> Analysis:
        """The pure value."""
        return analysis_of(Item(item.dimension, item.code) for item in self.items)
