"""Money at banks and wallets: the accounts, the statements that came in, their lines, how unknown files are read."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.utils.translation import pgettext_lazy

from bookkeeping.models.fields import FenField

_ = partial(pgettext_lazy, "bank")


class BankAccountKind(models.TextChoices):
    """Who keeps the money."""

    BANK = "bank", _("银行")
    ALIPAY = "alipay", _("支付宝")
    WECHAT = "wechat", _("微信支付")
    JD = "jd", _("京东")
    MEITUAN = "meituan", _("美团")
    OTHER = "other", _("其他")


class BankAccount(models.Model):
    """An account at a bank or a wallet, and the ledger account that keeps its money.

    `number` is empty for wallets that name none in their exports; amounts of its lines are in `currency`.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="bank_accounts")
    name = models.CharField(_("账户名称"), max_length=80)
    kind = models.CharField(_("账户类型"), max_length=8, choices=BankAccountKind, default=BankAccountKind.BANK)
    bank = models.CharField(_("开户行"), max_length=80, default="", blank=True)
    number = models.CharField(_("账号"), max_length=64, default="", blank=True)
    currency = models.CharField(_("币种"), max_length=3, default="CNY")
    account_code = models.CharField(_("对应科目"), max_length=16)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("银行账户")
        verbose_name_plural = _("银行账户")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number", "currency"],
                condition=~models.Q(number=""),
                name="bank_account_number_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class StatementState(models.TextChoices):
    """How far a statement is."""

    IMPORTED = "imported", _("已导入")
    NEEDS_ACCOUNT = "needs_account", _("待选账户")
    NEEDS_COLUMNS = "needs_columns", _("待定列")


class BankStatement(models.Model):
    """One statement as it came in: what it says of itself and whether its running balances follow from each other.

    `account` is empty while nobody knows whose it is; `part` counts the statements of one file from 0. `findings` are
    kept as they were found: rule, severity, message_zh, message_en, evidence. `known` lines were there before.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="bank_statements")
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, null=True, related_name="statements")
    document = models.ForeignKey("foundation.Document", on_delete=models.PROTECT, null=True, related_name="+")
    part = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(_("状态"), max_length=14, choices=StatementState, default=StatementState.IMPORTED)
    layout = models.CharField(_("格式"), max_length=40)
    start = models.DateField(_("起"), null=True)
    end = models.DateField(_("止"), null=True)
    opening_balance = FenField(_("期初余额"), null=True)  # type: ignore[misc]  # unknown is not 0
    closing_balance = FenField(_("期末余额"), null=True)  # type: ignore[misc]  # unknown is not 0
    is_proved = models.BooleanField(_("余额已核对"), null=True)
    findings = models.JSONField(default=list)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    imported_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("银行对账单")
        verbose_name_plural = _("银行对账单")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "part"], name="bank_statement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account or self.layout} {self.start}–{self.end}"


class BankLineState(models.TextChoices):
    """Whether a line is settled with the ledger."""

    OPEN = "open", _("未对账")
    MATCHED = "matched", _("已对账")


class BankLine(models.Model):
    """One movement of money as the bank shows it: `amount` in + and out −, `balance` after it where the bank says so.

    `fingerprint` tells lines of one account apart, so that overlapping files keep a line once; `position` orders the
    lines of a day.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="bank_lines")
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="lines")
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField(default=0)
    date = models.DateField(_("日期"))
    time = models.TimeField(_("时间"), null=True)
    amount = FenField(_("金额"))
    balance = FenField(_("余额"), null=True)  # type: ignore[misc]  # unknown is not 0
    counterparty_name = models.CharField(_("对方户名"), max_length=200, default="", blank=True)
    counterparty_account = models.CharField(_("对方账号"), max_length=64, default="", blank=True)
    counterparty_bank = models.CharField(_("对方开户行"), max_length=120, default="", blank=True)
    description = models.CharField(_("摘要"), max_length=400, default="", blank=True)
    reference = models.CharField(_("参考号"), max_length=120, default="", blank=True)
    serial_number = models.CharField(_("流水号"), max_length=80, default="", blank=True)
    fingerprint = models.CharField(max_length=40)
    state = models.CharField(_("状态"), max_length=8, choices=BankLineState, default=BankLineState.OPEN)

    class Meta:
        verbose_name = _("银行流水")
        verbose_name_plural = _("银行流水")
        ordering = ["date", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["account", "fingerprint"], name="bank_line_once")]
        indexes = [
            models.Index(fields=["account", "date", "position"], name="bank_line_by_day"),
            models.Index(fields=["company", "state", "date"], name="bank_line_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.amount}"


class StatementMapping(models.Model):
    """What the columns of an unknown layout mean, as a person said for this company. `header` is its fingerprint.

    `columns` is {our name: column from 0}; `sign` says which way the amounts point.
    """

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    header = models.CharField(max_length=40)
    columns = models.JSONField()
    sign = models.CharField(max_length=12, default="", blank=True)
    decided_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("对账单列对照")
        verbose_name_plural = _("对账单列对照")
        constraints = [models.UniqueConstraint(fields=["company", "header"], name="statement_mapping_once")]

    def __str__(self) -> str:
        return self.header
