"""The manual of the software for the tax bureau's file (核算软件使用说明书), written from the program itself.

税收征收管理法 Art. 20 and 实施细则 Art. 24 ask taxpayers to file the accounting software and its
manual with the bureau.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from archives.selectors.retention import CATEGORIES, retention_on
from archives.selectors.version import program_version
from bookkeeping.exports import Column, Sheet, account_codes, report_titles, row
from foundation.models import Company, Role
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title and what it says, as (item, text)."""

    title: str
    lines: tuple[tuple[str, str], ...]


def manual_of(company: Company, period: AccountingPeriod) -> list[Chapter]:
    """The manual for this company as the program is set up today."""
    return [
        Chapter(_("一、软件与使用单位"), tuple(_identity(company))),
        Chapter(_("二、功能模块"), tuple(_modules())),
        Chapter(_("三、会计科目与编码"), tuple(_accounts(company))),
        Chapter(_("四、从票据到账簿的流程"), tuple(_steps())),
        Chapter(_("五、期末处理与结账"), tuple(_closing())),
        Chapter(_("六、账簿与报表"), tuple(_reports())),
        Chapter(_("七、人员与权限"), tuple(_roles())),
        Chapter(_("八、防篡改与操作日志"), tuple(_guards())),
        Chapter(_("九、会计档案与保管期限"), tuple(_retention(period))),
        Chapter(_("十、备份与数据导出"), tuple(_backup())),
    ]


def _identity(company: Company) -> Iterator[tuple[str, str]]:
    yield _("软件名称"), _("账房（代理记账与报税软件）")
    yield _("版本"), program_version()
    yield _("使用单位"), company.name
    yield _("纳税人识别号"), company.taxpayer_id
    yield _("代账机构"), str(company.agency)
    yield _("会计准则"), str(company.get_accounting_standard_display())
    yield _("启用账期"), company.books_begin
    yield _("界面语言与记账本位币"), _("中文优先，可切换英文；人民币")


def _modules() -> Iterator[tuple[str, str]]:
    yield _("收票"), _("接收电子发票和影像，识别、查重、查验、验签、合规检查；原件逐字节保存并留哈希值。")
    yield (
        _("记账"),
        _(
            "依据已检查的票据生成入账建议，人工或按规则审核后记账；也可手工录入。辅助核算、外币、数量、工资、资产、存货。"
        ),
    )
    yield _("报税"), _("由账簿生成申报表，批准后提交，保存回执。")
    yield _("预警"), _("逐期检查账、票、税之间的异常。")
    yield _("档案"), _("原始凭证索引、入账信息结构化数据文件、操作日志、归档与全部数据导出。")


def _accounts(company: Company) -> Iterator[tuple[str, str]]:
    codes = account_codes(company.pk)
    yield _("编码规则"), _("一级科目四位，按财政部统一编码；以下每级两位，可按需增设。")
    lengths = Counter(len(code) for code in codes)
    yield _("科目数量"), _("共 %(count)s 个") % {"count": len(codes)}
    for length, count in sorted(lengths.items()):
        yield _("%(level)s 级科目") % {"level": (length - 4) // 2 + 1}, str(count)
    yield _("改动限制"), _("用过的科目不能改编码、单位和币种；停用不删除。")


def _steps() -> Iterator[tuple[str, str]]:
    yield _("制单"), _("入账建议或手工录入形成凭证草稿，借贷必须相等、科目必须为末级。")
    yield _("审核"), _("由人审核，或由登记在册的自动审核规则审核；规则可查、可追溯，改动即新版本。")
    yield _("记账"), _("按月、按凭证字连续编号；记账后不能修改、删除、插入，只能用红字或补充凭证更正。")
    yield _("防止重复入账"), _("同一张发票只能入账一次，电子件与打印件、照片视为同一张。")


def _closing() -> Iterator[tuple[str, str]]:
    steps = sorted((import_string(path)() for path in settings.CLOSING_STEPS), key=lambda step: step.order)
    for number, step in enumerate(steps, 1):
        yield str(number), STEP_NAMES().get(step.name, step.name)
    yield str(len(steps) + 1), _("结转损益")
    yield str(len(steps) + 2), _("检查：本期凭证全部记账、试算平衡、报表勾稽；有阻断项不能结账")
    yield str(len(steps) + 3), _("结账；已结账的月份不再接受凭证。最近一个月可由主管说明原因后反结账。")


def STEP_NAMES() -> dict[str, str]:  # noqa: N802 - a table in the reader's language
    """Closing steps by name, in words."""
    return {
        "depreciation": _("计提折旧与摊销"),
        "payroll": _("计提工资"),
        "cost_of_sales": _("结转销售成本"),
        "revaluation": _("期末调汇"),
        "vat_transfer": _("结转增值税"),
        "surtaxes": _("计提附加税费"),
        "income_tax": _("计提所得税"),
    }


def _reports() -> Iterator[tuple[str, str]]:
    for number, title in enumerate(report_titles(), 1):
        yield str(number), title
    yield _("输出"), _("屏幕查询、打印、PDF、Excel、接口；自总账可逐级查到明细账、凭证和原件。")


def _roles() -> Iterator[tuple[str, str]]:
    yield str(Role.VIEWER.label), _("查看")
    yield str(Role.ACCOUNTANT.label), _("收票、制单、审核、记账、报税准备")
    yield str(Role.SUPERVISOR.label), _("结账、反结账、批准申报和规则、操作日志、归档")
    yield str(Role.OWNER.label), _("成员与角色、全部数据导出")


def _guards() -> Iterator[tuple[str, str]]:
    yield _("数据库约束"), _("已记账凭证、操作日志、原件由数据库触发器拒绝改动和删除。")
    yield _("操作日志"), _("记录人员、时间、操作和内容，逐条以 SHA-256 相连；可按人员、时间、内容查询，可随时校验。")
    yield _("原件"), _("打开时重新计算哈希值，与收到时不一致的不予提供。")
    yield _("敏感信息"), _("证件号码、银行账号、登录口令加密保存。")


def _retention(period: AccountingPeriod) -> Iterator[tuple[str, str]]:
    plan = retention_on(period)
    for term in plan.terms:
        years = _("%(years)s 年") % {"years": term.years} if term.years else _("永久")
        yield str(CATEGORIES[term.category]), years
    yield _("依据"), plan.source
    yield _("起算"), _("会计年度终了后的第一天")


def _backup() -> Iterator[tuple[str, str]]:
    yield (
        _("归档"),
        _("按期间生成档案包：账簿、报表、凭证、原件、入账信息文件、申报表与回执、操作日志，附逐件哈希清单。"),
    )
    yield _("导出"), _("使用单位可随时导出全部数据（JSON、CSV 及原件）。")
    yield _("备份"), _("由部署单位对数据库和文件目录定期备份；数据保存在部署单位的服务器上。")


def manual_sheet(company: Company, period: AccountingPeriod) -> Sheet:
    """The manual as a table of chapter, item and text, for print."""
    columns = (Column("chapter", _("章")), Column("item", _("项目")), Column("text", _("内容")))
    rows = [
        row([chapter.title if place == 0 else "", item, text])
        for chapter in manual_of(company, period)
        for place, (item, text) in enumerate(chapter.lines)
    ]
    return Sheet(_("核算软件使用说明书"), timezone.localdate().isoformat(), columns, rows)
