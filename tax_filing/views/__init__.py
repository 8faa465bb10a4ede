"""Pages of tax filing: what is due, the returns, the one-click plan, the submissions."""
