"""Tables of `workbench`."""
