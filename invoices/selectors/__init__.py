"""What this room can be asked, read only."""
