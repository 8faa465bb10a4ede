"""What every learner in the house stands on: features of text, measured confidence, the bound that lets it act alone.

Pure functions: no Django, no clock. A room keeps its own memory and hands values in.
"""

from foundation.learning.confidence import beta_lower_bound, lower_bound, measured
from foundation.learning.text import character_grams, steady

__all__ = ["beta_lower_bound", "character_grams", "lower_bound", "measured", "steady"]
