"""A plain voucher is posted in one statement of PostgreSQL; its guards ask fewer questions for the same answers."""

from django.db import migrations

from bookkeeping import ledger_guards, posting_function
from foundation.database import vendor_sql


class Migration(migrations.Migration):
    """Guards anew, and the function that writes through them."""

    dependencies = [("bookkeeping", "0016_company_word"), ("foundation", "0006_audit_function")]
    operations = [
        vendor_sql(
            sqlite=ledger_guards.sqlite(),
            postgresql=[*ledger_guards.postgresql(), *posting_function.create()],
            undo_sqlite=[],
            undo_postgresql=posting_function.drop(),
        )
    ]
