"""What the bot's room can do, one business verb a file."""
