"""What this room can do, one verb a file."""
