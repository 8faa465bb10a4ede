"""Fictional histories of booking: companies with habits of their own, in the shape `evaluate_engine` reads."""
