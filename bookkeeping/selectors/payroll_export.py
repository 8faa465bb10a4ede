"""Payroll as tables: the sheet itself, and what the tax bureau's withholding client takes in.

Columns and their order: the client's import templates 人员信息 and 正常工资薪金收入 as used in 2026 (29 columns).
Amounts are of the month, the special additional deductions and the personal pension cumulative.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from stdnum.cn import ric

from bookkeeping.domain.payroll import Engagement
from bookkeeping.models import Employee, Payroll, PayrollLine
from bookkeeping.models.employee import RESIDENT_CARD
from bookkeeping.models.payroll import ENTERED
from foundation.credentials import reveal_secrets
from foundation.models import Company
from kernel.money import ZERO
from kernel.period import AccountingPeriod

Row = list[object]
PEOPLE_SHEET: Final = "人员信息"
PEOPLE_HEADER: Final = (
    "工号", "姓名", "证件类型", "证件号码", "国籍", "性别", "出生日期", "任职受雇从业类型", "手机号码",
    "任职受雇从业日期", "离职日期",
)  # fmt: skip
WAGES_SHEET: Final = "正常工资薪金收入"
WAGES_HEADER: Final = (
    "工号", "*姓名", "*证件类型", "*证件号码", "本期收入", "本期免税收入", "基本养老保险费", "基本医疗保险费",
    "失业保险费", "住房公积金", "累计子女教育", "累计继续教育", "累计住房贷款利息", "累计住房租金", "累计赡养老人",
    "累计3岁以下婴幼儿照护", "累计个人养老金", "企业(职业)年金", "商业健康保险", "税延养老保险", "公务交通费用",
    "通讯费用", "律师办案费用",
    "西藏附加减除费用", "其他", "准予扣除的捐赠额", "减免税额", "协定减免", "备注",
)  # fmt: skip
CUMULATIVE: Final = (
    "child_education", "continuing_education", "housing_loan", "housing_rent", "elderly_care", "infant_care",
    "personal_pension",
)  # fmt: skip
WORK: Final = {
    Engagement.EMPLOYEE.value: "雇员",
    Engagement.STUDENT.value: "实习学生（全日制学历教育）",
    Engagement.LABOUR.value: "其他",
    Engagement.PLATFORM.value: "其他",
}


def secrets_of(company: Company) -> dict[str, dict[str, str]]:
    """Sealed fields by employee, for files that need them."""
    return reveal_secrets(company, "payroll.employee:")


def people_rows(company: Company, period: AccountingPeriod) -> list[Row]:
    """Personnel rows of everybody who worked in the year by the end of the month."""
    people = Employee.objects.filter(company=company, hired_on__lte=period.end)
    known = secrets_of(company)
    wanted = [one for one in people if one.left_on is None or one.left_on.year >= period.year]
    return [_person(one, known.get(one.secret_purpose, {})) for one in wanted]


def _person(one: Employee, personal: dict[str, str]) -> Row:
    identity = personal.get("identity", "")
    chinese = one.identity_type == RESIDENT_CARD and bool(identity)
    return [
        one.number,
        one.name,
        one.identity_type,
        identity,
        "中国" if one.identity_type == RESIDENT_CARD else "",
        ("男" if int(identity[16]) % 2 else "女") if chinese else "",
        str(ric.get_birth_date(identity)) if chinese else "",
        WORK[one.engagement],
        personal.get("phone", ""),
        one.hired_on,
        one.left_on or "",
    ]


def wage_rows(payroll: Payroll) -> list[Row]:
    """Rows of the wage template; who was paid nothing has zeros in income and insurance, and nothing else."""
    known = secrets_of(payroll.company)
    lines = payroll.lines.select_related("employee").filter(engagement=Engagement.EMPLOYEE.value)
    return [_wages(line, known.get(line.employee.secret_purpose, {})) for line in lines]


def _wages(line: PayrollLine, personal: dict[str, str]) -> Row:
    one = line.employee
    head: Row = [one.number, one.name, one.identity_type, personal.get("identity", "")]
    if not line.taxed_salary:
        return [*head, ZERO, "", ZERO, ZERO, ZERO, ZERO, *[""] * 19]
    insurance = [line.share(fund, "person") for fund in ("pension", "medical", "unemployment", "housing_fund")]
    declared = [_or_blank(Decimal(line.declared.get(kind, 0))) for kind in CUMULATIVE]
    other = _or_blank(line.other_deductions)
    return [*head, line.taxed_salary, _or_blank(line.exempt), *insurance, *declared, *[""] * 7, other, *[""] * 4]


def _or_blank(amount: Decimal) -> object:
    return amount or ""


def sheet_header() -> list[str]:
    """Headings of the payroll sheet, in Chinese whatever the language: the file may come back."""
    titles = {
        "base_salary": "基本工资", "allowances": "津贴补贴", "bonus": "奖金绩效", "absence": "缺勤扣款",
        "exempt": "免税收入", "other_deductions": "其他税前扣除", "annual_bonus": "全年一次性奖金",
        "severance": "离职补偿", "withheld_other": "代扣其他",
    }  # fmt: skip
    computed = [
        "应发合计",
        "社保个人",
        "公积金个人",
        "专项附加扣除",
        "个税",
        "实发",
        "社保单位",
        "公积金单位",
        "银行卡号",
    ]
    return ["工号", "姓名", "部门", *(titles[name] for name in ENTERED), "奖金计税", *computed]


def sheet_rows(payroll: Payroll) -> Iterator[Row]:
    """The payroll as it stands, one row a person."""
    known = secrets_of(payroll.company)
    methods = {"separate": "单独计税", "combined": "并入当月"}
    for line in payroll.lines.select_related("employee"):
        one = line.employee
        yield [
            one.number,
            one.name,
            one.department,
            *(getattr(line, name) for name in ENTERED),
            methods[line.bonus_method],
            line.gross,
            line.social_person,
            line.housing_person,
            line.special_additional,
            line.tax,
            line.net,
            line.social_employer,
            line.housing_employer,
            known.get(one.secret_purpose, {}).get("bank_account", ""),
        ]
