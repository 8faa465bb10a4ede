"""Charts of accounts and statement layouts as dated data, and the one reader of both."""

from bookkeeping.charts.loader import aliases, chart_for, layout, parse_detail, titles_en

__all__ = ["aliases", "chart_for", "layout", "parse_detail", "titles_en"]
