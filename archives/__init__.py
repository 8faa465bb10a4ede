"""Archives (档案): the operation log, source documents, packages, what the law asks of accounting software."""
