"""Words of the pages of the books."""
