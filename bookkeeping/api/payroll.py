"""API of employees and payroll: the same services as the pages, for who keeps the books alone."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.api.serializers import amount_field
from bookkeeping.domain.payroll_entries import PARTS
from bookkeeping.models import Employee, Payroll, PayrollLine
from bookkeeping.models.employee import DEDUCTIONS, ENGAGEMENTS, USES
from bookkeeping.models.payroll import BONUS_METHODS, COMPUTED, ENTERED
from bookkeeping.selectors.payroll import payroll_of
from bookkeeping.selectors.payroll_facts import payroll_facts
from bookkeeping.services.compute_payroll import save_sheet, start_payroll
from bookkeeping.services.keep_employees import CARD, PERSONAL, declare_deduction, enrol, save_employee
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.settle_payroll import confirm_payroll, pay_payroll
from foundation.models import Role
from kernel.money import ZERO
from kernel.period import AccountingPeriod


class EmployeeSerializer(serializers.ModelSerializer[Employee]):
    """An employee. What is sealed can be written, never read."""

    engagement = serializers.ChoiceField(choices=ENGAGEMENTS, default="employee")
    expense_use = serializers.ChoiceField(choices=USES, default="administrative")
    base_salary = amount_field(default=ZERO, min_value=0)
    identity = serializers.CharField(max_length=40, write_only=True, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=20, write_only=True, required=False, allow_blank=True)
    bank_account = serializers.CharField(max_length=40, write_only=True, required=False, allow_blank=True)

    class Meta:
        model = Employee
        fields = ["id", *CARD, "identity_tail", *PERSONAL]
        read_only_fields = ["id", "identity_tail"]


class EnrolmentSerializer(serializers.Serializer[Any]):
    """Insurance from a month on."""

    begins = serializers.CharField(max_length=7)
    city = serializers.CharField(max_length=40)
    social_base = amount_field(min_value=0)
    housing_base = amount_field(min_value=0)


class DeductionSerializer(serializers.Serializer[Any]):
    """A declared deduction."""

    kind = serializers.ChoiceField(choices=DEDUCTIONS)
    amount = amount_field(min_value=0)
    begins = serializers.CharField(max_length=7)
    ends = serializers.CharField(max_length=7, required=False, allow_blank=True, default="")


class EntrySerializer(serializers.Serializer[Any]):
    """Amounts of one person, by number; what is left out stays."""

    number = serializers.CharField(max_length=30)
    bonus_method = serializers.ChoiceField(choices=BONUS_METHODS, required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The entered columns beside number and method."""
        return super().get_fields() | {name: amount_field(required=False, min_value=0) for name in ENTERED}


class PaymentSerializer(serializers.Serializer[Any]):
    """Paying one part."""

    part = serializers.ChoiceField(choices=[(part, part) for part in PARTS])
    date = serializers.DateField()
    bank = serializers.CharField(max_length=16, default="1002")


def shown(payroll: Payroll) -> dict[str, Any]:
    """A payroll with its lines, money as two-place strings."""
    lines = payroll.lines.select_related("employee")
    return {"id": payroll.pk, "period": payroll.period, "state": payroll.state, "lines": [_line(row) for row in lines]}


def _line(line: PayrollLine) -> dict[str, Any]:
    amounts = {name: f"{getattr(line, name):.2f}" for name in (*ENTERED, *COMPUTED)}
    who = {"id": line.pk, "number": line.employee.number, "name": line.employee.name}
    how = {"bonus_method": line.bonus_method, "contributions": line.contributions, "trace": line.trace}
    return {**who, **amounts, **how, "problem": line.problem}


