"""API of the archives."""

from archives.api.log import Log, LogProofView, ReviewRules
from archives.api.papers import Packages, Sources

__all__ = ["Log", "LogProofView", "Packages", "ReviewRules", "Sources"]
