"""Pure part of tax filing: forms, facts, the engine that fills them. No Django, no clock, no socket."""
