"""Domain knowledge as data: which words of a receipt lead to which account, per trade and standard."""
