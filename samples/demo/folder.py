"""Writes the demo client's files into folders, one per client and month, with `demo_truth.json` beside."""

from __future__ import annotations

import json
from pathlib import Path

from kernel.money import text
from kernel.period import AccountingPeriod
from samples.demo import outcome
from samples.demo.documents import documents
from samples.demo.plan import CompanyPlan, companies
from samples.demo.statement import statement


def files(company: CompanyPlan, month: AccountingPeriod) -> list[tuple[str, bytes]]:
    """Names and contents of everything the client hands over for `month`, bank statement last."""
    papers = [(document.name, document.sample.content) for document in documents(company, month)]
    bank = statement(company, month)
    return [*papers, (bank.name, bank.content)]


def write(folder: Path) -> int:
    """Everything of all clients into `folder`; returns the number of files."""
    count, truths = 0, []
    for company in companies():
        for month in company.months():
            place = folder / company.short / str(month)
            place.mkdir(parents=True, exist_ok=True)
            for name, content in files(company, month):
                (place / name).write_bytes(content)
                count += 1
            bank = statement(company, month)
            ends = {"bank_opening": text(bank.opening), "bank_closing": text(bank.closing)}
            truths.append({"folder": f"{company.short}/{month}", **outcome.to_json(company, month), **ends})
    told = json.dumps(truths, ensure_ascii=False, indent=1)
    (folder / "demo_truth.json").write_text(told + "\n", encoding="utf-8")
    return count
