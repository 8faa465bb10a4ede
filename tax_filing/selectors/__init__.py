"""Reads of tax filing. Every one is bound to a company."""
