"""Pages of bookkeeping, split by noun."""
