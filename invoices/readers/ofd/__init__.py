"""OFD (GB/T 33190): a ZIP of XML pages, with the invoice data in up to three more places."""
