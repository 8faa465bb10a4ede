"""Warnings are kept per period: watching twice changes nothing, judgements stand, what is mended is resolved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foundation.models import AuditEntry, Company, User
from kernel.errors import NotPermitted
from kernel.finding import Finding, Severity
from kernel.period import AccountingPeriod, TaxPeriod
from risk.domain.from_findings import warnings_of
from risk.domain.inspect import RiskWarning
from risk.exports import counts_by_company, open_warnings, watch_period
from risk.gate import RiskGate
from risk.models import PeriodWarning, WarningState
from risk.services import watch_period as watching
from risk.services.judge_warning import ReasonMissing, judge_warning

pytestmark = pytest.mark.django_db
PERIOD = AccountingPeriod(2026, 10)
CASH = RiskWarning(
    indicator="cash_negative",
    severity=Severity.WARN,
    title_zh="现金余额为负",
    title_en="Negative cash",
    message_zh="库存现金余额为 -5.00",
    message_en="Cash stands at -5.00",
    evidence={"cash_balance": "-5.00"},
    threshold="0.00",
    source="实务",
    action_zh="查账",
    action_en="Look",
)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[RiskWarning]:
    """What trips now; tests change it."""
    now = [CASH]
    monkeypatch.setattr(watching, "current_warnings", lambda _company, _period: list(now))
    return now


def test_a_warning_is_kept_with_its_evidence(small_scale: Company, found: list[RiskWarning]) -> None:
    (row,) = watch_period(small_scale.pk, PERIOD)
    assert (row.indicator, row.severity, row.state) == ("cash_negative", "warn", "open")
    assert row.evidence == {"cash_balance": "-5.00"}
    assert AuditEntry.objects.filter(company=small_scale, action="period.watched").count() == 1


def test_watching_twice_changes_nothing(small_scale: Company, found: list[RiskWarning]) -> None:
    first = watch_period(small_scale.pk, PERIOD)
    second = watch_period(small_scale.pk, PERIOD)
    assert [row.pk for row in first] == [row.pk for row in second]
    assert AuditEntry.objects.filter(action="period.watched").count() == 1


def test_what_no_longer_trips_is_resolved_and_opens_again_when_it_comes_back(
    small_scale: Company, found: list[RiskWarning]
) -> None:
    watch_period(small_scale.pk, PERIOD)
    found.clear()
    assert watch_period(small_scale.pk, PERIOD) == []
    assert PeriodWarning.objects.get().state == WarningState.RESOLVED
    found.append(CASH)
    (row,) = watch_period(small_scale.pk, PERIOD)
    assert row.state == WarningState.OPEN


def test_a_false_alarm_stays_one_until_it_gets_graver(
    small_scale: Company, supervisor: User, found: list[RiskWarning]
) -> None:
    (row,) = watch_period(small_scale.pk, PERIOD)
    judge_warning(row, WarningState.FALSE_ALARM, supervisor, "期初差错，已说明")
    assert watch_period(small_scale.pk, PERIOD) == []
    found[:] = [replace(CASH, severity=Severity.BLOCK)]
    (again,) = watch_period(small_scale.pk, PERIOD)
    assert (again.state, again.note) == (WarningState.OPEN, "")


def test_an_acknowledged_warning_still_stands(small_scale: Company, accountant: User, found: list[RiskWarning]) -> None:
    (row,) = watch_period(small_scale.pk, PERIOD)
    judge_warning(row, WarningState.ACKNOWLEDGED, accountant, "")
    assert [kept.state for kept in watch_period(small_scale.pk, PERIOD)] == ["acknowledged"]
    assert AuditEntry.objects.filter(action="warning.acknowledged", actor=accountant).exists()


def test_a_false_alarm_needs_a_supervisor_and_a_reason(
    small_scale: Company, accountant: User, supervisor: User, found: list[RiskWarning]
) -> None:
    (row,) = watch_period(small_scale.pk, PERIOD)
    with pytest.raises(NotPermitted):
        judge_warning(row, WarningState.FALSE_ALARM, accountant, "不对")
    with pytest.raises(ReasonMissing):
        judge_warning(row, WarningState.FALSE_ALARM, supervisor, "  ")


def test_the_gate_blocks_on_block_only_and_opens_after_judgement(
    small_scale: Company, supervisor: User, found: list[RiskWarning]
) -> None:
    quarter = TaxPeriod.parse("2026Q4")
    found[:] = [CASH, replace(CASH, indicator="output_vat_above_top_rate", severity=Severity.BLOCK)]
    findings = RiskGate().findings(small_scale.pk, quarter)
    assert [finding.severity for finding in findings] == [Severity.BLOCK, Severity.WARN]
    assert findings[0].fix_zh
    row = PeriodWarning.objects.get(severity="block", period="2026-12")
    judge_warning(row, WarningState.FALSE_ALARM, supervisor, "税率核对无误")
    assert [finding.severity for finding in RiskGate().findings(small_scale.pk, quarter)] == [Severity.WARN]


def test_counts_of_open_warnings_by_company(small_scale: Company, general: Company, found: list[RiskWarning]) -> None:
    watch_period(small_scale.pk, PERIOD)
    assert counts_by_company([small_scale.pk, general.pk], PERIOD) == {small_scale.pk: {"warn": 1}}
    assert open_warnings(general.pk, PERIOD) == []


def test_closing_checks_are_wrapped_rule_by_rule() -> None:
    findings = [
        Finding("CASH_NEGATIVE", Severity.WARN, "现金为负", "cash negative", evidence={"a": "1"}),
        Finding("CASH_NEGATIVE", Severity.BLOCK, "现金又为负", "again", evidence={"b": "2"}),
        Finding("OTHER", Severity.INFO, "其他", "other"),
    ]
    joined = warnings_of(findings)
    assert [(warning.indicator, warning.severity) for warning in joined] == [
        ("closing.cash_negative", Severity.BLOCK),
        ("closing.other", Severity.INFO),
    ]
    assert joined[0].message_zh == "现金为负；现金又为负"
    assert joined[0].evidence == {"a": "1", "b": "2"}


def test_the_page_and_its_buttons(small_scale: Company, supervisor: User, login, found: list[RiskWarning]) -> None:  # type: ignore[no-untyped-def]
    client = login(supervisor)
    pages = f"/c/{small_scale.pk}/risk/"
    assert "2026-10" in client.post(f"{pages}check/?period=2026-10")["Location"]
    row = PeriodWarning.objects.get()
    assert "库存现金余额为 -5.00" in client.get(f"{pages}?period=2026-10").content.decode()
    client.post(f"{pages}{row.pk}/false-alarm/", {"note": "已核对"})
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.note) == ("false_alarm", supervisor, "已核对")


def test_a_warning_of_another_company_is_not_found(
    small_scale: Company,
    general: Company,
    supervisor: User,
    login,
    found: list[RiskWarning],  # type: ignore[no-untyped-def]
) -> None:
    (row,) = watch_period(small_scale.pk, PERIOD)
    answer = login(supervisor).post(f"/c/{general.pk}/risk/{row.pk}/acknowledge/")
    assert answer.status_code == 404


def test_the_api_lists_and_watches(small_scale: Company, accountant: User, login, found: list[RiskWarning]) -> None:  # type: ignore[no-untyped-def]
    client = login(accountant)
    address = f"/api/v1/companies/{small_scale.pk}/risk/?period=2026-10"
    assert client.get(address).json() == []
    (raised,) = client.post(address).json()
    assert raised["indicator"] == "cash_negative"
    assert client.get(address).json()[0]["state"] == "open"
