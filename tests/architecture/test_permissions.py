"""Every page and API route of a company × four roles × a member of another company × nobody."""

from __future__ import annotations

import pytest
from django.test import Client

from foundation.models import Role
from tests.architecture.routes import Route, all_routes

pytestmark = pytest.mark.django_db

ROUTES = all_routes()
COMPANY_ROUTES = [route for route in ROUTES if route.of_company]
OPEN_TO_EVERYONE = ("accounts/", "admin/login/", "health/", "language/")
CLOSED_BY_LOGIN = ("", "api/v1/schema/", "admin/", "search/", "help/", "manual/", "queue/", "archives/")
METHODS = ("get", "post", "put", "patch", "delete")


def ask(client: Client, method: str, url: str) -> int:
    """The status. A fault inside a view is raised here: being let in to an error page is not being let in."""
    return getattr(client, method)(url).status_code


def identify(route: Route) -> str:
    return route.pattern


def test_routes_were_found():
    assert len(COMPANY_ROUTES) > 3


@pytest.mark.parametrize("route", COMPANY_ROUTES, ids=identify)
def test_every_company_route_says_who_may_enter(route):
    assert route.roles is not None, f"{route.pattern} is not decorated with company_view or based on CompanyAPIView"


@pytest.mark.parametrize("route", COMPANY_ROUTES, ids=identify)
def test_a_member_of_another_company_finds_nothing(route, small_scale, stranger, login):
    client = login(stranger)
    for method in METHODS:
        assert ask(client, method, route.url(small_scale.pk)) == 404, method


@pytest.mark.parametrize("route", COMPANY_ROUTES, ids=identify)
def test_nobody_gets_in_without_logging_in(route, small_scale):
    for method in METHODS:
        status = ask(Client(), method, route.url(small_scale.pk))
        assert status in {302, 401, 403}, (method, status)


@pytest.mark.parametrize("route", COMPANY_ROUTES, ids=identify)
def test_lesser_roles_are_refused_and_sufficient_roles_are_not(
    route, small_scale, viewer, accountant, supervisor, owner, login
):
    people = {Role.VIEWER: viewer, Role.ACCOUNTANT: accountant, Role.SUPERVISOR: supervisor, Role.OWNER: owner}
    read, write = route.roles or (None, None)
    for role, person in people.items():
        client = login(person)
        for method, minimum in (("get", read), ("post", write), ("delete", write)):
            status = ask(client, method, route.url(small_scale.pk))
            assert (status == 403) == (role < minimum), (method, role, status)


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.of_company], ids=identify)
def test_routes_without_a_company_are_known_and_need_a_log_in(route):
    if route.pattern.startswith(OPEN_TO_EVERYONE):
        return
    assert any(
        route.pattern == known or route.pattern.startswith(known)
        for known in CLOSED_BY_LOGIN
        if known or route.pattern == ""
    )
    assert ask(Client(), "get", route.url(1)) in {302, 401, 403, 404}
