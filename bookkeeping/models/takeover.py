"""Taking over a company from another package: the files, what each account becomes, what is remembered, the proof."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookkeeping.takeover.mapping import DOUBTFUL_BELOW, Action, Decision
from bookkeeping.takeover.sheets import Kind
from bookkeeping.takeover.words import words

KINDS = [
    (Kind.CHART.value, pgettext_lazy("takeover", "科目表")),
    (Kind.BALANCES.value, pgettext_lazy("takeover", "科目余额表")),
    (Kind.PARTIES.value, pgettext_lazy("takeover", "往来及辅助余额表")),
    (Kind.VOUCHERS.value, pgettext_lazy("takeover", "凭证")),
    (Kind.ASSETS.value, pgettext_lazy("takeover", "资产卡片")),
]
ACTIONS = [
    (Action.ACCOUNT.value, pgettext_lazy("takeover", "对应科目")),
    (Action.NEW.value, pgettext_lazy("takeover", "新设明细")),
    (Action.PARTY.value, pgettext_lazy("takeover", "作为往来单位")),
    (Action.OPEN.value, pgettext_lazy("takeover", "未定")),
]
USES = [
    ("closing", pgettext_lazy("takeover", "期末余额作为启用时余额")),
    ("opening", pgettext_lazy("takeover", "期初余额作为启用时余额")),
    ("check", pgettext_lazy("takeover", "只用于核对")),
]


class Takeover(models.Model):
    """One company coming over from one package; it may be left and come back to."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="takeovers")
    source = models.CharField(pgettext_lazy("takeover", "原软件"), max_length=20)
    started_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("接账")
        verbose_name_plural = _("接账")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source_name} {self.started_at:%Y-%m-%d}"

    @property
    def source_name(self) -> str:
        """The package as people call it."""
        return words().packages.get(self.source, self.source)


class TakeoverSheet(models.Model):
    """One sheet of an uploaded file. `position` counts the file's sheets from 0; `start` and `end` are its months.

    `use` says what a balance table is for; `result` is what the import wrote.
    """

    takeover = models.ForeignKey(Takeover, on_delete=models.CASCADE, related_name="sheets")
    document = models.ForeignKey("foundation.Document", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=60)
    kind = models.CharField(pgettext_lazy("takeover", "内容"), max_length=10, choices=KINDS)
    use = models.CharField(pgettext_lazy("takeover", "用途"), max_length=10, choices=USES, default="", blank=True)
    start = models.CharField(max_length=7, default="", blank=True)
    end = models.CharField(max_length=7, default="", blank=True)
    unknown = models.JSONField(default=list)
    imported_at = models.DateTimeField(null=True)
    imported_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, related_name="+")
    result = models.JSONField(default=dict)

    class Meta:
        verbose_name = pgettext_lazy("takeover", "接账文件")
        verbose_name_plural = pgettext_lazy("takeover", "接账文件")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["takeover", "document", "position"], name="takeover_sheet_once")]

    def __str__(self) -> str:
        return f"{self.document} / {self.name}"


class Decided(models.Model):
    """What becomes of an account of the other package, as kept in a row."""

    code = models.CharField(pgettext_lazy("takeover", "原编码"), max_length=60, blank=True)
    name = models.CharField(pgettext_lazy("takeover", "原科目"), max_length=200)
    action = models.CharField(max_length=8, choices=ACTIONS)
    target = models.CharField(pgettext_lazy("takeover", "本账科目"), max_length=16, blank=True)
    new_name = models.CharField(pgettext_lazy("takeover", "新明细或往来单位"), max_length=120, blank=True)

    class Meta:
        abstract = True


class TakeoverAccount(Decided):
    """An account of the other package in one takeover. `key` is its code, or its name where it has none.

    `our_code` is the leaf it became once anything was imported on it.
    """

    takeover = models.ForeignKey(Takeover, on_delete=models.CASCADE, related_name="accounts")
    key = models.CharField(max_length=200)
    parent = models.CharField(max_length=200, blank=True)
    is_leaf = models.BooleanField(default=True)
    currency = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    analysis = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField(default=0)
    reason = models.CharField(max_length=20, blank=True)
    our_code = models.CharField(max_length=16, blank=True)
    decided_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("takeover", "原科目")
        verbose_name_plural = pgettext_lazy("takeover", "原科目")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["takeover", "key"], name="takeover_account_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def decision(self) -> Decision:
        """The pure value."""
        return Decision(Action(self.action), self.target, self.new_name, self.confidence, self.reason)

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look first."""
        return self.decided_by_id is None and self.confidence < DOUBTFUL_BELOW


class ChartMapping(Decided):
    """What a person decided about an account of a package: of one company, or of its agency where `company` is empty.

    Accounts of the standard are remembered for the agency; sub-accounts and counterparties only for the company.
    """

    agency = models.ForeignKey("foundation.Agency", on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=20)
    standard = models.CharField(max_length=20)
    decided_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("科目对照")
        verbose_name_plural = _("科目对照")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "source", "standard", "code", "name"],
                condition=Q(company__isnull=False),
                name="mapping_once_per_company",
            ),
            models.UniqueConstraint(
                fields=["agency", "source", "standard", "code", "name"],
                condition=Q(company__isnull=True),
                name="mapping_once_per_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name} → {self.target}"


class TieOut(models.Model):
    """The proof that what came in is what was exported: figures of the files beside ours when it was made."""

    takeover = models.ForeignKey(Takeover, on_delete=models.PROTECT, related_name="tie_outs")
    made_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    differences = models.PositiveIntegerField(default=0)
    content = models.JSONField()

    class Meta:
        verbose_name = _("接账核对")
        verbose_name_plural = _("接账核对")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.takeover} / {self.made_at:%Y-%m-%d %H:%M}"
