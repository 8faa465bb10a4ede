"""What tax filing can do, one verb per file."""
