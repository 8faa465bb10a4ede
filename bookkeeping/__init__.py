"""记账: from invoice facts to closed books."""
