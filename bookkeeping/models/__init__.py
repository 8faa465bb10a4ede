"""Tables of bookkeeping, split by noun."""

from bookkeeping.models.account import Account
from bookkeeping.models.analysis import AnalysisItem, AnalysisSet
from bookkeeping.models.asset import AssetCard
from bookkeeping.models.balance import PeriodBalance
from bookkeeping.models.period import BooksPeriod
from bookkeeping.models.proposal import AccountHistory, Action, Proposal, ProposalState
from bookkeeping.models.voucher import AutomaticReviewRule, JournalLine, Voucher, VoucherState

__all__ = [
    "Account",
    "AccountHistory",
    "Action",
    "AnalysisItem",
    "AnalysisSet",
    "AssetCard",
    "AutomaticReviewRule",
    "BooksPeriod",
    "JournalLine",
    "PeriodBalance",
    "Proposal",
    "ProposalState",
    "Voucher",
    "VoucherState",
]
