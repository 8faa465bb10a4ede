"""Real documents, found through REAL_DOCUMENTS and never kept in the project."""
