"""`manage.py load_demo`: the demo agency, its documents as files, or its invoices for the make-believe bureau."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from samples.demo import bureau
from samples.demo.folder import write
from samples.demo.load import load


class Command(BaseCommand):
    """Loads the demo. A second run changes nothing."""

    help = (
        "Load the fictional agency with its three clients. "
        "Examples: manage.py load_demo | load_demo --documents-only var/demo-documents | load_demo --bureau"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--documents-only", type=Path, metavar="FOLDER", help="write the files, touch no database")
        parser.add_argument("--bureau", action="store_true", help="tell the make-believe bureau its invoices")

    def handle(self, *args: Any, **options: Any) -> None:
        if folder := options["documents_only"]:
            self.stdout.write(f"{write(folder)} files in {folder}")
        elif options["bureau"]:
            self.stdout.write(f"the bureau at {settings.BUREAU_API_URL} knows {self._tell()} invoices")
        else:
            logins = Path(settings.VAR_DIR) / "demo-logins.txt"
            load(logins, self.stdout.write)
            self.stdout.write(f"log-ins: {logins}")

    def _tell(self, *, patience: float = 30.0) -> int:
        token = os.environ.get("BUREAU_SANDBOX_ADMIN_TOKEN", "practice-admin")
        deadline = time.monotonic() + patience
        while True:
            try:
                return bureau.tell(settings.BUREAU_API_URL, token)
            except httpx.TransportError as error:
                if time.monotonic() > deadline:
                    raise CommandError(f"no bureau at {settings.BUREAU_API_URL}: {error}") from error
                time.sleep(0.5)
            except httpx.HTTPStatusError as error:
                raise CommandError(f"not a make-believe bureau: {error}") from error
