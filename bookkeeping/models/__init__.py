"""Tables of `bookkeeping`."""
