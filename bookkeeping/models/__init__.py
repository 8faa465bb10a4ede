"""Tables of bookkeeping, split by noun."""

from bookkeeping.models.account import Account
from bookkeeping.models.analysis import AnalysisItem, AnalysisSet
from bookkeeping.models.asset import AssetCard
from bookkeeping.models.balance import PeriodBalance
from bookkeeping.models.bank import (
    BankAccount,
    BankAccountKind,
    BankLine,
    BankLineState,
    BankStatement,
    StatementMapping,
    StatementState,
)
from bookkeeping.models.bank_match import BankMatch, BankMatchLine, MatchState
from bookkeeping.models.cash_flow import CashFlowChoice
from bookkeeping.models.company_word import (
    BookingRule,
    EngineMode,
    EngineSettings,
    EntryTemplate,
    RefusedAccount,
    RuleState,
)
from bookkeeping.models.employee import Employee, InsuranceEnrolment, SpecialDeduction, WagesBroughtForward
from bookkeeping.models.engine_model import AgencyExperience, EngineModel
from bookkeeping.models.payroll import (
    ContributionRate,
    Payroll,
    PayrollLine,
    PayrollSettings,
    PayrollState,
)
from bookkeeping.models.period import BooksPeriod
from bookkeeping.models.proposal import AccountHistory, Action, Proposal, ProposalState
from bookkeeping.models.stock import ExchangeRate, ProvisionalReceipt
from bookkeeping.models.takeover import ChartMapping, Takeover, TakeoverAccount, TakeoverSheet, TieOut
from bookkeeping.models.voucher import AutomaticReviewRule, JournalLine, Voucher, VoucherState
from bookkeeping.models.voucher_template import VoucherTemplate

__all__ = [
    "Account",
    "AccountHistory",
    "Action",
    "AgencyExperience",
    "AnalysisItem",
    "AnalysisSet",
    "AssetCard",
    "AutomaticReviewRule",
    "BankAccount",
    "BankAccountKind",
    "BankLine",
    "BankLineState",
    "BankMatch",
    "BankMatchLine",
    "BankStatement",
    "BookingRule",
    "BooksPeriod",
    "CashFlowChoice",
    "ChartMapping",
    "ContributionRate",
    "Employee",
    "EngineMode",
    "EngineModel",
    "EngineSettings",
    "EntryTemplate",
    "ExchangeRate",
    "InsuranceEnrolment",
    "JournalLine",
    "MatchState",
    "Payroll",
    "PayrollLine",
    "PayrollSettings",
    "PayrollState",
    "PeriodBalance",
    "Proposal",
    "ProposalState",
    "ProvisionalReceipt",
    "RefusedAccount",
    "RuleState",
    "SpecialDeduction",
    "StatementMapping",
    "StatementState",
    "Takeover",
    "TakeoverAccount",
    "TakeoverSheet",
    "TieOut",
    "Voucher",
    "VoucherState",
    "VoucherTemplate",
    "WagesBroughtForward",
]
