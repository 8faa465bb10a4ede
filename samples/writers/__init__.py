"""File formats: one module per format, each turning `Truth` or `Page`s into bytes. The same input gives the same bytes."""
