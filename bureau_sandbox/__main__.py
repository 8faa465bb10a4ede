"""Start the make-believe bureau: `python -m bureau_sandbox --port 8766`. Migrates, seeds nothing, serves until Ctrl-C.

Rule kept: it answers only on a loopback address unless told otherwise, because it guards nothing.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from typing import Any


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line, migrate, serve. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="bureau_sandbox", description="make-believe electronic tax bureau 演练用电子税务局"
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8766)
    parser.add_argument("--threads", type=int, default=8)
    options = parser.parse_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bureau_sandbox.settings"
    os.environ.setdefault("BUREAU_SANDBOX_SECRET", secrets.token_hex(32))
    _migrate()
    sys.stderr.write(f"make-believe bureau (演练用) on http://{options.host}:{options.port}\n")
    _serve(f"{options.host}:{options.port}", options.threads)
    return 0


def _migrate() -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.DATABASE_FILE.parent.mkdir(parents=True, exist_ok=True)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def _serve(address: str, threads: int) -> None:
    from django.core.wsgi import get_wsgi_application
    from django.db import connections
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        """One process, because rate limits are counted in memory; several threads, because faults may wait."""

        def load_config(self) -> None:
            settings: dict[str, Any] = {
                "bind": address,
                "workers": 1,
                "worker_class": "gthread",
                "threads": threads,
                "keepalive": 15,
                "loglevel": "warning",
                "control_socket_disable": True,
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return get_wsgi_application()

    connections.close_all()
    Server().run()


if __name__ == "__main__":
    sys.exit(main())
