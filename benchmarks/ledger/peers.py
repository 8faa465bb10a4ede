"""Vouchers a second of django-hordak and django-ledger on the same drafts, in an interpreter that has them.

`BENCH_PEERS_PYTHON` names that interpreter (a venv with django-hordak, django-ledger and psycopg); without it the peers
are left out. This file is run there as a script and imports nothing of the product: `peers.py PEER URL DRAFTS.json`.
Each peer writes into a scratch database of its own, through the fastest way its own models offer.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Draft = tuple[str, str, list[tuple[str, str, str]]]
"""(ISO day, text, [(account code, debit, credit)])"""


def configure(url: str, apps: list[str]) -> None:
    """Django with these apps on the database of `url`, tables made."""
    import django
    from django.conf import settings

    user, host, port, name = _parts(url)
    database = {"ENGINE": "django.db.backends.postgresql", "NAME": name, "USER": user, "HOST": host, "PORT": port}
    settings.configure(
        USE_TZ=True,
        SECRET_KEY="bench",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        ROOT_URLCONF=__name__,
        CURRENCIES=("CNY",),
        DEFAULT_CURRENCY="CNY",
        HORDAK_CURRENCIES=["CNY"],
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", *apps],
        DATABASES={"default": database},
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _parts(url: str) -> tuple[str, str, str, str]:
    from urllib.parse import urlsplit

    found = urlsplit(url)
    return found.username or "", found.hostname or "", str(found.port or 5432), found.path.strip("/")


urlpatterns: list[Any] = []


def hordak(url: str, drafts: list[Draft]) -> Callable[[], None]:
    """Transactions and legs by `bulk_create`, a thousand transactions a commit; its triggers check the balance."""
    configure(url, ["mptt", "hordak"])
    from django.db import transaction
    from hordak.models import Account, Leg, Transaction
    from moneyed import Money

    codes = sorted({code for _day, _text, lines in drafts for code, _debit, _credit in lines})
    accounts = {
        code: Account.objects.create(name=code, code=f"{place:03d}", type="AS", currencies=["CNY"])
        for place, code in enumerate(codes)
    }

    def legs(entry: Any, lines: list[tuple[str, str, str]]) -> list[Any]:
        return [
            Leg(
                transaction=entry,
                account=accounts[code],
                **({"debit": Money(debit, "CNY")} if float(debit) else {"credit": Money(credit, "CNY")}),
            )
            for code, debit, credit in lines
        ]

    def run() -> None:
        for start in range(0, len(drafts), 1000):
            part = drafts[start : start + 1000]
            with transaction.atomic():
                entries = Transaction.objects.bulk_create(
                    [Transaction(date=day, description=text) for day, text, _lines in part]
                )
                Leg.objects.bulk_create(
                    [leg for entry, draft in zip(entries, part, strict=True) for leg in legs(entry, draft[2])]
                )

    return run


def django_ledger(url: str, drafts: list[Draft]) -> Callable[[], None]:
    """Journal entries by the entity's own `commit_txs`, posted."""
    configure(url, ["django.contrib.sessions", "django.contrib.messages", "django_ledger"])
    from decimal import Decimal

    from django.contrib.auth import get_user_model
    from django_ledger.models import EntityModel

    owner = get_user_model().objects.create_user("bench")
    entity = EntityModel.create_entity(name="Bench", use_accrual_method=True, admin=owner, fy_start_month=1)
    chart = entity.create_chart_of_accounts(assign_as_default=True, commit=True, coa_name="bench")
    entity.populate_default_coa(coa_model=chart, activate_accounts=True)
    ledger = entity.create_ledger(name="bench", posted=True)
    # Random entries over cash are refused by its cash flow check.
    accounts = [row for row in entity.get_default_coa_accounts().filter(active=True) if row.role != "asset_ca_cash"]
    codes = sorted({code for _day, _text, lines in drafts for code, _debit, _credit in lines})
    by_code = {code: accounts[place % len(accounts)] for place, code in enumerate(codes)}

    def run() -> None:
        for day, text, lines in drafts:
            entity.commit_txs(
                je_timestamp=datetime.fromisoformat(day).replace(tzinfo=UTC),
                je_txs=[
                    {
                        "account": by_code[code],
                        "amount": Decimal(debit) or Decimal(credit),
                        "tx_type": "debit" if float(debit) else "credit",
                        "description": text,
                    }
                    for code, debit, credit in lines
                ],
                je_posted=True,
                je_ledger_model=ledger,
                je_desc=text,
            )

    return run


PEERS = {"hordak": hordak, "django-ledger": django_ledger}


def main() -> None:
    """Print the seconds the peer took."""
    name, url, path = sys.argv[1:]
    run = PEERS[name](url, json.loads(Path(path).read_text()))
    begun = time.perf_counter()
    run()
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main()
