"""The database holds the rules of the ledger."""

from django.db import migrations

from bookkeeping import ledger_guards
from foundation.database import append_only, vendor_sql


class Migration(migrations.Migration):
    """Triggers on vouchers, lines, periods and accounts."""

    dependencies = [("bookkeeping", "0001_initial")]
    operations = [
        vendor_sql(
            sqlite=ledger_guards.sqlite(),
            postgresql=ledger_guards.postgresql(),
            undo_sqlite=ledger_guards.undo("sqlite"),
            undo_postgresql=ledger_guards.undo("postgresql"),
        ),
        append_only("bookkeeping_automaticreviewrule"),
    ]
