"""The store of received files."""
