"""Tables of the foundation, split by noun."""

from foundation.models.audit import AuditChain, AuditEntry
from foundation.models.company import AccountingStandard, Agency, Company, LegalForm, Location
from foundation.models.document import Document, DocumentState
from foundation.models.handover import Handover, HandoverKind, HandoverState
from foundation.models.job import Job, JobState
from foundation.models.membership import Membership, Role
from foundation.models.provenance import ProvenanceLink
from foundation.models.secret import Secret
from foundation.models.taxpayer_status import TaxpayerStatus, VatFiling, VatStatus
from foundation.models.user import User

__all__ = [
    "AccountingStandard",
    "Agency",
    "AuditChain",
    "AuditEntry",
    "Company",
    "Document",
    "DocumentState",
    "Handover",
    "HandoverKind",
    "HandoverState",
    "Job",
    "JobState",
    "LegalForm",
    "Location",
    "Membership",
    "ProvenanceLink",
    "Role",
    "Secret",
    "TaxpayerStatus",
    "User",
    "VatFiling",
    "VatStatus",
]
