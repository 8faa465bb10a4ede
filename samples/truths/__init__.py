"""What the documents say: one module per family of receipt, each turning a random generator into `Truth` values."""
