"""Bookkeeping (记账): from invoice facts to closed books. Other rooms import only `bookkeeping.exports`."""
