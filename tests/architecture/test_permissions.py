"""Every page and API route of a company × four roles × a member of another company × nobody."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from foundation.models import Role
from tests.architecture.routes import all_routes

pytestmark = pytest.mark.django_db

ROUTES = all_routes()
COMPANY_ROUTES = [route for route in ROUTES if route.of_company]
OPEN_TO_EVERYONE = ("accounts/", "admin/login/", "health/", "language/")
CLOSED_BY_LOGIN = (
    "",
    "admin/",
    "search/",
    "help/",
    "manual/",
    "queue/",
    "archives/",
    "filing/",
    "board/",
    "nightly/",
    "notices/",
    "tour/",
    "api/v1/",
)
METHODS = ("get", "post", "put", "patch", "delete")


def ask(client: Client, method: str, url: str) -> int:
    """The status of a request whose effects are taken back.

    A fault inside a view is raised here: being let in to an error page is not being let in.
    """
    with transaction.atomic():
        status = getattr(client, method)(url).status_code
        transaction.set_rollback(True)
    return status


def test_routes_were_found():
    assert len(COMPANY_ROUTES) > 3


def test_every_company_route_says_who_may_enter():
    """By the decorator `company_view` or the base `CompanyAPIView`."""
    assert [route.pattern for route in COMPANY_ROUTES if route.roles is None] == []


def test_a_member_of_another_company_finds_nothing(small_scale, stranger, login):
    client = login(stranger)
    asked = {
        (route.pattern, method): ask(client, method, route.url(small_scale.pk))
        for route in COMPANY_ROUTES
        for method in METHODS
    }
    assert {key: status for key, status in asked.items() if status != 404} == {}


def test_nobody_gets_in_without_logging_in(small_scale):
    asked = {
        (route.pattern, method): ask(Client(), method, route.url(small_scale.pk))
        for route in COMPANY_ROUTES
        for method in METHODS
    }
    assert {key: status for key, status in asked.items() if status not in {302, 401, 403}} == {}


@pytest.mark.parametrize("role", Role, ids=lambda role: role.name.lower())
def test_lesser_roles_are_refused_and_sufficient_roles_are_not(role, small_scale, request, login):
    client = login(request.getfixturevalue(role.name.lower()))
    wrong = []
    for route in COMPANY_ROUTES:
        read, write = route.roles or (None, None)
        for method, minimum in (("get", read), ("post", write), ("delete", write)):
            status = ask(client, method, route.url(small_scale.pk))
            if (status == 403) != (role < minimum):
                wrong.append((route.pattern, method, status))
    assert wrong == []


def test_routes_without_a_company_are_known_and_need_a_log_in():
    known = tuple(name for name in CLOSED_BY_LOGIN if name)
    for route in ROUTES:
        if route.of_company or route.pattern.startswith(OPEN_TO_EVERYONE):
            continue
        assert route.pattern == "" or route.pattern.startswith(known), route.pattern
        assert ask(Client(), "get", route.url(1)) in {302, 401, 403, 404}, route.pattern
