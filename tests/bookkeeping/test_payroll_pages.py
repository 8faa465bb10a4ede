"""Pages, files and API of payroll: who may see them, what goes in and out as Excel, and what a file may not do."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bookkeeping.domain.payroll_table import EMPLOYEE_COLUMNS, MONTH_COLUMNS
from bookkeeping.models import ContributionRate, Employee, Payroll, PayrollLine, PayrollSettings
from bookkeeping.services.import_payroll import import_employees
from bookkeeping.services.keep_employees import declare_deduction
from bookkeeping.services.open_books import open_books
from foundation.models import AuditEntry
from tests.bookkeeping.payroll_people import SEPTEMBER

pytestmark = pytest.mark.django_db
D = Decimal
ID = "11010519491231002X"


@pytest.fixture
def base(small_scale) -> str:  # type: ignore[no-untyped-def]
    return f"/c/{small_scale.pk}/books/"


@pytest.fixture
def api(small_scale) -> str:  # type: ignore[no-untyped-def]
    return f"/api/v1/companies/{small_scale.pk}/books/"


def table(header: list[str], *rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(client, base: str, what: str, content: bytes):  # type: ignore[no-untyped-def]
    file = SimpleUploadedFile("表.xlsx", content)
    return client.post(f"{base}payroll/import/?period=2026-09", {"what": what, "file": file})


def cells(response) -> list[tuple[object, ...]]:  # type: ignore[no-untyped-def]
    return [tuple(row) for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.values]


def test_wages_are_nobodys_business_but_the_accountants(hire, month, login, viewer, accountant, base, api) -> None:
    employee = hire()
    line = month(SEPTEMBER).lines.get()
    pages = ["employees/", f"employees/{employee.pk}/", "payroll/", f"payroll/lines/{line.pk}/", "payroll/payslips/"]
    pages += ["payroll/rates/", "payroll/import/", "payroll/sheet.xlsx", "payroll/withholding.xlsx"]
    pages += ["payroll/people.xlsx", "payroll/template/month.xlsx", "payroll/template/employees.xlsx"]
    for page in pages:
        assert login(viewer).get(f"{base}{page}?period=2026-09").status_code == 403, page
        assert login(accountant).get(f"{base}{page}?period=2026-09").status_code == 200, page
    assert "bookkeeping:payroll" not in str(login(viewer).get(f"{base}vouchers/").content)
    assert login(viewer).get(f"{api}payroll/?period=2026-09").status_code == 403
    reversal = {"day": "2026-09-30", "reason": "错"}
    assert login(accountant).post(f"{base}payroll/reverse/?period=2026-09", reversal).status_code == 403


def test_a_month_from_the_first_employee_to_payment_by_pages(small_scale, login, accountant, supervisor, base) -> None:
    client = login(accountant)
    card = {
        "number": "001", "name": "林一", "engagement": "employee", "expense_use": "administrative",
        "hired_on": "2026-09-01", "base_salary": "8,000", "identity_type": "居民身份证", "identity": ID,
    }  # fmt: skip
    assert client.post(f"{base}employees/new/", card | {"identity": "1"}).status_code == 422
    assert client.post(f"{base}employees/new/", card).status_code == 302
    person = Employee.objects.get()
    one = f"{base}employees/{person.pk}/"
    insured = {"begins": "2026-09", "city": "昆明市", "social_base": "4000", "housing_base": "4000"}
    assert client.post(f"{one}enrol/", insured | {"begins": "九月"}).status_code == 422
    assert client.post(f"{one}enrol/", insured).status_code == 302
    declared = {"kind": "housing_rent", "amount": "1500", "begins": "2026-09"}
    assert client.post(f"{one}deduct/", declared | {"amount": "1501"}).status_code == 422
    assert client.post(f"{one}deduct/", declared).status_code == 302
    assert client.post(f"{one}deduct/", declared | {"kind": "housing_loan", "amount": "1000"}).status_code == 422
    for fund, rate in (("injury", "0.2"), ("housing_fund", "12")):
        own = {"what": "rate", "city": "昆明", "fund": fund, "begins": "2026-01", "employer_rate": rate}
        own["person_rate"] = "0" if fund == "injury" else rate
        assert client.post(f"{base}payroll/rates/", own).status_code == 302
    kept = {"what": "settings", "begins": "2026-09", "city": "昆明", "average_wage": "90,000"}
    assert client.post(f"{base}payroll/rates/", kept).status_code == 302
    assert PayrollSettings.objects.get().city == "kunming"
    assert set(ContributionRate.objects.values_list("city", flat=True)) == {"kunming"}
    client.post(f"{base}payroll/start/?period=2026-09")
    line = PayrollLine.objects.get()
    sheet = f"{base}payroll/?period=2026-09"
    wrong = client.post(sheet, {f"bonus-{line.pk}": "很多"})
    assert (wrong.status_code, "很多" in wrong.content.decode()) == (422, True)
    assert client.post(sheet, {f"bonus-{line.pk}": "200", "then": "confirm"}).status_code == 302
    line.refresh_from_db()
    # floors 4,403 (pension, unemployment, from September medical too); housing fund 12 % of 4,000
    assert (line.social_person, line.housing_person) == (D("453.51"), D("480.00"))
    assert line.net == D("7266.49") - line.wage_tax
    paid = {"part": "wages", "day": "2026-09-28", "bank": "1002 银行存款"}
    assert client.post(f"{base}payroll/pay/?period=2026-09", paid | {"bank": "560202"}).status_code == 422
    assert client.post(f"{base}payroll/pay/?period=2026-09", paid).status_code == 302
    assert Payroll.objects.get().state == "paid"
    reversal = {"day": "2026-09-30", "reason": "基数有误"}
    assert login(supervisor).post(f"{base}payroll/reverse/?period=2026-09", reversal).status_code == 302
    assert Payroll.objects.get().state == "reversed"


def test_employees_come_in_from_excel_all_or_none(small_scale, login, accountant, base) -> None:
    header = [
        "*工号",
        "*姓名",
        "证件号码",
        "入职日期",
        "用工类型",
        "费用归属",
        "基本工资",
        "参保地",
        "社保基数",
        "籍贯",
    ]
    bad = table(
        header,
        ["001", "林一", "110105194912310021", "2026-09-01", "雇员", "管理", 8000.1, "上海", 8000, None],
        ["001", None, ID, "九月一日", "神仙", "管理", "-1", "上海", 8000, None],
        [3, "吴三", 110105194912310020.0, "2026/9/1", "雇员", "销售", 8000, "上海", 8000, None],
    )
    response = upload(login(accountant), base, "employees", bad)
    text = response.content.decode()
    assert response.status_code == 422
    for said in (
        "籍贯",
        "不认识的列",
        "必填",
        "不是日期",
        "“神仙”应为",
        "不小于 0",
        "工号 001 重复",
        "长号码请设为文本",
    ):
        assert said in text, said
    assert Employee.objects.count() == 0
    good = table(
        header[:-1],
        ["001", "林一", ID, "2026-09-01", "雇员", "管理", 8000.1, "上海", 8000],
        [2, "周二", None, "2026.9.1", "劳务", "销售", 3000, None, None],
    )
    again = table(["工号", "姓名", "入职日期", "部门"], ["001", "林一一", "2026-09-01", "财务部"])
    open_books(small_scale, actor=None)
    only_identity = table(header[:4], ["009", "郑九", "110105194912310021", "2026-09-01"])
    assert "身份证号码" in upload(login(accountant), base, "employees", only_identity).content.decode()
    assert upload(login(accountant), base, "employees", good).status_code == 302
    assert import_employees(small_scale, again, SEPTEMBER, actor=accountant).rows == 1
    first, second = Employee.objects.order_by("number")
    assert (first.name, first.department, first.base_salary) == ("林一一", "财务部", D("8000.10"))
    assert (first.identity_tail, first.enrolments.get().city) == ("002X", "shanghai")
    assert (second.engagement, second.number) == ("labour", "2")


def test_a_month_goes_out_and_comes_back_as_excel(hire, month, login, accountant, base) -> None:
    hire(personal={"bank_account": "6200000000000000000"})
    hire(number="002", name="=周二", base="0")
    month(SEPTEMBER, confirm=False)
    client = login(accountant)
    out = client.get(f"{base}payroll/sheet.xlsx?period=2026-09")
    head, first, second = cells(out)
    assert (first[head.index("实发")], first[-1], second[1]) == (16155, "6200000000000000000", "=周二")
    assert upload(client, base, "month", out.content).status_code == 302
    changed = table(["工号", "奖金绩效", "奖金计税"], ["001", "1,000", "并入当月"])
    assert upload(client, base, "month", changed).status_code == 302
    line = PayrollLine.objects.get(employee__number="001")
    assert (line.bonus, line.bonus_method, line.base_salary) == (D("1000.00"), "combined", D("20000.00"))
    wrong = table(["工号", "姓名", "奖金绩效"], ["009", "无名", 1], ["001", "别人", 1])
    response = upload(client, base, "month", wrong)
    assert response.status_code == 422
    assert "不在本月工资表中" in response.content.decode()
    assert "与员工资料“林一”不符" in response.content.decode()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"<html>", table(["姓名"], ["甲"]), table(["工号"])])
def test_a_file_that_is_no_table_is_refused(hire, month, login, accountant, base, content: bytes) -> None:
    hire()
    month(SEPTEMBER, confirm=False)
    assert upload(login(accountant), base, "month", content).status_code == 422


def test_a_file_that_explodes_is_not_unpacked(hire, login, accountant, base) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    hire()
    response = upload(login(accountant), base, "employees", target.getvalue())
    assert (response.status_code, "解压后过大" in response.content.decode()) == (422, True)
    too_long = table(["工号"], *[[str(n)] for n in range(5001)])
    assert "超过 5000 行" in upload(login(accountant), base, "employees", too_long).content.decode()


def test_the_withholding_client_gets_its_columns(hire, month, login, accountant, small_scale, base) -> None:
    employee = hire(personal={"identity": ID, "phone": "13800000000"})
    hire(number="002", name="周二", base="0", base_salary=D(0))
    hire(number="003", name="吴三", engagement="labour", base="0")
    declare_deduction(
        employee, {"kind": "elderly_care", "amount": D("3000"), "begins": "2026-09", "ends": ""}, actor=accountant
    )
    month(SEPTEMBER, {"001": {"other_deductions": D("200.00")}})
    client = login(accountant)
    head, first, second = cells(client.get(f"{base}payroll/withholding.xlsx?period=2026-09"))
    assert len(head) == 29
    assert first[:10] == ("001", "林一", "居民身份证", ID, 20000, None, 1600, 400, 100, 1400)
    assert (first[head.index("累计赡养老人")], first[head.index("其他")]) == (3000, 200)
    assert second[4:10] == (0, None, 0, 0, 0, 0)
    assert set(second[10:]) == {None}
    people = cells(client.get(f"{base}payroll/people.xlsx?period=2026-09"))
    assert people[1][3:9] == (ID, "中国", "女", "1949-12-31", "雇员", "13800000000")
    assert [row[7] for row in people[1:]] == ["雇员", "雇员", "其他"]
    exported = AuditEntry.objects.filter(company=small_scale, action="payroll.exported")
    assert exported.count() == 2
    assert len(EMPLOYEE_COLUMNS) == len(cells(client.get(f"{base}payroll/template/employees.xlsx"))[0])
    assert len(MONTH_COLUMNS) == 12


def test_the_same_by_api(hire, login, accountant, api) -> None:
    hire()
    client = login(accountant)

    def send(place: str, data: object):  # type: ignore[no-untyped-def]
        return client.post(f"{api}{place}?period=2026-09", data, content_type="application/json")

    second = {"number": "002", "name": "周二", "hired_on": "2026-09-01", "base_salary": "9000.00", "identity": ID}
    made = send("employees/", second)
    assert (made.status_code, made.json()["identity_tail"]) == (201, "002X")
    assert "identity" not in made.json()
    assert send("employees/", second | {"name": "周贰"}).status_code == 200
    one = f"employees/{made.json()['id']}/"
    insured = {"begins": "2026-09", "city": "上海", "social_base": "9000", "housing_base": "0"}
    assert send(f"{one}enrolments/", insured).json()["city"] == "shanghai"
    assert (
        send(f"{one}deductions/", {"kind": "child_education", "amount": "2000", "begins": "2026-09"}).status_code == 201
    )
    assert client.get(f"{api}{one}deductions/").json()[0]["amount"] == "2000.00"
    answer = send("payroll/", [{"number": "002", "bonus": "100.00"}]).json()
    assert [line["net"] for line in answer["lines"]] == ["16155.00", "8120.35"]
    assert send("payroll/", [{"number": "009", "bonus": "1"}]).status_code == 400
    assert send("payroll/", [{"number": "002", "bonus": "-1"}]).status_code == 400
    assert send("payroll/confirm/", {}).json()["state"] == "confirmed"
    assert send("payroll/", []).status_code == 409
    paid = send("payroll/pay/", {"part": "wages", "date": "2026-09-28"}).json()
    assert send("payroll/pay/", {"part": "wages", "date": "2026-09-28"}).json() == paid
    facts = client.get(f"{api}payroll/facts/?period=2026-09").json()
    assert [row["months"][0]["salary"] for row in facts["employees"]] == ["20000.00", "9100.00"]
