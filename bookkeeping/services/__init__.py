"""What bookkeeping can do: one business verb, one file."""
