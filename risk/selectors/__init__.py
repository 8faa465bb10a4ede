"""Reads of the room risk."""
