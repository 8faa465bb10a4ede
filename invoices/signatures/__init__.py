"""Electronic seals and signatures of received PDF and OFD files (财会〔2024〕12号 Art. 17): intact, by whom, trusted?

Pure functions over bytes; which roots are trusted is an argument. Nothing here asks a network.
"""

from invoices.signatures.certificates import Certificate, load_roots
from invoices.signatures.ofd import check_ofd
from invoices.signatures.outcome import SignatureOutcome
from invoices.signatures.pdf import check_pdf

__all__ = ["Certificate", "SignatureOutcome", "check_ofd", "check_pdf", "load_roots"]
