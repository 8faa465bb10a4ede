"""The return as a screen and as files: tabs, changes, Excel, PDF, the comparison with pre-filled figures, privacy."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from foundation.models import Company, User
from tax_filing.domain.prefilled import read_prefilled
from tax_filing.domain.return_form import form_in_force
from tax_filing.models import TaxReturn
from tax_filing.services.draft_duty import draft_duty
from tax_filing.services.draft_returns import draft_returns
from tests.conftest import Login
from tests.tax_filing.conftest import OCTOBER

FORM = form_in_force("vat_general", date(2026, 10, 31))


@pytest.fixture
def drafted(general_in_october: Company) -> TaxReturn:
    (found,) = draft_returns(general_in_october, OCTOBER)
    return found


def page(name: str, found: TaxReturn, *args: object) -> str:
    return reverse(f"tax_filing:{name}", args=[found.company_id, found.pk, *args])


@pytest.mark.django_db
def test_every_table_is_a_tab_and_files_hold_them_all(drafted: TaxReturn, accountant: User, login: Login) -> None:
    desk = login(accountant)
    first = desk.get(page("return", drafted)).content.decode()
    assert "附列资料（三）" in first
    assert 'id="main"' in first
    assert 'id="schedule_1"' not in first
    assert 'id="schedule_1"' in desk.get(page("return", drafted) + "?section=schedule_1").content.decode()
    assert desk.get(page("return", drafted) + "?section=nonsense").status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(desk.get(page("return_file", drafted, "xlsx")).content))
    assert len(book.sheetnames) == len(FORM.sections)
    assert desk.get(page("return_file", drafted, "pdf")).content.startswith(b"%PDF")
    assert desk.get(page("return_file", drafted, "exe")).status_code == 404


@pytest.mark.django_db
def test_changes_since_the_last_return_are_listed(drafted: TaxReturn, accountant: User, login: Login) -> None:
    earlier = TaxReturn.objects.create(
        company=drafted.company, form=drafted.form, edition=drafted.edition, period_start=date(2026, 9, 1),
        period_end=date(2026, 9, 30), lines={"main": {"11": {"general": "5000.00"}}},
    )  # fmt: skip
    shown = login(accountant).get(page("return", drafted) + "?section=changes")
    rows = {str(row.key): (row.ours, row.other) for row in shown.context["changes"]}
    assert shown.context["previous"] == earlier
    assert rows["main.11.general"] == (6000, 5000)


@pytest.mark.django_db
def test_prefilled_figures_are_compared_cell_by_cell(
    drafted: TaxReturn, accountant: User, viewer: User, login: Login
) -> None:
    desk = login(accountant)
    pasted = "主表\t11\t一般项目 本月数\t6,000.00\nmain,12,general,10\nmain,99,general,1\n"
    answer = desk.post(page("prefilled", drafted), {"figures": pasted})
    assert (answer.context["compared"], answer.context["lost"]) == (2, ["main 99 general"])
    assert [str(row.key) for row in answer.context["differences"]] == ["main.12.general"]
    assert desk.post(page("prefilled", drafted), {"figures": "no table at all"}).status_code == 422
    assert desk.post(page("prefilled", drafted), {"figures": '{"main": '}).status_code == 422
    assert login(viewer).get(page("prefilled", drafted)).status_code == 403


def test_json_in_the_shape_of_a_return_is_read_too() -> None:
    lines, lost = read_prefilled(FORM, '{"main": {"11": {"general": "1,234.5"}}, "head": {"1": {"x": 1}}}')
    assert (lines, lost) == ({"main": {"11": {"general": "1234.50"}}}, ["head 1 x"])


@pytest.mark.django_db
def test_withholding_is_drafted_apart_and_kept_from_viewers(
    general: Company, accountant: User, viewer: User, login: Login
) -> None:
    found = draft_duty(general, "iit_withholding", OCTOBER, actor=accountant)
    assert (str(found.tax_period), found.tax_payable) == ("2026-10", 0)
    assert login(accountant).get(page("return", found)).status_code == 200
    assert login(viewer).get(page("return", found)).status_code == 404
    listed = f"/api/v1/companies/{general.pk}/tax/returns/"
    assert login(viewer).get(f"{listed}{found.pk}/").status_code == 404
    assert login(accountant).get(f"{listed}{found.pk}/").status_code == 200
    assert login(viewer).get(f"{listed}?period=2026-10").json() == []
    due = login(accountant).get(reverse("tax_filing:due", args=[general.pk]) + "?period=2026-09").content.decode()
    assert "财务会计报表报送" in due


@pytest.mark.django_db
def test_a_small_scale_company_sees_how_far_it_is_from_the_limit(
    small_scale: Company, accountant: User, login: Login
) -> None:
    shown = login(accountant).get(reverse("tax_filing:due", args=[small_scale.pk]) + "?period=2026-12")
    assert shown.context["watch"].state == "below"
    assert "5,000,000.00" in shown.content.decode()
