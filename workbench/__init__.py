"""The accountant's desk."""
