"""What the archives can do."""
