"""The cast: one agency, three companies, four people with one role each, and a stranger from another agency."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from foundation.models import Agency, Company, Membership, Role, TaxpayerStatus, User
from tests.plugins.triggers import flush_past_triggers

# Machines are shared: how long an example takes says nothing about it.
hypothesis_settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("shared")

pytest_plugins = ["tests.plugins.browser", "tests.plugins.sandbox", "tests.plugins.own_database"]

Login = Callable[[User], Client]


_LONG = ("tests/e2e", "tests/scenarios", "tests/resilience")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker is alone with it at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_can_be_flushed() -> Iterator[None]:
    """Transactional tests empty all tables; the guards against deletion step aside for that moment only."""
    with flush_past_triggers():
        yield


@pytest.fixture
def agency(db: None) -> Agency:
    """The agency everyone but the stranger works for."""
    return Agency.objects.create(name="青禾代账（虚构）")


def make_company(agency: Agency, name: str, taxpayer_id: str, *, vat: str, filing: str, form: str) -> Company:
    """A company whose books begin in 2026-09."""
    company = Company.objects.create(
        agency=agency, name=name, taxpayer_id=taxpayer_id, legal_form=form, books_begin="2026-09"
    )
    TaxpayerStatus.objects.create(company=company, effective_from=date(2026, 1, 1), vat_status=vat, vat_filing=filing)
    return company


@pytest.fixture
def small_scale(agency: Agency) -> Company:
    """A small-scale taxpayer filing quarterly."""
    return make_company(
        agency, "云杉咨询有限公司", "91310000MA00000012", vat="small_scale", filing="quarter", form="enterprise"
    )


@pytest.fixture
def general(agency: Agency) -> Company:
    """A general taxpayer filing monthly."""
    return make_company(
        agency, "赤松商贸有限公司", "91310000MA00000025", vat="general", filing="month", form="enterprise"
    )


@pytest.fixture
def individual(agency: Agency) -> Company:
    """An individual business, small-scale, filing quarterly."""
    return make_company(
        agency,
        "白桦面馆（个体工商户）",
        "92310000MA00000035",
        vat="small_scale",
        filing="quarter",
        form="individual_business",
    )


def _person(name: str, agency: Agency, role: Role) -> User:
    user = User.objects.create_user(username=name, password="correct horse", display_name=name)
    Membership.objects.create(user=user, agency=agency, role=role)
    return user


@pytest.fixture
def owner(agency: Agency) -> User:
    """May do everything."""
    return _person("owner", agency, Role.OWNER)


@pytest.fixture
def supervisor(agency: Agency) -> User:
    """May close periods and approve filings."""
    return _person("supervisor", agency, Role.SUPERVISOR)


@pytest.fixture
def accountant(agency: Agency) -> User:
    """May upload, propose and post."""
    return _person("accountant", agency, Role.ACCOUNTANT)


@pytest.fixture
def viewer(agency: Agency) -> User:
    """May look."""
    return _person("viewer", agency, Role.VIEWER)


@pytest.fixture
def stranger(db: None) -> User:
    """The owner of another agency: must never learn that ours exists."""
    return _person("stranger", Agency.objects.create(name="别家代账（虚构）"), Role.OWNER)


@pytest.fixture
def login() -> Login:
    """A test client logged in as the given person."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in
