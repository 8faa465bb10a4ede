"""API of the archives."""

from archives.api.log import Log, LogProofView, ReviewRules

__all__ = ["Log", "LogProofView", "ReviewRules"]
