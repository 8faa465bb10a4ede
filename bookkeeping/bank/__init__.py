"""Bank statements: the layouts banks and wallets export, read into one value and proved by their balances."""
