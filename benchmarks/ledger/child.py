"""`python -m benchmarks.ledger.child`: measures in a scratch database and prints the figures as JSON."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

import django


def main() -> int:
    """Make the database, measure, drop it."""
    django.setup()
    from django.db import connection

    from benchmarks.ledger import posting, reports, rivals

    # A name of its own: tests may use the usual one meanwhile.
    connection.settings_dict["TEST"]["NAME"] = None if connection.vendor == "sqlite" else f"bench_{os.getpid()}"
    sys.stderr.write(f"making a scratch database ({connection.vendor})\n")
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        found = [*posting.figures(), *rivals.figures(), *reports.figures()]
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    sys.stdout.write(json.dumps([asdict(figure) for figure in found]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
