"""PostgreSQL appends to the audit trail in one statement."""

from django.db import migrations

from foundation import audit_function
from foundation.database import vendor_sql


class Migration(migrations.Migration):
    """A function; SQLite has none and needs none."""

    dependencies = [("foundation", "0005_document_kept")]
    operations = [
        vendor_sql(
            sqlite=[], postgresql=audit_function.create(), undo_sqlite=[], undo_postgresql=audit_function.drop()
        )
    ]
