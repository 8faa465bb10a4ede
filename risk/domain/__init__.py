"""Pure evaluation of indicators: facts in, warnings out. No Django, no clock."""
