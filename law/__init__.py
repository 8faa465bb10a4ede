"""The law as dated data (`law/rules/`) and the arithmetic that follows from it. No Django here, no clock."""
