"""Pages of the bot's room, split by noun."""