class EmployeeList(BooksAPIView):
    """Employees."""

    read_role = Role.ACCOUNTANT

    @extend_schema(responses=EmployeeSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """Everybody, by number."""
        return Response(EmployeeSerializer(Employee.objects.filter(company=self.company), many=True).data)

    @extend_schema(request=EmployeeSerializer, responses=EmployeeSerializer)
    def post(self, request: Request, company_id: int) -> Response:
        """Enter an employee, or change the one of that number."""
        serializer = EmployeeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        said = dict(serializer.validated_data)
        ensure_books(self.company.pk, self.company.first_period.start)
        known = Employee.objects.filter(company=self.company, number=said["number"]).first()
        personal = {name: said.pop(name) for name in PERSONAL if name in said}
        saved = save_employee(self.company, said, personal, actor=self.actor(request), employee=known)
        return Response(EmployeeSerializer(saved).data, status=200 if known else 201)


class EmployeeEnrolment(BooksAPIView):
    """Insurance of an employee."""

    read_role = Role.ACCOUNTANT

    @extend_schema(request=EnrolmentSerializer, responses=EnrolmentSerializer)
    def post(self, request: Request, company_id: int, employee_id: int) -> Response:
        """Enrol from a month on."""
        employee = get_object_or_404(Employee, company=self.company, pk=employee_id)
        serializer = EnrolmentSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        said = serializer.validated_data
        bases = (said["social_base"], said["housing_base"])
        row = enrol(employee, AccountingPeriod.parse(said["begins"]), said["city"], bases, actor=self.actor(request))
        return Response(EnrolmentSerializer(row).data, status=201)


class EmployeeDeductions(BooksAPIView):
    """Declared deductions of an employee."""

    read_role = Role.ACCOUNTANT

    @extend_schema(responses=DeductionSerializer(many=True))
    def get(self, request: Request, company_id: int, employee_id: int) -> Response:
        """All of them."""
        employee = get_object_or_404(Employee, company=self.company, pk=employee_id)
        return Response(DeductionSerializer(employee.deductions.all(), many=True).data)

    @extend_schema(request=DeductionSerializer, responses=DeductionSerializer)
    def post(self, request: Request, company_id: int, employee_id: int) -> Response:
        """Enter one."""
        employee = get_object_or_404(Employee, company=self.company, pk=employee_id)
        serializer = DeductionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        row = declare_deduction(employee, serializer.validated_data, actor=self.actor(request))
        return Response(DeductionSerializer(row).data, status=201)


class PayrollOfPeriod(BooksAPIView):
    """The payroll of a month."""

    read_role = Role.ACCOUNTANT

    def found(self) -> Payroll:
        """The payroll that is not reversed, or 404."""
        payroll = payroll_of(self.company.pk, self.period)
        if payroll is None:
            raise Http404
        return payroll

    @extend_schema(responses={200: dict[str, Any]})
    def get(self, request: Request, company_id: int) -> Response:
        """Every line with what was entered, computed and why."""
        return Response(shown(self.found()))

    @extend_schema(request=EntrySerializer(many=True), responses={200: dict[str, Any]})
    def post(self, request: Request, company_id: int) -> Response:
        """Start the month where there is none, keep the amounts given by number, compute."""
        serializer = EntrySerializer(data=request.data or [], many=True)
        serializer.is_valid(raise_exception=True)
        payroll = start_payroll(self.company, self.period, actor=self.actor(request))
        lines = {line.employee.number: line.pk for line in payroll.lines.select_related("employee")}
        rows = {}
        for said in serializer.validated_data:
            number = said["number"]
            if number not in lines:
                raise serializers.ValidationError({"number": f"{number} is not on this payroll"})
            rows[lines[number]] = {name: value for name, value in said.items() if name != "number"}
        return Response(shown(save_sheet(payroll, rows, actor=self.actor(request))))


class PayrollConfirmation(PayrollOfPeriod):
    """Confirming the month."""

    @extend_schema(request=None, responses={200: dict[str, Any]})
    def post(self, request: Request, company_id: int) -> Response:
        """Confirm and accrue."""
        return Response(shown(confirm_payroll(self.found(), actor=self.actor(request))))


class PayrollPayment(PayrollOfPeriod):
    """Paying wages, contributions or tax."""

    @extend_schema(request=PaymentSerializer, responses={200: dict[str, int]})
    def post(self, request: Request, company_id: int) -> Response:
        """The voucher's id; asked again, the same one."""
        serializer = PaymentSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        said = serializer.validated_data
        voucher = pay_payroll(self.found(), said["part"], said["date"], said["bank"], actor=self.actor(request))
        return Response({"voucher": voucher})


class WithholdingFacts(BooksAPIView):
    """Payroll as facts of the withholding return."""

    read_role = Role.ACCOUNTANT

    @extend_schema(responses={200: dict[str, Any]})
    def get(self, request: Request, company_id: int) -> Response:
        """The year up to the month, in the shape of `compute_return iit_withholding`."""
        return Response(payroll_facts(self.company.pk, self.period.year, self.period))
