"""Kinds of sample: what is said (truths) on which form (layout) in which file (writers)."""

from samples.kinds import digital, older, papers, several, signed, slips, tickets
from samples.sample import KINDS, generate

__all__ = ["KINDS", "digital", "generate", "older", "papers", "several", "signed", "slips", "tickets"]
