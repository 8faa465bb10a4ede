"""Returns and submissions of a company."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Max, QuerySet, Sum

from foundation.models import Company, Role
from kernel.money import ZERO, money, total
from kernel.period import AccountingPeriod, TaxPeriod
from tax_filing.domain.due import WITHHOLDING, DueReturn
from tax_filing.domain.return_form import ReturnForm, form_edition
from tax_filing.models import Submission, SubmissionKind, SubmissionState, TaxPayment, TaxReturn

NO_LONGER_FILED = (
    SubmissionState.REJECTED,
    SubmissionState.FAILED,
    SubmissionState.STOPPED,
    SubmissionState.SUPERSEDED,
    SubmissionState.VOIDED,
)


def returns_seen_by(company: Company, role: Role) -> QuerySet[TaxReturn]:
    """The returns of a company a role may see: what people earn is for accountants and above."""
    found = TaxReturn.objects.filter(company=company).select_related("company", "prepared_by")
    return found if role >= Role.ACCOUNTANT else found.exclude(form=WITHHOLDING)


def latest_return(company: Company, form: str, period: TaxPeriod) -> TaxReturn | None:
    """The newest version of a return."""
    same = TaxReturn.objects.filter(company=company, form=form, period_start=period.start, period_end=period.end)
    return same.order_by("-version").first()


def submission_of(tax_return: TaxReturn) -> Submission | None:
    """The submission of this version, if it was sent."""
    return tax_return.submissions.exclude(kind=SubmissionKind.VOID).first()


def standing_submission(company: Company, form: str, period: TaxPeriod) -> Submission | None:
    """The accepted submission the bureau holds for a form and tax period, neither corrected nor voided."""
    same = Submission.objects.filter(company=company, form=form, period_start=period.start, period_end=period.end)
    return same.filter(state=SubmissionState.ACCEPTED).exclude(kind=SubmissionKind.VOID).order_by("-version").first()


def next_version(company: Company, form: str, period: TaxPeriod) -> int:
    """The version number no return and no submission (voids count) of this form and tax period bears yet."""
    of = {"company": company, "form": form, "period_start": period.start, "period_end": period.end}
    rows = (model.objects.filter(**of).aggregate(last=Max("version"))["last"] for model in (TaxReturn, Submission))
    return max((last or 0 for last in rows), default=0) + 1


def paid_before(submission: Submission) -> Decimal:
    """Yuan paid on the returns this one takes the place of, one behind the other."""
    paid, replaced = ZERO, submission.replaces
    while replaced is not None:
        paid += TaxPayment.objects.filter(submission=replaced).aggregate(sum=Sum("amount"))["sum"] or ZERO
        replaced = replaced.replaces
    return paid


def still_owed(submission: Submission) -> Decimal:
    """Yuan to pay on an accepted return, less what was paid on those it replaces; never below 0."""
    return max(ZERO, submission.total_payable - paid_before(submission))


def form_of(tax_return: TaxReturn) -> ReturnForm:
    """The edition a return was computed with, with one line per person where its form repeats."""
    people = tax_return.facts.get("employees") or []
    edition = form_edition(tax_return.form, tax_return.edition)
    return edition.with_rows([str(person.get("name") or "") for person in people])


def previous_of(tax_return: TaxReturn) -> TaxReturn | None:
    """The newest version of the return of the tax period just before this one."""
    return previous_return(tax_return.company, tax_return.form, tax_return.tax_period)


def is_frozen(tax_return: TaxReturn) -> bool:
    """Whether the version is on its way or accepted, so that it may not change."""
    settled_voids = {"kind": SubmissionKind.VOID, "state": SubmissionState.ACCEPTED}
    return tax_return.submissions.exclude(state__in=NO_LONGER_FILED).exclude(**settled_voids).exists()


def previous_return(company: Company, form: str, period: TaxPeriod) -> TaxReturn | None:
    """The newest version of the return of the tax period just before."""
    before = period.months[0].shifted(-1).end
    same = TaxReturn.objects.filter(company=company, form=form, period_end=before)
    return same.order_by("-version").first()


def prepaid_this_year(company: Company, form: str, line: str, period: TaxPeriod) -> Decimal:
    """What earlier accepted returns of the year came to on `line` of the main form."""
    return prepaid_before(company, form, line, year=period.end.year, day=period.start)


def prepaid_before(company: Company, form: str, line: str, *, year: int, day: date) -> Decimal:
    """What accepted returns of tax periods of `year` that ended before `day` came to on `line` of the main form."""
    accepted = (
        Submission.objects.filter(
            company=company,
            form=form,
            period_end__year=year,
            period_end__lt=day,
            state=SubmissionState.ACCEPTED,
        )
        .exclude(kind=SubmissionKind.VOID)
        .select_related("tax_return")
    )
    newest: dict[object, TaxReturn] = {
        submission.period_end: submission.tax_return for submission in accepted.order_by("version")
    }
    return total(max(ZERO, money(found.lines["main"].get(line))) for found in newest.values())


def returns_for(company: Company, due: Iterable[DueReturn]) -> list[tuple[DueReturn, TaxReturn | None]]:
    """Each owed return with its newest draft or sent version."""
    return [(owed, latest_return(company, owed.form, owed.tax_period)) for owed in due]


def submissions_for(company: Company, period: AccountingPeriod) -> QuerySet[Submission]:
    """Submissions of returns filed for an accounting period, newest first."""
    return Submission.objects.filter(company=company, accounting_period=str(period)).select_related(
        "tax_return", "receipt", "payment", "replaces"
    )
