"""Held by the database: events, receipts, evidence and approvals are written once; what was sent stays as sent."""

from django.db import migrations

from foundation.database import append_only, vendor_sql

TABLE = "tax_filing_submission"
FROZEN = (
    "key", "payload", "payload_hash", "form", "edition", "period_start", "period_end", "version", "company_id",
    "tax_return_id", "approval_id", "total_payable",
)
MESSAGE = "a submission stays as it was sent"
SQLITE_CHANGED = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in FROZEN)
POSTGRES_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FROZEN)


class Migration(migrations.Migration):
    dependencies = [("tax_filing", "0001_initial")]

    operations = [
        append_only("tax_filing_submissionevent"),
        append_only("tax_filing_receipt"),
        append_only("tax_filing_evidence"),
        append_only("tax_filing_filingapproval"),
        vendor_sql(
            sqlite=[
                f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} WHEN {SQLITE_CHANGED} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
                f"CREATE TRIGGER {TABLE}_kept BEFORE DELETE ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
            ],
            postgresql=[
                f"CREATE FUNCTION {TABLE}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF TG_OP = 'DELETE' OR {POSTGRES_CHANGED} THEN "
                f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN NEW; END $$",
                f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE OR DELETE ON {TABLE} "
                f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_frozen()",
            ],
            undo_sqlite=[f"DROP TRIGGER {TABLE}_frozen", f"DROP TRIGGER {TABLE}_kept"],
            undo_postgresql=[f"DROP TRIGGER {TABLE}_frozen ON {TABLE}", f"DROP FUNCTION {TABLE}_frozen()"],
        ),
    ]
