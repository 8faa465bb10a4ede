"""Journal lines unlike the habits of their own company: learned per company, explained by what made them so."""

from risk.domain.outliers.score import LEAST_LINES, Outlier, find_outliers
from risk.domain.outliers.tell import tell_outliers

__all__ = ["LEAST_LINES", "Outlier", "find_outliers", "tell_outliers"]
