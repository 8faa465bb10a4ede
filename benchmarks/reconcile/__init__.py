"""Matching with the bank, measured on fictional histories."""
