"""The audit trail can only grow."""

from django.db import migrations

from foundation.database import append_only


class Migration(migrations.Migration):
    """Triggers against update and delete."""

    dependencies = [("foundation", "0001_initial")]
    operations = [append_only("foundation_auditentry")]
