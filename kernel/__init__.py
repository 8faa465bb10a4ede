"""Words the whole house speaks: money, accounting periods, taxpayer ids, findings, refusals. No Django here."""
