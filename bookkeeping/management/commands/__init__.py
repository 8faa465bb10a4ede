"""The command contract: propose_entries, evaluate_engine, keep_books."""
