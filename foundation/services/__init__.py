"""Writes of the foundation."""
