"""Template tags of tax filing."""
