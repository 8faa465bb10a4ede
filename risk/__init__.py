"""预警: warnings on each accounting period."""
