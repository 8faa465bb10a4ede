"""`load_demo`."""
