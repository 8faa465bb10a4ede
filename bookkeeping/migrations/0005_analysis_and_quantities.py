"""Lines carry analysis, quantity and foreign amount; each voucher type has numbers of its own."""

import bookkeeping.models.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bookkeeping import ledger_guards
from foundation.database import append_only, vendor_sql


PERIODS = "bookkeeping_booksperiod"


class Migration(migrations.Migration):
    """Guards off, columns altered, last numbers moved to their type, new guards on."""

    dependencies = [
        ('bookkeeping', '0004_asset_cards'),
        ('foundation', '0004_job_holder'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        vendor_sql(
            sqlite=ledger_guards.undo("sqlite"),
            postgresql=ledger_guards.undo("postgresql"),
            undo_sqlite=[],
            undo_postgresql=[],
        ),
        migrations.CreateModel(
            name='AnalysisItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimension', models.CharField(choices=[('customer', '客户'), ('supplier', '供应商'), ('department', '部门'), ('employee', '职员'), ('project', '项目'), ('stock_item', '存货')], max_length=12, verbose_name='核算类别')),
                ('code', models.CharField(max_length=30, verbose_name='编码')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('specification', models.CharField(blank=True, max_length=80, verbose_name='规格型号')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='计量单位')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('search_text', models.CharField(default='', editable=False, max_length=240)),
            ],
            options={
                'verbose_name': '核算项目',
                'verbose_name_plural': '核算项目',
                'ordering': ['dimension', 'code'],
            },
        ),
        migrations.CreateModel(
            name='AnalysisSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
            ],
            options={
                'verbose_name': '核算项目组合',
                'verbose_name_plural': '核算项目组合',
            },
        ),
        migrations.RemoveConstraint(
            model_name='periodbalance',
            name='period_balance_once',
        ),
        migrations.RemoveConstraint(
            model_name='voucher',
            name='voucher_number_once',
        ),
        migrations.AddField(
            model_name='booksperiod',
            name='last_numbers',
            field=models.JSONField(default=dict, verbose_name='末号'),
        ),
        vendor_sql(
            sqlite=[f"UPDATE {PERIODS} SET last_numbers = json_object('记', last_number) WHERE last_number > 0"],
            postgresql=[
                f"UPDATE {PERIODS} SET last_numbers = jsonb_build_object('记', last_number) WHERE last_number > 0"
            ],
            undo_sqlite=[f"UPDATE {PERIODS} SET last_number = coalesce(json_extract(last_numbers, '$.\"记\"'), 0)"],
            undo_postgresql=[f"UPDATE {PERIODS} SET last_number = coalesce((last_numbers->>'记')::int, 0)"],
        ),
        migrations.RemoveField(
            model_name='booksperiod',
            name='last_number',
        ),
        migrations.AddField(
            model_name='account',
            name='currency',
            field=models.CharField(blank=True, default='', max_length=3, verbose_name='外币'),
        ),
        migrations.AddField(
            model_name='account',
            name='dimensions',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='辅助核算'),
        ),
        migrations.AddField(
            model_name='account',
            name='is_active',
            field=models.BooleanField(default=True, verbose_name='在用'),
        ),
        migrations.AddField(
            model_name='account',
            name='unit',
            field=models.CharField(blank=True, default='', max_length=20, verbose_name='数量单位'),
        ),
        migrations.AddField(
            model_name='journalline',
            name='foreign_amount',
            field=bookkeeping.models.fields.FenField(default=0, verbose_name='外币金额'),
        ),
        migrations.AddField(
            model_name='journalline',
            name='quantity',
            field=bookkeeping.models.fields.QuantityField(default=0, verbose_name='数量'),
        ),
        migrations.AddField(
            model_name='periodbalance',
            name='analysis_id',
            field=models.BigIntegerField(default=0, verbose_name='辅助核算'),
        ),
        migrations.AddField(
            model_name='periodbalance',
            name='foreign_credit',
            field=bookkeeping.models.fields.FenField(default=0, verbose_name='贷方外币'),
        ),
        migrations.AddField(
            model_name='periodbalance',
            name='foreign_debit',
            field=bookkeeping.models.fields.FenField(default=0, verbose_name='借方外币'),
        ),
        migrations.AddField(
            model_name='periodbalance',
            name='quantity_credit',
            field=bookkeeping.models.fields.QuantityField(default=0, verbose_name='贷方数量'),
        ),
        migrations.AddField(
            model_name='periodbalance',
            name='quantity_debit',
            field=bookkeeping.models.fields.QuantityField(default=0, verbose_name='借方数量'),
        ),
        migrations.AddConstraint(
            model_name='periodbalance',
            constraint=models.UniqueConstraint(fields=('company', 'period', 'account', 'counterparty', 'analysis_id'), name='period_balance_once'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.UniqueConstraint(fields=('company', 'period', 'voucher_type', 'number'), name='voucher_number_once'),
        ),
        migrations.AddField(
            model_name='analysisitem',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='analysis_items', to='foundation.company'),
        ),
        migrations.AddField(
            model_name='analysisset',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.company'),
        ),
        migrations.AddField(
            model_name='analysisset',
            name='department',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bookkeeping.analysisitem', verbose_name='部门'),
        ),
        migrations.AddField(
            model_name='analysisset',
            name='employee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bookkeeping.analysisitem', verbose_name='职员'),
        ),
        migrations.AddField(
            model_name='analysisset',
            name='project',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bookkeeping.analysisitem', verbose_name='项目'),
        ),
        migrations.AddField(
            model_name='analysisset',
            name='stock_item',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bookkeeping.analysisitem', verbose_name='存货'),
        ),
        migrations.AddField(
            model_name='journalline',
            name='analysis',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bookkeeping.analysisset', verbose_name='辅助核算'),
        ),
        migrations.AddConstraint(
            model_name='analysisitem',
            constraint=models.UniqueConstraint(fields=('company', 'dimension', 'code'), name='analysis_item_code_once'),
        ),
        migrations.AddConstraint(
            model_name='analysisitem',
            constraint=models.UniqueConstraint(fields=('company', 'dimension', 'name', 'specification'), name='analysis_item_once'),
        ),
        migrations.AddConstraint(
            model_name='analysisset',
            constraint=models.UniqueConstraint(fields=('company', 'key'), name='analysis_set_once'),
        ),
        append_only("bookkeeping_analysisset"),
        vendor_sql(
            sqlite=ledger_guards.sqlite(),
            postgresql=ledger_guards.postgresql(),
            undo_sqlite=ledger_guards.undo("sqlite"),
            undo_postgresql=ledger_guards.undo("postgresql"),
        ),
    ]
