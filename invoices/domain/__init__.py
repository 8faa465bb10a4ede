"""Invoices as values: no model, no clock, no socket."""
