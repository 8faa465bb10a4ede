"""Tables of `risk`."""
