"""File formats: each module turns `Truth` or `Page`s into bytes, the same input into the same bytes."""
