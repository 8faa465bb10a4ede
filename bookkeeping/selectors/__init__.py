"""Reads, split by what is read."""
