"""What happened lately in a company, told from its audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from foundation.models import AuditEntry, Company

_ = partial(pgettext_lazy, "history")  # the same Chinese word may be a different one elsewhere

SHOWN: Final = 12
SENTENCES: Final[dict[str, Promise]] = {
    "document.received": _("收到文件"),
    "document.unpacked": _("解开压缩包"),
    "document.read": _("识别文件"),
    "document.not_read": _("文件无法识别"),
    "invoice.read": _("识别发票"),
    "invoice.rendition_added": _("补充发票版式"),
    "invoice.corrected": _("更正发票"),
    "invoice.fields_confirmed": _("确认读出的字段"),
    "invoice.decided": _("处理发票"),
    "invoice.verified": _("查验发票"),
    "invoice.circumstances": _("说明票据情况"),
    "invoice.sorted": _("确认发票类别"),
    "invoice.signatures_checked": _("检查电子签名"),
    "invoice.resubmitted": _("重新提交发票"),
    "invoice.booked": _("标为已入账"),
    "invoice.unbooked": _("取消入账标记"),
    "party.watched": _("关注往来单位"),
    "party.unwatched": _("取消关注往来单位"),
    "books.opened": _("启用账簿"),
    "books.opening_balances_set": _("录入期初余额"),
    "account.changed": _("修改科目设置"),
    "analysis_item.added": _("新增核算项目"),
    "analysis_item.changed": _("修改核算项目"),
    "proposal.accepted": _("采纳记账建议"),
    "proposal.corrected": _("改后采纳记账建议"),
    "proposal.rejected": _("驳回记账建议"),
    "engine.refitted": _("更新入账模型"),
    "proposal.undone": _("撤销对建议的处理"),
    "booking_rule.suggested": _("提出记账规则"),
    "booking_rule.accepted": _("采纳记账规则"),
    "booking_rule.rejected": _("否决记账规则"),
    "booking_rule.switched_off": _("停用记账规则"),
    "refused_account.kept": _("记下不再建议的科目"),
    "refused_account.lifted": _("解除不再建议的科目"),
    "entry_template.saved": _("保存分录模板"),
    "engine.changed": _("更改记账引擎设置"),
    "voucher.imported": _("导入凭证"),
    "voucher.paper_added": _("添加凭证附件"),
    "voucher.paper_removed": _("移除凭证附件"),
    "voucher_template.saved": _("保存凭证模板"),
    "voucher_template.removed": _("删除凭证模板"),
    "voucher_types.changed": _("更改凭证字"),
    "voucher.prepared": _("制单"),
    "voucher.rewritten": _("修改凭证"),
    "voucher.discarded": _("删除未记账凭证"),
    "voucher.reviewed": _("审核凭证"),
    "voucher.review_withdrawn": _("撤回审核"),
    "voucher.posted": _("记账"),
    "voucher.reversed": _("红字冲销"),
    "asset.added": _("新增资产卡片"),
    "asset.revised": _("变更资产估计"),
    "asset.disposed": _("处置资产"),
    "employee.added": _("新增员工"),
    "employee.changed": _("修改员工资料"),
    "employee.enrolled": _("登记参保信息"),
    "employee.deduction_declared": _("登记专项附加扣除"),
    "employee.deduction_ended": _("终止专项附加扣除"),
    "employee.brought_forward": _("登记以前月份累计"),
    "employee.imported": _("导入员工"),
    "payroll.started": _("新建工资表"),
    "payroll.discarded": _("删除工资表草稿"),
    "payroll.imported": _("导入工资表"),
    "payroll.confirmed": _("确认工资表"),
    "payroll.paid": _("支付工资、社保或个税"),
    "payroll.reversed": _("冲销工资表"),
    "payroll.exported": _("导出个税申报文件"),
    "payroll.settings_changed": _("修改工资设置"),
    "payroll.rate_changed": _("修改缴费标准"),
    "payroll.rate_removed": _("删除缴费标准"),
    "costing.chosen": _("选定成本核算方法"),
    "provisional.added": _("暂估入库"),
    "provisional.settled": _("冲回暂估"),
    "exchange_rate.kept": _("录入汇率"),
    "period.closed": _("结账"),
    "bank_account.reconciled": _("银行自动对账"),
    "bank_match.accepted": _("确认对账建议"),
    "bank_match.rejected": _("否决对账建议"),
    "bank_match.made": _("人工对账"),
    "bank_match.undone": _("撤销对账"),
    "cash_flow.chosen": _("指定现金流量项目"),
    "period.reopened": _("反结账"),
    "period.run": _("办理本期"),
    "company.assigned": _("分派公司"),
    "invoice_list.imported": _("导入税局发票清单"),
    "chase.sent": _("发送催票催款清单"),
    "night.worked": _("夜间处理"),
    "night.asked_again": _("重新开始夜间处理"),
    "period.watched": _("检查预警"),
    "warning.acknowledged": _("知悉预警"),
    "warning.false_alarm": _("标记误报"),
    "filing.approved": _("批准申报"),
    "filing.ordered": _("下达批量申报"),
    "filing.stopped": _("停止批量申报"),
    "return.correction_opened": _("发起更正申报"),
    "return.correction_dropped": _("放弃更正申报"),
    "return.void_ordered": _("发起申报作废"),
    "submission.created": _("提交申报"),
    "submission.sending": _("发送申报"),
    "submission.submitted": _("税局受理中"),
    "submission.outcome_unknown": _("申报结果待查"),
    "submission.human_needed": _("申报需要人工"),
    "submission.final_failure": _("申报失败"),
    "return.drafted": _("编制申报表"),
    "return.overridden": _("手工调整申报表"),
    "return.override_cleared": _("取消手工调整"),
    "bot.account_kept": _("保存税局账号"),
    "bot.run_ended": _("机器人运行结束"),
    "bot.asked_again": _("重新询问"),
    "tax_settings.changed": _("修改报税设置"),
    "document.read_again": _("重新识别文件"),
    "submission.accepted": _("申报已受理"),
    "submission.rejected": _("申报被退回"),
    "tax.paid": _("缴款"),
    "handover.answered": _("人工接手"),
    "member.set": _("设置成员"),
    "member.removed": _("移除成员"),
    "account.added": _("新增科目"),
    "demo.loaded": _("载入演示数据"),
    "review_rule.approved": _("批准自动审核规则"),
    "log.verified": _("校验操作日志"),
    "package.requested": _("生成档案包"),
    "package.made": _("档案包已生成"),
    "package.failed": _("档案包生成失败"),
    "package.downloaded": _("下载档案包"),
    "takeover.started": _("开始接账"),
    "takeover.file_added": _("上传接账文件"),
    "takeover.file_removed": _("移除接账文件"),
    "takeover.accounts_mapped": _("确定接账科目"),
    "takeover.openings_imported": _("导入期初余额"),
    "takeover.vouchers_imported": _("导入以前的凭证"),
    "takeover.cards_imported": _("导入资产卡片"),
    "takeover.tied_out": _("接账核对"),
    "bank_account.added": _("新增银行账户"),
    "bank_account.changed": _("修改银行账户"),
    "bank_statement.received": _("收到对账单"),
    "bank_statement.imported": _("导入对账单"),
    "bank_statement.columns_explained": _("确定对账单的列"),
    "bank_statement.discarded": _("撤销对账单"),
}


SUBJECTS: Final[dict[str, Promise]] = {
    "document": _("文件"),
    "invoice": _("发票"),
    "proposal": _("建议"),
    "voucher": _("凭证"),
    "periodwarning": _("预警"),
    "handover": _("人工接手"),
    "taxreturn": _("申报表"),
    "submission": _("申报"),
    "filingapproval": _("申报批准"),
    "botrun": _("机器人运行"),
    "membership": _("成员"),
    "account": _("科目"),
    "takeover": _("接账"),
    "tieout": _("接账核对"),
    "bankaccount": _("银行账户"),
    "bankstatement": _("对账单"),
    "employee": _("员工"),
    "payroll": _("工资表"),
    "automaticreviewrule": _("自动审核规则"),
    "archivepackage": _("档案包"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history: who did what, when, to what."""

    at: datetime
    actor: str
    sentence: str
    subject: str


def recent_activity(company: Company) -> list[Happening]:
    """The newest entries of the audit trail; an unlisted action shows its own name."""
    entries = AuditEntry.objects.filter(company=company).select_related("actor").order_by("-sequence")[:SHOWN]
    return [
        Happening(
            at=entry.created_at,
            actor=str(entry.actor) if entry.actor else "",
            sentence=str(SENTENCES.get(entry.action, entry.action)),
            subject=subject_name(entry),
        )
        for entry in entries
    ]


def subject_name(entry: AuditEntry) -> str:
    """`voucher:4` in words; a month of the books by its name; what is not a reference stays as it is."""
    model, colon, number = entry.subject.partition(":")
    if model == "booksperiod":
        return str(entry.content.get("period", ""))
    return f"{SUBJECTS[model]} {number}" if colon and model in SUBJECTS else entry.subject
