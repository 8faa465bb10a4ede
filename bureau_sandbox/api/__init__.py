"""The filing API: signed requests, tokens, returns, invoices, payments; and the practice controls."""
