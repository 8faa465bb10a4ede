"""The store of received files: hash, limits, containers unpacked, and the registry that apps fill with readers."""
