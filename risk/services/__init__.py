"""What the room risk does."""
