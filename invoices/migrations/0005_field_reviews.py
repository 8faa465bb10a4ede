"""Corrections say how sure the reading had been; reviews of readings are kept, and only added to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.database import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0004_job_holder'),
        ('invoices', '0004_compliance'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='fieldcorrection',
            name='confidence',
            field=models.FloatField(null=True, verbose_name='原把握'),
        ),
        migrations.CreateModel(
            name='FieldReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=24, verbose_name='票种')),
                ('method', models.CharField(max_length=12, verbose_name='读取方式')),
                ('field', models.CharField(max_length=60, verbose_name='字段')),
                ('read', models.TextField(null=True, verbose_name='读出的值')),
                ('confidence', models.FloatField(null=True, verbose_name='把握')),
                ('was_doubtful', models.BooleanField(verbose_name='曾存疑')),
                ('is_exact', models.BooleanField(verbose_name='读对')),
                ('reviewed_at', models.DateTimeField(auto_now_add=True, verbose_name='审核时间')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.company')),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='field_reviews', to='invoices.invoice')),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
            ],
            options={
                'verbose_name': '字段审核',
                'verbose_name_plural': '字段审核',
                'ordering': ['-reviewed_at', '-pk'],
                'indexes': [models.Index(fields=['company', 'reviewed_at'], name='field_review_by_day')],
                'constraints': [models.UniqueConstraint(fields=('invoice', 'field'), name='field_reviewed_once')],
            },
        ),
        append_only("invoices_fieldreview"),
    ]
