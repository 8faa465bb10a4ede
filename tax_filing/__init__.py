"""报税: from balances to an accepted return."""
