"""Commands of the room risk."""
