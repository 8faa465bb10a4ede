"""Template vocabulary of this room."""
