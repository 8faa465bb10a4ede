"""REST API of bookkeeping under /api/v1/companies/<id>/books/."""
