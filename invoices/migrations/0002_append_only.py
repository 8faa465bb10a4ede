"""Corrections and verification results are evidence: the database refuses to change or delete them."""

from django.db import migrations

from foundation.database import append_only


class Migration(migrations.Migration):
    dependencies = [("invoices", "0001_invoices")]

    operations = [append_only("invoices_fieldcorrection"), append_only("invoices_verificationresult")]
