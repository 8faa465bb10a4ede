"""The flow through the pages of the make-believe bureau."""
