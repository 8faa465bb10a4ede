"""A sheet as a statement: header, heading, lines; which reading of the money is right is decided by the balances.

Rule kept: a known layout says which way its amounts point; of an unknown one every reading is tried, and the one whose
running balances follow from each other wins. Where no balance decides, 借 is money out, as on every bank's statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from bookkeeping.bank.header import Head, Rows, find_header, mapped_header
from bookkeeping.bank.preamble import Preamble, currency_of, read_preamble
from bookkeeping.bank.proof import in_order, proved, steps
from bookkeeping.bank.rows import MONEY, SIGNED, TURNED, RowsRead, Way, numbered, read_rows
from bookkeeping.domain.bank_statement import Statement, StatementLine, money_in, money_out
from foundation.workbooks import SheetCells
from kernel.errors import InvalidValue
from kernel.finding import Finding, Severity

_TRIED_ON = 400
_MOST_WAYS = 24


@dataclass(frozen=True, slots=True)
class Explained:
    """What a person said of the columns of a header: our names → column from 0; `sign` turned: 借 is money in."""

    header: str
    columns: Mapping[str, int]
    sign: str = ""


def read_sheet(sheet: SheetCells, wanted: str, mappings: Sequence[Explained] = ()) -> Statement | None:
    """The statement of a sheet; None where no header is found. Raises `InvalidValue` where no line can be read."""
    head, mapping = _header(sheet.rows, wanted, mappings)
    if head is None:
        return None
    above = read_preamble(sheet.rows[: head.header_row])
    way = _way(sheet.rows, head, above, mapping)
    read = read_rows(sheet.rows, head, way, above.account, above.month)
    if not read.lines and read.unread:
        raise InvalidValue(
            f"no line could be read; row {read.unread[0][0]} says: {read.unread[0][1]}",
            message_zh=f"没有一行能读出日期和金额；第 {read.unread[0][0]} 行是：{read.unread[0][1]}",
        )
    return _statement(head, above, read, sheet.name)


def _header(rows: Rows, wanted: str, mappings: Sequence[Explained]) -> tuple[Head | None, Explained | None]:
    """What a person explained goes before what words say."""
    for mapping in mappings:
        head = mapped_header(rows, mapping.header, mapping.columns)
        if head is not None:
            return head, mapping
    return find_header(rows, wanted), None


def _way(rows: Rows, head: Head, above: Preamble, mapping: Explained | None) -> Way:
    """How the money columns are read."""
    if mapping is not None:
        return Way(head.columns, mapping.sign)
    if head.layout is not None:
        return Way(head.columns, head.layout.sign)
    sample = rows[: head.first_row + _TRIED_ON]

    def proof(way: Way) -> int:
        return steps(in_order(read_rows(sample, head, way, above.account, above.month).lines)).proved

    return max(islice(_ways(head), _MOST_WAYS), key=proof)


def _ways(head: Head) -> Iterator[Way]:
    """Every reading of an unknown header, the usual one first."""
    money = {name: head.columns[name] for name in MONEY if name in head.columns}
    rest = {name: where for name, where in head.columns.items() if name not in money}
    pair = "in" in money and "out" in money
    if pair:
        money.pop("amount", None)
        rest.pop("direction", None)
    for sign in ("", SIGNED, TURNED) if pair else ("", TURNED):
        for chosen in product(*money.values()):
            yield Way(rest | {name: (place,) for name, place in zip(money, chosen, strict=True)}, sign)
    if pair and "amount" in head.columns:
        single = {name: where for name, where in head.columns.items() if name not in {"in", "out"}}
        yield from (Way(single, sign) for sign in ("", TURNED))


def _statement(head: Head, above: Preamble, read: RowsRead, sheet: str) -> Statement:
    lines = in_order(read.lines)
    currencies = {code for said in read.currencies if (code := currency_of(said))}
    layout = head.layout
    found = Statement(
        layout=head.layout_name,
        lines=tuple(numbered(lines, sheet)),
        account=above.account or read.own_account,
        account_name=above.account_name or read.own_name,
        bank=layout.bank if layout else above.bank,
        kind=layout.kind if layout else "bank",
        currency=above.currency or (currencies.pop() if len(currencies) == 1 else "CNY"),
        start=above.start,
        end=above.end,
        opening_balance=above.opening_balance,
        closing_balance=above.closing_balance,
        findings=(*_unread(read), *_totals(above, read, lines)),
    )
    return proved(found)


def _unread(read: RowsRead) -> Iterator[Finding]:
    for place, said in read.unread[:20]:
        yield Finding(
            "statement_row_unread", Severity.WARN, f"第 {place} 行读不出日期或金额：{said}",
            f"row {place}: the date or the amount cannot be read: {said}", evidence={"place": place},
        )  # fmt: skip
    if read.lost_balances:
        first, count = read.lost_balances[0], len(read.lost_balances)
        yield Finding(
            "statement_balance_unread", Severity.WARN, f"有 {count} 行的余额读不出（从第 {first} 行起），无法核对余额",
            f"the balances of {count} rows cannot be read (from row {first} on) and are not proved",
            evidence={"place": first, "count": str(count)},
        )  # fmt: skip
    if len(read.currencies) > 1:
        said = "、".join(sorted(read.currencies))
        yield Finding(
            "statement_currencies", Severity.WARN, f"一个文件里有多种货币（{said}），请分币种导出",
            f"several currencies in one file ({said}); export them one by one",
        )  # fmt: skip


def _totals(above: Preamble, read: RowsRead, lines: Sequence[StatementLine]) -> Iterator[Finding]:
    """What the file says of itself beside its lines."""
    count = len(lines) + len(read.void)
    if above.count is not None and above.count != count:
        yield Finding(
            "statement_totals", Severity.WARN, f"文件写明共 {above.count} 笔，实际读到 {count} 笔",
            f"the file says it has {above.count} lines, {count} were read",
            evidence={"expected": str(above.count), "found": str(count)},
        )  # fmt: skip
    sums = (("in", "收入", read.total_in, money_in(lines)), ("out", "支出", read.total_out, money_out(lines)))
    for name, name_zh, said, summed in sums:
        if said is not None and said != summed:
            yield Finding(
                "statement_totals", Severity.WARN, f"文件的{name_zh}合计 {said:,.2f} 与各行之和 {summed:,.2f} 不符",
                f"the file's total {name} {said:,.2f} is not the sum of its lines {summed:,.2f}",
                evidence={"expected": f"{said:.2f}", "found": f"{summed:.2f}"},
            )  # fmt: skip
