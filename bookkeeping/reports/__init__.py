"""The books as reports: each a pure sheet from period balances (and one account's lines), written four ways."""

from bookkeeping.reports.registry import REPORTS, Report

__all__ = ["REPORTS", "Report"]
