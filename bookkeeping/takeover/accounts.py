"""Accounts of another package: codes of any lengths (4-2-2, 4-3-2, with or without dots), and who stands below whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bookkeeping.charts.names import tidy
from bookkeeping.domain.account import Side
from bookkeeping.takeover.cells import code_and_name, text
from foundation.workbooks import Cell

_PARTS = re.compile(r"[.\-_ ]+")
SIDES: Mapping[str, Side] = {"借": Side.DEBIT, "贷": Side.CREDIT, "debit": Side.DEBIT, "credit": Side.CREDIT}


@dataclass(frozen=True, slots=True)
class ForeignAccount:
    """An account as the other package has it. `path` are the names from the first level down to its own."""

    code: str
    name: str
    path: tuple[str, ...] = ()
    side: Side | None = None
    is_leaf: bool = True
    parent: str = ""
    analysis: str = ""
    currency: str = ""
    unit: str = ""
    is_item: bool = False

    @property
    def full_name(self) -> str:
        """As on a voucher: 银行存款-工商银行."""
        return "-".join(self.path) or self.name


def account_of(row: Mapping[str, Cell]) -> ForeignAccount | None:
    """The account a row names; `None` for a row that names none."""
    code, name = text(row.get("code")), text(row.get("name")) or text(row.get("full_name"))
    if not code:
        code, name = code_and_name(name)
    elif " " in code and not name:
        code, name = code_and_name(code)
    if not code and not name:
        return None
    full = tidy(text(row.get("full_name")))
    path = tuple(part for part in full.split("-") if part) if full else ()
    return ForeignAccount(
        code.strip(),
        name.strip(),
        path,
        SIDES.get(text(row.get("direction"))[:1]),
        analysis=text(row.get("analysis")),
        currency=text(row.get("currency")),
        unit=text(row.get("unit")),
    )


def tree(accounts: Iterable[ForeignAccount]) -> list[ForeignAccount]:
    """Each account once, in code order, with parent, path and whether anything stands below."""
    found: dict[str, ForeignAccount] = {}
    for account in accounts:
        known = found.get(account.code or account.name)
        found[account.code or account.name] = _merged(known, account) if known else account
    parents = {key: _parent(key, found) for key in found}
    above = set(parents.values())
    placed: dict[str, ForeignAccount] = {}
    for key in sorted(found, key=lambda code: (len(_steps(code, parents)), code)):
        account, parent = found[key], parents[key]
        below = placed[parent].path if parent else ()
        placed[key] = replace(
            account,
            path=_path(account, below),
            is_leaf=key not in above,
            parent=parent,
            side=account.side or (placed[parent].side if parent else None),
            is_item="_" in key and bool(parent),
        )
    return [placed[key] for key in sorted(placed, key=lambda code: _PARTS.sub(".", code))]


def _merged(known: ForeignAccount, other: ForeignAccount) -> ForeignAccount:
    return replace(
        known,
        name=known.name or other.name,
        path=known.path or other.path,
        side=known.side or other.side,
        analysis=known.analysis or other.analysis,
        currency=known.currency or other.currency,
        unit=known.unit or other.unit,
    )


def _parent(code: str, known: Mapping[str, object]) -> str:
    """The nearest code above that the file has: up to the last mark, or the longest known prefix of digits."""
    for end in range(len(code) - 1, 2, -1):
        head = code[:end].rstrip(".-_ ")
        if head in known and head != code and any(character.isdigit() for character in head):
            return head
    return ""


def _steps(code: str, parents: Mapping[str, str]) -> list[str]:
    steps = []
    while code := parents.get(code, ""):
        steps.append(code)
    return steps


def _path(account: ForeignAccount, above: tuple[str, ...]) -> tuple[str, ...]:
    """Names down to the account: what the file says in full, or the parent's and its own."""
    if len(account.path) > len(above):
        return account.path
    name = tidy(account.name)
    if above:
        whole = "-".join(above)
        return (*above, name.removeprefix(f"{whole}-").removeprefix(f"{above[-1]}-") or name)
    return tuple(part for part in name.split("-") if part) or (account.code,)


def leaves_below(accounts: Sequence[ForeignAccount], code: str) -> list[str]:
    """Codes of the leaves at or below `code`."""
    children = [account for account in accounts if account.parent == code]
    if not children:
        return [code]
    return [leaf for child in children for leaf in leaves_below(accounts, child.code or child.name)]
