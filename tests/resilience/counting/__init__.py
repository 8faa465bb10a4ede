"""An app whose jobs count."""
