"""Fictional documents and companies in the real formats, each with its truth. Product code never imports this room."""
