"""Vouchers may be inserted posted, lines first: the guards check whole statements."""

from django.db import migrations

from bookkeeping import ledger_guards
from foundation.database import vendor_sql


class Migration(migrations.Migration):
    """New triggers in place of the old ones."""

    dependencies = [("bookkeeping", "0002_ledger_guards")]
    operations = [
        vendor_sql(
            sqlite=ledger_guards.sqlite(),
            postgresql=ledger_guards.postgresql(),
            undo_sqlite=ledger_guards.undo("sqlite"),
            undo_postgresql=ledger_guards.undo("postgresql"),
        ),
    ]
