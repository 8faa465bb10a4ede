"""Voucher templates as data: the legal skeleton of each kind of entry, with open slots."""
