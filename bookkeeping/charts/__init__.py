"""Charts of accounts and statement layouts as dated data, the one reader of both, and the names people write."""

from bookkeeping.charts.loader import STANDARDS, aliases, chart_for, layout, titles_en
from bookkeeping.charts.names import parse_detail, standard_named

__all__ = ["STANDARDS", "aliases", "chart_for", "layout", "parse_detail", "standard_named", "titles_en"]
