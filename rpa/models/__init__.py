"""Tables of `rpa`."""
