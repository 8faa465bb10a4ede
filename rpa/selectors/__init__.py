"""Reads of the bot's room; each is bound to one company."""
