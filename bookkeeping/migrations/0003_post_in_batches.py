"""Vouchers may be inserted posted, lines first: the guards check whole statements; indexes nobody reads are gone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bookkeeping import ledger_guards
from foundation.database import vendor_sql


class Migration(migrations.Migration):
    """Guards off, columns altered (SQLite makes the tables anew and would lose them), new guards on."""

    dependencies = [
        ('bookkeeping', '0002_ledger_guards'),
        ('foundation', '0004_job_holder'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        vendor_sql(
            sqlite=ledger_guards.undo("sqlite"),
            postgresql=ledger_guards.undo("postgresql"),
            undo_sqlite=ledger_guards.sqlite(),
            undo_postgresql=ledger_guards.postgresql(),
        ),
        migrations.AlterField(
            model_name='journalline',
            name='account',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='bookkeeping.account', verbose_name='会计科目'),
        ),
        migrations.AlterField(
            model_name='journalline',
            name='voucher',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='bookkeeping.voucher'),
        ),
        migrations.AlterField(
            model_name='periodbalance',
            name='account',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bookkeeping.account'),
        ),
        migrations.AlterField(
            model_name='periodbalance',
            name='company',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.company'),
        ),
        migrations.AlterField(
            model_name='voucher',
            name='company',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='foundation.company'),
        ),
        migrations.AlterField(
            model_name='voucher',
            name='posted_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记账'),
        ),
        migrations.AlterField(
            model_name='voucher',
            name='prepared_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制单'),
        ),
        migrations.AlterField(
            model_name='voucher',
            name='review_rule',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='bookkeeping.automaticreviewrule'),
        ),
        migrations.AlterField(
            model_name='voucher',
            name='reviewed_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核'),
        ),
        vendor_sql(
            sqlite=ledger_guards.sqlite(),
            postgresql=ledger_guards.postgresql(),
            undo_sqlite=ledger_guards.undo("sqlite"),
            undo_postgresql=ledger_guards.undo("postgresql"),
        ),
    ]
