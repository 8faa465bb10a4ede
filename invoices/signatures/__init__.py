"""Electronic seals and signatures of received PDF and OFD files (财会〔2024〕12号 Art. 17): intact, by whom, trusted?

Pure functions over bytes; which roots are trusted is an argument. Nothing here asks a network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from invoices.signatures.certificates import Certificate, load_roots
from invoices.signatures.ofd import check_ofd
from invoices.signatures.outcome import SignatureOutcome
from invoices.signatures.pdf import check_pdf

CHECKS: Final[dict[str, Callable[[bytes, Sequence[Certificate]], list[SignatureOutcome]]]] = {
    "application/pdf": check_pdf,
    "application/ofd": check_ofd,
}


def file_signatures(path: Path, media_type: str, roots: Path) -> tuple[SignatureOutcome, ...]:
    """What a file bears, against the roots of a folder. Raises `Unreadable` for a damaged package, `OSError`."""
    return tuple(CHECKS[media_type](path.read_bytes(), load_roots(roots)))


__all__ = ["CHECKS", "Certificate", "SignatureOutcome", "check_ofd", "check_pdf", "file_signatures", "load_roots"]
