"""Tables of `tax_filing`."""
