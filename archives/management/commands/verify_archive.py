"""`manage.py verify_archive FILE`: whether an archive package still is what was made."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archives.services.verify_package import verify_package


class Command(BaseCommand):
    help = "Prove a package: its seal, the hash of every member, nothing missing, nothing added, the log's chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--manifest-sha256", default="", help="the hash noted when the package was made")

    def handle(self, *args: Any, **options: Any) -> None:
        proof = verify_package(options["file"])
        for problem in proof.problems:
            self.stdout.write(problem)
        if options["manifest_sha256"] and options["manifest_sha256"] != proof.manifest_sha256:
            raise CommandError(f"another manifest: {proof.manifest_sha256}")
        if not proof.holds or proof.manifest is None:
            raise CommandError(f"{len(proof.problems)} problem(s)")
        self.stdout.write(f"{len(proof.manifest.entries)} members hold; manifest {proof.manifest_sha256}")
