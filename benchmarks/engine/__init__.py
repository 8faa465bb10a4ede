"""How often the booking engine is right, measured on published worked examples (folder CASES_DIR)."""
