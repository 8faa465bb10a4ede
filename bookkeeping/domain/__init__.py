"""Pure bookkeeping: values in, values out; no database, no clock."""
