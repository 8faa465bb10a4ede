"""An agency with one person and two clients whose books are open and empty; run inside the house under test."""

from __future__ import annotations

import os
import sys

import django


def main(password: str) -> None:
    from django.core.management import call_command

    from bookkeeping.exports import open_books, post_draft
    from foundation.credentials import store_secret
    from foundation.models import Agency, Membership, Role, User
    from samples.demo.ledger import drafts
    from samples.demo.load import _company
    from samples.demo.plan import company as plan_of

    call_command("migrate", verbosity=0)
    agency = Agency.objects.create(name="青禾代理记账（虚构）")
    person = User.objects.create_user(username="shen", password=password, display_name="沈明远")
    Membership.objects.create(user=person, agency=agency, role=Role.SUPERVISOR)
    for key in ("small_scale", "general"):
        plan = plan_of(key)
        company = _company(agency, plan)
        open_books(company, actor=person)
        capital = [draft for draft in drafts(plan, company.first_period) if "投资款" in draft.description]
        for draft in capital:
            post_draft(company.pk, draft, person)
        store_secret(company, "bureau.portal", {"user_name": "handler", "password": "practice-password"})


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    django.setup()
    main(sys.argv[1])
