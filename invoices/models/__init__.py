"""Tables of `invoices`."""
