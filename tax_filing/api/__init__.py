"""The API of tax filing."""
