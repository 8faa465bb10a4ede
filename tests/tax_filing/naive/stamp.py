"""Stamp duty: the table of the law, halved for small taxpayers, securities halved by 2023年第39号."""

from __future__ import annotations

from typing import Any

from tests.tax_filing.naive.arithmetic import ZERO, D, fen, num, shown

PER_MILLE = {
    "借款合同": "0.05", "融资租赁合同": "0.05", "买卖合同": "0.3", "承揽合同": "0.3", "建设工程合同": "0.3",
    "运输合同": "0.3", "技术合同": "0.3", "租赁合同": "1", "保管合同": "1", "仓储合同": "1", "财产保险合同": "1",
    "土地使用权出让书据": "0.5", "股权转让书据": "0.5", "营业账簿": "0.25", "证券交易": "1",
}  # fmt: skip


def figures(facts: dict[str, Any]) -> dict[str, str]:
    """Due, relief and to pay of all listed documents, an item's documents taken together."""
    bases: dict[str, Any] = {}
    for document in facts.get("documents", []):
        item = document["item"]
        if item in PER_MILLE:
            bases[item] = bases.get(item, ZERO) + num(document, "net_amount")
    due = payable = ZERO
    for item, base in bases.items():
        exact = base * D(PER_MILLE[item]) / 1000
        due += fen(exact)
        halved = item == "证券交易" or facts.get("six_taxes_relief")
        payable += fen(exact / 2 if halved else exact)
    return shown(
        {
            "main:total:due": due,
            "main:total:relief": due - payable,
            "main:total:payable": payable,
            "tax_payable": payable,
        }
    )
