"""What the machine must bring: a Chromium for the bot and a Chinese font. Finds them, else fetches them.

`python -m foundation.machine browser` looks for a system Chromium, installs Debian's package when run as root,
else asks Playwright for its own. Fails only when `CI` is set: elsewhere everything but the bot works without.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN_PACKAGES = ("chromium", "fonts-noto-cjk")
ADVICE = "Install one with `apt-get install chromium fonts-noto-cjk` or point CHROMIUM_PATH at yours."


def find_chromium() -> str | None:
    """CHROMIUM_PATH, a system Chromium or Chrome, Playwright's own; None when there is none."""
    if configured := os.environ.get("CHROMIUM_PATH"):
        return configured if Path(configured).exists() else None
    system = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return system or _playwright_chromium()


def _playwright_chromium() -> str | None:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = sorted(home.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese characters (pages bring their own; portals may not)."""
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def bring_browser() -> str | None:
    """A Chromium's path, installing one if need be. None when none can be had."""
    if (path := find_chromium()) and has_chinese_font():
        return path
    if shutil.which("apt-get") and os.geteuid() == 0:
        _apt_install()
    elif not find_chromium():
        _run([sys.executable, "-m", "playwright", "install", "chromium"])
    return find_chromium()


def _apt_install() -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    say("installing Debian's packages: " + " ".join(DEBIAN_PACKAGES))
    _run(["apt-get", "update", "-qq"], quiet)
    _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *DEBIAN_PACKAGES], quiet)


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        say(f"{command[0]} failed: {(result.stderr or result.stdout).strip()[-300:]}")


def say(line: str) -> None:
    """One line for the person at the terminal, kept off standard output."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main() -> int:
    """Command line; see the module."""
    path, font = bring_browser(), has_chinese_font()
    if path and font:
        return 0
    say(f"No {'Chinese font' if path else 'Chromium'} found; the bot and browser tests need it. {ADVICE}")
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
