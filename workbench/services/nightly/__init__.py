"""The nightly batch: every company's papers, bank and proposals brought up to date before the morning."""
