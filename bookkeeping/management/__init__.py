"""Management commands of bookkeeping."""
