"""Management commands of `tax_filing`."""
