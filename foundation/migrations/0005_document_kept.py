"""Received files are never deleted and their hash never changes while they are kept (会计档案管理办法)."""

from django.db import migrations

from foundation.database import vendor_sql

TABLE = "foundation_document"
KEPT = "a received file is kept"


class Migration(migrations.Migration):
    """Triggers against deleting documents and giving them other bytes."""

    dependencies = [("foundation", "0004_job_holder")]
    operations = [
        vendor_sql(
            sqlite=[
                f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
                f"CREATE TRIGGER {TABLE}_same_bytes BEFORE UPDATE OF sha256, size, company_id ON {TABLE} "
                "WHEN OLD.sha256 <> NEW.sha256 OR OLD.size <> NEW.size OR OLD.company_id <> NEW.company_id "
                f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
            ],
            postgresql=[
                f"CREATE FUNCTION {TABLE}_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF TG_OP = 'UPDATE' AND OLD.sha256 = NEW.sha256 AND OLD.size = NEW.size "
                "AND OLD.company_id = NEW.company_id THEN RETURN NEW; END IF; "
                f"RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE TRIGGER {TABLE}_kept BEFORE UPDATE OR DELETE ON {TABLE} "
                f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_kept()",
            ],
            undo_sqlite=[f"DROP TRIGGER {TABLE}_no_delete", f"DROP TRIGGER {TABLE}_same_bytes"],
            undo_postgresql=[f"DROP TRIGGER {TABLE}_kept ON {TABLE}", f"DROP FUNCTION {TABLE}_kept()"],
        )
    ]
