"""Fictional bank statements in the layouts that occur, each with its truth."""
