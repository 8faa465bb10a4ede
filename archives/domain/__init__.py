"""Pure rules of archives: manifests, the structured booking file, retention, tables as CSV."""
