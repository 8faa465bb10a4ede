"""收票: from a document to a checked, sorted invoice."""
