"""Fictional seals and signatures: invented authorities sign fictional invoices, so that verification can be shown.

Keys follow from a seed and protect nothing.
"""

from samples.signing.authority import Authority, Holder
from samples.signing.ofd import sign_ofd
from samples.signing.pdf import sign_pdf

__all__ = ["Authority", "Holder", "sign_ofd", "sign_pdf"]
