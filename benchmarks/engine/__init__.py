"""The booking engine: how fast it suggests and learns, how right it is with and without history."""
