"""The one signed client to a tax bureau's API."""
