"""Why a line is strange, in both languages: the features that stand out, each against what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from risk.domain.journal import Entry
from risk.domain.outliers.features import NAMES, Features, Usual

FAR: Final = 3.5
"""Deviations from here on are named (as robust statistics usually draw the line)."""
RARE: Final = 2.5
"""Bits from here on are named."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One departure from habit."""

    feature: str
    zh: str
    en: str


def reasons_of(entry: Entry, features: Features, place: int) -> tuple[Reason, ...]:
    """The departures of the line at `place`, those of amounts first."""
    values = dict(zip(NAMES, features.values[place].tolist(), strict=True))
    found = []
    party = features.usual_of_party.get((entry.counterparty, entry.account, entry.is_debit))
    if party and (values["amount_for_party"] >= FAR or values["fixed_amount"]):
        found.append(_amount("amount_for_party", entry, party, entry.counterparty, entry.counterparty))
    account = features.usual_of_account.get(((entry.account, entry.detail), entry.is_debit))
    if account and values["amount_for_account"] >= FAR:
        name = "/".join(part for part in (entry.account, entry.detail) if part)
        found.append(_amount("amount_for_account", entry, account, f"科目“{name}”", name))
    if values["account_pair"] >= RARE:
        debit, credit = features.rare_pairs[entry.voucher]
        found.append(
            Reason(
                "account_pair",
                f"借“{debit}”贷“{credit}”在本企业少见",
                f"debit {debit}, credit {credit} seldom meet here",
            )
        )
    if values["account_for_party"] >= RARE:
        found.append(_habit(entry, features))
    return tuple(found) or (Reason("together", "多项特征同时偏离", "several small departures at once"),)


def _amount(feature: str, entry: Entry, usual: Usual, whose_zh: str, whose_en: str) -> Reason:
    share = float(entry.amount) / usual.yuan
    times_zh, times_en = (
        (f"{share:.1f} 倍", f"{share:.1f} times") if share >= 1 else (f"{share:.1%}", f"{share:.1%} of")
    )
    return Reason(
        feature,
        f"金额 {entry.amount:,.2f} 为{whose_zh}通常金额 {usual.yuan:,.2f} 的 {times_zh}（{usual.count} 笔）",
        f"{entry.amount:,.2f} is {times_en} the usual {usual.yuan:,.2f} of {whose_en} ({usual.count} lines)",
    )


def _habit(entry: Entry, features: Features) -> Reason:
    known = features.accounts_of_party[entry.counterparty]
    (account, detail), count = known.most_common(1)[0]
    name = "/".join(part for part in (account, detail) if part)
    return Reason(
        "account_for_party",
        f"{entry.counterparty} 的 {known.total()} 笔中 {count} 笔记在“{name}”",
        f"{count} of {known.total()} lines of {entry.counterparty} are on {name}",
    )
