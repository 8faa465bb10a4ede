"""Taking over a company from another package: its exported sheets as plain values, and what they mean in our chart.

Pure: no database. `sheets` says what a sheet is, `balances`, `entries`, `cards` read its rows, `accounts` knows codes
of other lengths, `mapping` proposes ours for theirs, `tie_out` compares what came in with what was exported.
"""
