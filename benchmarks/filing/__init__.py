"""What filing costs: the bot and the API against the plainest script that does the same."""
