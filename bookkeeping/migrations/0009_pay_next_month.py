from django.db import migrations, models

from bookkeeping import payroll_guards
from foundation.database import vendor_sql

_FORMER = [
    "UPDATE bookkeeping_payroll SET tax_period = period WHERE tax_period = ''",
]


class Migration(migrations.Migration):
    """Wages paid in the month after; the guards step aside while SQLite makes the table anew."""

    dependencies = [("bookkeeping", "0008_cash_flow_choices")]

    operations = [
        vendor_sql(
            sqlite=payroll_guards.undo("sqlite"),
            postgresql=payroll_guards.undo("postgresql"),
            undo_sqlite=payroll_guards.sqlite(),
            undo_postgresql=payroll_guards.postgresql(),
        ),
        migrations.AddField(
            model_name="payrollsettings",
            name="pays_next_month",
            field=models.BooleanField(default=False, verbose_name="工资次月发放"),
        ),
        migrations.AddField(
            model_name="payroll",
            name="tax_period",
            field=models.CharField(default="", max_length=7, verbose_name="税款所属期"),
            preserve_default=False,
        ),
        vendor_sql(
            sqlite=[*_FORMER, *payroll_guards.sqlite()],
            postgresql=[*_FORMER, *payroll_guards.postgresql()],
            undo_sqlite=payroll_guards.undo("sqlite"),
            undo_postgresql=payroll_guards.undo("postgresql"),
        ),
    ]
