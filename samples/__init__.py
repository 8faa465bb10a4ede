"""Fictional documents and companies with their truth."""
